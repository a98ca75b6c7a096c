package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.deployment.ModelStandings;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.Optional;

/** Shows the versions of an organization's models. */
public final class ShowModels {
  private final Organizations organizations;
  private final ModelRegistry registry;

  public ShowModels(Organizations organizations, ModelRegistry registry) {
    this.organizations = organizations;
    this.registry = registry;
  }

  /**
   * {@return models with any outcome, the latest first}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public Page<TrainingRun> list(OrganizationId organization, PageRequest page) {
    Lookup.organization(organizations, organization);
    return registry.list(organization, page);
  }

  /** {@return what became of the organization's models} */
  public ModelStandings standings(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return new ModelStandings(
        registry.deployment(organization),
        registry.activations(organization, new PageRequest(PageRequest.MAX_LIMIT, 0)).items());
  }

  /** {@return the champion, if there is one} */
  public Optional<TrainingRun> findActive(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return registry.findActive(organization);
  }

  /**
   * {@return the model}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist or
   *     has no such model
   */
  public TrainingRun load(OrganizationId organization, ModelId id) {
    Lookup.organization(organizations, organization);
    return Lookup.model(registry, organization, id);
  }
}
