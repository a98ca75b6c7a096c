package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.Model;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelTraining;
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
  private final ConcurrentMap<OrganizationId, Served> served = new ConcurrentHashMap<>();

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

  /** A model that is ready to predict. */
  record Served(Model model, ChurnModel predictor, Instant checkedAt) {
    int version() {
      return ((Model.Trained) model.outcome()).version();
    }
  }

  /** {@return the active model of the organisation, or empty if it has none} */
  Optional<Served> find(OrganizationId organization) {
    Instant now = clock.instant();
    Served known = served.get(organization);
    if (known != null && now.isBefore(known.checkedAt().plus(FRESH))) {
      return Optional.of(known);
    }
    Optional<Served> current;
    try {
      current = registry.findActive(organization).map(model -> serve(model, known, now));
    } catch (ChurnException e) {
      if (known != null && e.code() == ErrorCode.UNAVAILABLE) {
        // better the model of a moment ago than none, and no need to ask with every call
        served.put(organization, new Served(known.model(), known.predictor(), now));
        return Optional.of(known);
      }
      throw e;
    }
    current.ifPresent(model -> served.put(organization, model));
    return current;
  }

  private Served serve(Model model, Served known, Instant now) {
    if (known != null && known.model().id().equals(model.id())) {
      return new Served(known.model(), known.predictor(), now);
    }
    var outcome = (Model.Trained) model.outcome();
    byte[] file = artifacts.load(model.organizationId(), model.id(), outcome.artifactSha256());
    return new Served(model, training.decode(file), now);
  }
}
