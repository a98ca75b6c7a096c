package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;

/**
 * How many predictions a model has made, shadows included.
 *
 * @param known of how many the outcome is known
 * @param unknown of how many it cannot be told: the newer file does not have the customer
 */
public record PredictionCounts(ModelId model, long predictions, long known, long unknown) {
  public PredictionCounts {
    requireNonNull(model, "model");
    if (known < 0 || unknown < 0 || known + unknown > predictions) {
      throw new IllegalArgumentException(
          "expected known and unknown among %d, found %d and %d"
              .formatted(predictions, known, unknown));
    }
  }

  /** {@return how many have no outcome yet} */
  public long pending() {
    return predictions - known - unknown;
  }
}
