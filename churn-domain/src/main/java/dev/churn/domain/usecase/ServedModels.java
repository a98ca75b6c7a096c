package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.Model;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.usecase.Serving.ServedModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The active model of every organisation, kept in memory. The registry is asked again after {@link
 * #FRESH}, so that a model that another server has activated is used within seconds.
 */
public final class ServedModels {
  /** How long a model is served without asking which one is active. */
  public static final Duration FRESH = Duration.ofSeconds(2);

  private final ModelRegistry registry;
  private final ModelArtifacts artifacts;
  private final ModelTraining training;
  private final InstantSource clock;
  private final ConcurrentMap<OrganizationId, Known> served = new ConcurrentHashMap<>();

  public ServedModels(
      ModelRegistry registry,
      ModelArtifacts artifacts,
      ModelTraining training,
      InstantSource clock) {
    this.registry = registry;
    this.artifacts = artifacts;
    this.training = training;
    this.clock = clock;
  }

  private record Known(Serving serving, Instant checkedAt) {}

  /** {@return the models that serve the organisation, or empty if none does} */
  Optional<Serving> find(OrganizationId organization) {
    Instant now = clock.instant();
    Known known = served.get(organization);
    if (known != null && now.isBefore(known.checkedAt().plus(FRESH))) {
      return Optional.of(known.serving());
    }
    Optional<Serving> current;
    try {
      current = registry.findActive(organization).map(model -> serve(model, known));
    } catch (ChurnException e) {
      if (known == null || e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
      // better the model of a moment ago than none, and no need to ask with every call
      current = Optional.of(known.serving());
    }
    current.ifPresent(serving -> served.put(organization, new Known(serving, now)));
    return current;
  }

  private Serving serve(Model model, Known known) {
    if (known != null && known.serving().champion().model().id().equals(model.id())) {
      return known.serving();
    }
    var outcome = (Model.Trained) model.outcome();
    byte[] file = artifacts.load(model.organizationId(), model.id(), outcome.artifactSha256());
    return new Serving(new ServedModel(model, training.decode(file)));
  }
}
