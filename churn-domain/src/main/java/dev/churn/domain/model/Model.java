package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A model of an organization, with the outcome of its training. The data of a trained model never
 * changes.
 *
 * @param specification the requested specification; {@link Trained#type} is the type that was
 *     actually trained
 * @param features the feature table that the model is trained on
 * @param requestedBy the requester; empty if not known
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

  /** The outcome of the training. */
  public sealed interface Outcome {}

  /** The training has not ended yet. */
  public record InTraining() implements Outcome {}

  /** The training failed; the reason may be shown to the user. */
  public record Failed(Instant failedAt, String reason) implements Outcome {
    public Failed {
      requireNonNull(failedAt, "failedAt");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The training produced a model.
   *
   * @param version 1, 2, 3 … among the trained models of the organization
   * @param type the trained type; never {@link ModelType#AUTO}
   * @param artifactSha256 the SHA-256 of the model file, 64 lower-case hexadecimal digits
   * @param provenance empty for models trained before provenance was recorded
   * @param activation whether the training activated the model; another model may serve now
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
    /** The version of a model that the registry has not numbered yet. */
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

    /** {@return a copy of this outcome with the version assigned by the registry} */
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

  /** {@return the requested type} */
  public ModelType type() {
    return specification.type();
  }

  /** {@return the trained type if known, otherwise the requested type} */
  public ModelType knownType() {
    return outcome instanceof Trained trained ? trained.type() : type();
  }

  /** {@return the specification with which a model of the same kind can be trained} */
  public ModelSpecification knownSpecification() {
    return knownType().equals(type()) ? specification : ModelSpecification.of(knownType());
  }

  /** {@return a copy of this model with the given outcome} */
  public Model with(Outcome newOutcome) {
    return new Model(
        id, organizationId, specification, features, requestedAt, requestedBy, newOutcome);
  }
}
