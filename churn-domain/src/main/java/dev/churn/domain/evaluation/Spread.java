package dev.churn.domain.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a measure differs between the cuts of an evaluation.
 *
 * @param standardDeviation with the number of cuts less one as divisor
 */
public record Spread(double mean, double standardDeviation, double lowest, double highest) {
  /** {@return the spread, or empty with fewer than two cuts} */
  public static Optional<Spread> of(List<CutResult> cuts, ToDoubleFunction<CutResult> measure) {
    if (cuts.size() < 2) {
      return Optional.empty();
    }
    double[] values = cuts.stream().mapToDouble(measure).toArray();
    double sum = 0;
    double lowest = values[0];
    double highest = values[0];
    for (double value : values) {
      sum += value;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Optional.of(new Spread(mean, Math.sqrt(squares / (values.length - 1)), lowest, highest));
  }
}
