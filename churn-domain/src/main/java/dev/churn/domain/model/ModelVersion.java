package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Evaluation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A trained model: what a training gave, evaluated and numbered. Nothing in it ever changes.
 *
 * @param version 1, 2, 3 … among the trained models of the organization
 * @param type the trained type; never {@link ModelType#AUTO}
 * @param artifactSha256 the SHA-256 of the model file, 64 lower-case hexadecimal digits
 * @param evaluatedSha256 the SHA-256 of the file of the model as it was evaluated, before it was
 *     refitted on the evaluation rows; empty if no such file is stored
 * @param provenance empty for models trained before provenance was recorded
 * @param activation whether the training activated the model; another model may serve now
 */
public record ModelVersion(
    int version,
    ModelType type,
    Instant trainedAt,
    long trainingSamples,
    double churnRate,
    Evaluation evaluation,
    Map<String, String> parameters,
    String artifactSha256,
    Optional<String> evaluatedSha256,
    Optional<Provenance> provenance,
    Activation activation)
    implements TrainingRun.Outcome {
  /** The version of a model that the registry has not numbered yet. */
  public static final int UNNUMBERED = 0;

  public ModelVersion {
    if (requireNonNull(type, "type").equals(ModelType.AUTO)) {
      throw new IllegalArgumentException("expected a type that can be learned, found " + type);
    }
    requireNonNull(trainedAt, "trainedAt");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(artifactSha256, "artifactSha256");
    requireNonNull(evaluatedSha256, "evaluatedSha256");
    requireNonNull(provenance, "provenance");
    requireNonNull(activation, "activation");
    parameters = Map.copyOf(parameters);
  }

  /** Creates an outcome without a file of the model as it was evaluated. */
  public ModelVersion(
      int version,
      ModelType type,
      Instant trainedAt,
      long trainingSamples,
      double churnRate,
      Evaluation evaluation,
      Map<String, String> parameters,
      String artifactSha256,
      Optional<Provenance> provenance,
      Activation activation) {
    this(
        version,
        type,
        trainedAt,
        trainingSamples,
        churnRate,
        evaluation,
        parameters,
        artifactSha256,
        Optional.empty(),
        provenance,
        activation);
  }

  /** {@return a copy of this outcome with the version assigned by the registry} */
  public ModelVersion numbered(int newVersion) {
    return new ModelVersion(
        newVersion,
        type,
        trainedAt,
        trainingSamples,
        churnRate,
        evaluation,
        parameters,
        artifactSha256,
        evaluatedSha256,
        provenance,
        activation);
  }
}
