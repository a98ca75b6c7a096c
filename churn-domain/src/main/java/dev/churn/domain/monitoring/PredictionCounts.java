package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;

/**
 * The number of predictions of a model, including shadow predictions.
 *
 * @param known the number of predictions with a known outcome
 * @param unknown the number of predictions whose outcome cannot be determined, because the newer
 *     file does not contain the customer
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

  /** {@return the number of predictions without an outcome so far} */
  public long pending() {
    return predictions - known - unknown;
  }
}
