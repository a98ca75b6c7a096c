package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/**
 * A training that was asked for, with its outcome; a {@link ModelVersion} if it gave a model. What
 * a model version holds never changes.
 *
 * @param specification the requested specification; {@link ModelVersion#type} is the type that was
 *     actually trained
 * @param features the feature table that the model is trained on
 * @param requestedBy the requester; empty if not known
 */
public record TrainingRun(
    ModelId id,
    OrganizationId organizationId,
    ModelSpecification specification,
    DatasetId features,
    Instant requestedAt,
    Optional<Requester> requestedBy,
    Outcome outcome) {
  public TrainingRun {
    requireNonNull(id, "id");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(specification, "specification");
    requireNonNull(features, "features");
    requireNonNull(requestedAt, "requestedAt");
    requireNonNull(requestedBy, "requestedBy");
    requireNonNull(outcome, "outcome");
  }

  /** The outcome of the training. */
  public sealed interface Outcome permits InTraining, Failed, ModelVersion {}

  /** The training has not ended yet. */
  public record InTraining() implements Outcome {}

  /** The training failed; the reason may be shown to the user. */
  public record Failed(Instant failedAt, String reason) implements Outcome {
    public Failed {
      requireNonNull(failedAt, "failedAt");
      requireNonNull(reason, "reason");
    }
  }

  /** {@return the model version that the training gave, or empty if it has not given one} */
  public Optional<ModelVersion> findVersion() {
    return outcome instanceof ModelVersion version ? Optional.of(version) : Optional.empty();
  }

  /**
   * {@return the model version that the training gave}
   *
   * @throws IllegalStateException if it has not given one
   */
  public ModelVersion version() {
    return findVersion()
        .orElseThrow(() -> new IllegalStateException("expected a trained model, found " + outcome));
  }

  /** {@return the requested type} */
  public ModelType type() {
    return specification.type();
  }

  /** {@return the trained type if known, otherwise the requested type} */
  public ModelType knownType() {
    return outcome instanceof ModelVersion trained ? trained.type() : type();
  }

  /** {@return the specification with which a model of the same kind can be trained} */
  public ModelSpecification knownSpecification() {
    return knownType().equals(type()) ? specification : ModelSpecification.of(knownType());
  }

  /** {@return a copy of this model with the given outcome} */
  public TrainingRun with(Outcome newOutcome) {
    return new TrainingRun(
        id, organizationId, specification, features, requestedAt, requestedBy, newOutcome);
  }
}
