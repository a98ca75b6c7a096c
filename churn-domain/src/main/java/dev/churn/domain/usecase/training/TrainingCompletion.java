package dev.churn.domain.usecase.training;

import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.training.ActivationPolicy.Rival;
import dev.churn.domain.usecase.training.ActivationPolicy.Situation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Records what a training gave, and activates the model if {@link ActivationPolicy} says so. */
final class TrainingCompletion {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final InstantSource clock;

  TrainingCompletion(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      InstantSource clock) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.registry = registry;
    this.clock = clock;
  }

  /** The SHA-256 of the stored files of a model. */
  record Stored(String model, String evaluated) {}

  /**
   * Decides and activates under the organization's lock, so that both steps see the same champion.
   */
  void complete(
      TrainingRun model,
      TrainingResult trained,
      TrainingRecord training,
      Stored stored,
      Optional<Rival> rival,
      List<Finding> findings) {
    OrganizationId organization = model.organizationId();
    OrganizationSettings settings = organizations.lock(organization).settings();
    if (Lookup.model(registry, organization, model.id()).outcome() instanceof ModelVersion) {
      return; // another attempt, presumed dead, finished first
    }
    FileCheck check = checkOf(training.raw()).ofTraining(findings);
    catalog.putCheck(check);
    Deployment deployment = registry.deployment(organization);
    Activation activation =
        ActivationPolicy.decide(
            trained.evaluation(),
            rival,
            new Situation(
                settings.activation(),
                registry.findActive(organization),
                !deployment.challengers().isEmpty(),
                check.sentences(),
                check.isForced()));
    Instant now = clock.instant();
    registry.complete(
        organization,
        model.id(),
        new ModelVersion(
            ModelVersion.UNNUMBERED,
            trained.model().type(),
            now,
            trained.trainingSamples(),
            trained.churnRate(),
            trained.evaluation(),
            trained.parameters(),
            stored.model(),
            Optional.of(stored.evaluated()),
            Optional.of(training.provenance()),
            activation));
    if (activation.activated()) {
      registry.deploy(
          organization,
          deployment.withChampion(model.id()),
          new Cause(now, model.requestedBy(), activation.reason()));
    }
  }

  /**
   * Decides again whether a trained model is activated, after its dataset has been forced; called
   * in a transaction.
   */
  void reconsider(OrganizationId organization, ModelId id, Optional<Requester> by) {
    OrganizationSettings settings = organizations.lock(organization).settings();
    TrainingRun model = Lookup.model(registry, organization, id);
    Optional<TrainingRun> active = registry.findActive(organization);
    if (active.filter(other -> other.id().equals(id)).isPresent()) {
      return;
    }
    Optional<Rival> rival =
        model
            .version()
            .activation()
            .comparison()
            .flatMap(
                comparison ->
                    active
                        .filter(other -> other.version().version() == comparison.version())
                        .map(other -> new Rival(other, comparison, true)));
    Activation activation =
        ActivationPolicy.decide(
            model.version().evaluation(),
            rival,
            new Situation(settings.activation(), active, false, List.of(), true));
    if (activation.activated()) {
      registry.deploy(
          organization,
          registry.deployment(organization).withChampion(id),
          new Cause(clock.instant(), by, activation.reason()));
    }
  }

  /** {@return the check of a dataset, which may not have been made yet} */
  FileCheck checkOf(RawDataset raw) {
    return catalog.findCheck(raw.organizationId(), raw.id()).orElseGet(() -> FileCheck.none(raw));
  }
}
