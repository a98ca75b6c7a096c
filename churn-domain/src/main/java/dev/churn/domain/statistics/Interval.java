package dev.churn.domain.statistics;

/** A confidence interval, including both bounds. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("expected low ≤ high, found %s, %s".formatted(low, high));
    }
  }

  /** {@return whether the whole interval is greater than {@code value}} */
  public boolean liesAbove(double value) {
    return low > value;
  }

  /** {@return whether the whole interval is less than {@code value}} */
  public boolean liesBelow(double value) {
    return high < value;
  }

  /** {@return half the width of the interval: the number after ±} */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
