package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.InstantSource;

/** Deletes models that serve nobody. Their predictions and measures stay. */
public final class DeleteModel {
  private final Organizations organizations;
  private final ModelRegistry registry;
  private final ModelArtifacts artifacts;
  private final InstantSource clock;

  public DeleteModel(
      Organizations organizations,
      ModelRegistry registry,
      ModelArtifacts artifacts,
      InstantSource clock) {
    this.organizations = organizations;
    this.registry = registry;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /**
   * Deletes a model and its file; has no effect if it was deleted before.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization never had such a
   *     model, {@link ErrorCode#CONFLICT} if it is champion, challenger or shadow, or in training
   */
  public void delete(OrganizationId organization, ModelId id) {
    Lookup.organization(organizations, organization);
    registry.delete(organization, id, clock.instant());
    // also after a repeated call, because an earlier attempt may have been cut off here
    artifacts.delete(organization, id);
    artifacts.delete(organization, id.asEvaluated());
  }
}
