package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A model of an organization: wanted, trained or failed. What was trained never changes.
 *
 * @param specification what was asked for; {@link Trained#type} says what it became
 * @param features the feature table it learns from
 * @param requestedBy who asked for it; empty if that is not known
 */
public record Model(
    ModelId id,
    OrganizationId organizationId,
    ModelSpecification specification,
    DatasetId features,
    Instant requestedAt,
    Optional<Requester> requestedBy,
    Outcome outcome) {
  public Model {
    requireNonNull(id, "id");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(specification, "specification");
    requireNonNull(features, "features");
    requireNonNull(requestedAt, "requestedAt");
    requireNonNull(requestedBy, "requestedBy");
    requireNonNull(outcome, "outcome");
  }

  /** What became of the training. */
  public sealed interface Outcome {}

  /** It has not ended yet. */
  public record InTraining() implements Outcome {}

  /** It failed, for a reason that can be told to the user. */
  public record Failed(Instant failedAt, String reason) implements Outcome {
    public Failed {
      requireNonNull(failedAt, "failedAt");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * It gave a model.
   *
   * @param version 1, 2, 3 … among the trained models of the organization
   * @param type not {@link ModelType#AUTO}
   * @param artifactSha256 of the model file, 64 lower-case hexadecimal digits
   * @param provenance empty for what was trained before it was kept
   * @param activation whether the training made it the active model; another may be by now
   */
  public record Trained(
      int version,
      ModelType type,
      Instant trainedAt,
      long trainingSamples,
      double churnRate,
      Evaluation evaluation,
      Map<String, String> parameters,
      String artifactSha256,
      Optional<Provenance> provenance,
      Activation activation)
      implements Outcome {
    /** The version of what the registry has not numbered yet. */
    public static final int UNNUMBERED = 0;

    public Trained {
      if (requireNonNull(type, "type").equals(ModelType.AUTO)) {
        throw new IllegalArgumentException("expected a type that can be learned, found " + type);
      }
      requireNonNull(trainedAt, "trainedAt");
      requireNonNull(evaluation, "evaluation");
      requireNonNull(artifactSha256, "artifactSha256");
      requireNonNull(provenance, "provenance");
      requireNonNull(activation, "activation");
      parameters = Map.copyOf(parameters);
    }

    /** {@return this outcome under the version that the registry gives it} */
    public Trained numbered(int newVersion) {
      return new Trained(
          newVersion,
          type,
          trainedAt,
          trainingSamples,
          churnRate,
          evaluation,
          parameters,
          artifactSha256,
          provenance,
          activation);
    }
  }

  /** {@return the type that was asked for} */
  public ModelType type() {
    return specification.type();
  }

  /** {@return what it has become; as long as that is open, what was asked for} */
  public ModelType knownType() {
    return outcome instanceof Trained trained ? trained.type() : type();
  }

  /** {@return what to ask for to get a model like the one that was trained} */
  public ModelSpecification knownSpecification() {
    return knownType().equals(type()) ? specification : ModelSpecification.of(knownType());
  }

  /** {@return this model with another outcome} */
  public Model with(Outcome newOutcome) {
    return new Model(
        id, organizationId, specification, features, requestedAt, requestedBy, newOutcome);
  }
}
