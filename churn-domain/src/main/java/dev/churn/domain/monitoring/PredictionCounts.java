package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;

/**
 * The number of predictions of a model for an as-of date, including shadow predictions.
 *
 * @param known the number of predictions with a known outcome
 * @param unknown the number of predictions whose outcome the newer file does not tell
 * @param truncated whether that file begins too late to tell any outcome of the date
 */
public record PredictionCounts(
    ModelId model, LocalDate asOf, long predictions, long known, long unknown, boolean truncated) {
  public PredictionCounts {
    requireNonNull(model, "model");
    requireNonNull(asOf, "asOf");
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
