package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.ModelFile;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.time.InstantSource;
import java.util.List;

/** Deletes models that serve nobody. Their predictions and measures stay. */
public final class DeleteModel {
  private final Organizations organizations;
  private final ModelRegistry registry;
  private final Transactions transactions;
  private final RemoveObjects removals;
  private final InstantSource clock;

  public DeleteModel(
      Organizations organizations,
      ModelRegistry registry,
      Transactions transactions,
      RemoveObjects removals,
      InstantSource clock) {
    this.organizations = organizations;
    this.registry = registry;
    this.transactions = transactions;
    this.removals = removals;
    this.clock = clock;
  }

  /**
   * Deletes a model and its file; has no effect if it was deleted before. If the storage does not
   * remove the file at once, it is removed later.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization never had such a
   *     model, {@link ErrorCode#CONFLICT} if it is champion, challenger or shadow, or in training
   */
  public void delete(OrganizationId organization, ModelId id) {
    Lookup.organization(organizations, organization);
    List<ModelFile> files =
        List.of(new ModelFile(organization, id), new ModelFile(organization, id.asEvaluated()));
    transactions.run(
        () -> {
          registry.delete(organization, id, clock.instant());
          removals.note(files);
        });
    removals.removeSoon(files);
  }
}
