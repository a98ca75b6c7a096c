package dev.churn.domain.model;

/** A confidence interval, both ends included. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("expected low ≤ high, found %s, %s".formatted(low, high));
    }
  }
}
