package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What is to be trained.
 *
 * @param specification {@link ModelType#AUTO} stands for the best of several types, by the log-loss
 *     on the customers that the models are evaluated on
 * @param seed the same set, specification and seed give the same model, byte for byte
 * @param incumbent the model to compare the new one with
 */
public record TrainingRequest(
    TrainingSet set, ModelSpecification specification, long seed, Optional<Incumbent> incumbent) {
  public TrainingRequest {
    requireNonNull(set, "set");
    requireNonNull(specification, "specification");
    requireNonNull(incumbent, "incumbent");
  }

  /** A request for a type with its default options. */
  public TrainingRequest(
      TrainingSet set, ModelType type, long seed, Optional<Incumbent> incumbent) {
    this(set, ModelSpecification.of(type), seed, incumbent);
  }

  /** {@return the type that is asked for} */
  public ModelType type() {
    return specification.type();
  }

  /**
   * The model that serves so far.
   *
   * @param specification what it is; not {@link ModelType#AUTO}
   * @param unseen the model itself, if it has not learned from the rows that the new one is judged
   *     on. Otherwise it would repeat what it was told: one of its type then learns anew without
   *     them, and is compared in its place
   */
  public record Incumbent(ModelSpecification specification, Optional<ChurnModel> unseen) {
    public Incumbent {
      requireNonNull(specification, "specification");
      requireNonNull(unseen, "unseen");
    }

    /** An incumbent of a type with its default options. */
    public Incumbent(ModelType type, Optional<ChurnModel> unseen) {
      this(ModelSpecification.of(type), unseen);
    }
  }
}
