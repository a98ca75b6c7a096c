package dev.churn.domain.value;

/**
 * An expected sum with its 95 % interval.
 *
 * @param value within the interval
 * @param low at least 0
 */
public record Estimate(double value, double low, double high) {
  public Estimate {
    if (!(low >= 0 && low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "expected 0 ≤ low ≤ value ≤ high, found %s, %s, %s".formatted(low, value, high));
    }
  }
}
