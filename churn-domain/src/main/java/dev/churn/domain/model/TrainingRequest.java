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
   * The model that serves so far.
   *
   * @param specification its specification; the type is never {@link ModelType#AUTO}
   * @param unseen the model itself, if it was not trained on the rows that the new model is
   *     evaluated on. Otherwise it would reproduce known labels; a model of the same specification
   *     is then trained without those rows and compared instead
   */
  public record Incumbent(ModelSpecification specification, Optional<Predictor> unseen) {
    public Incumbent {
      requireNonNull(specification, "specification");
      requireNonNull(unseen, "unseen");
    }

    /** Creates an incumbent of a type with its default options. */
    public Incumbent(ModelType type, Optional<Predictor> unseen) {
      this(ModelSpecification.of(type), unseen);
    }
  }
}
