package dev.churn.domain.evaluation;

/** A confidence interval, both ends included. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("expected low ≤ high, found %s, %s".formatted(low, high));
    }
  }

  /** {@return whether all of it is greater than {@code value}} */
  public boolean liesAbove(double value) {
    return low > value;
  }

  /** {@return whether all of it is less than {@code value}} */
  public boolean liesBelow(double value) {
    return high < value;
  }

  /** {@return half of its width: the number after ±} */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
