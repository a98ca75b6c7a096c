package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A request to train a model.
 *
 * @param specification the model to train; {@link ModelType#AUTO} selects the best of several types
 *     by log-loss on the evaluation rows
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

  /** Creates a request for a type with its default options. */
  public TrainingRequest(
      TrainingSet set, ModelType type, long seed, Optional<Incumbent> incumbent) {
    this(set, ModelSpecification.of(type), seed, incumbent);
  }

  /** {@return the requested type} */
  public ModelType type() {
    return specification.type();
  }

  /**
   * A form of the model that serves so far.
   *
   * @param model a model with the same activity event types as the training set
   */
  public record Incumbent(Predictor model) {
    public Incumbent {
      requireNonNull(model, "model");
    }
  }
}
