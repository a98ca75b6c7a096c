package dev.churn.domain.monitoring;

import java.util.OptionalDouble;

/**
 * How far what customers did lies from what they were expected to do, in active days or in money.
 *
 * @param rows the number of predictions of which both are known, at least 1
 * @param customers the number of their customers
 * @param promised the sum of what was expected within the horizon, at least 0
 * @param seen the sum of what was seen within it
 * @param meanAbsoluteError the mean over the rows of |seen − expected|
 */
public record ValueError(
    long rows, long customers, double promised, double seen, double meanAbsoluteError) {
  public ValueError {
    if (rows < 1 || customers < 1 || customers > rows) {
      throw new IllegalArgumentException(
          "expected rows of customers, found %d of %d".formatted(rows, customers));
    }
    if (!(promised >= 0 && meanAbsoluteError >= 0 && Double.isFinite(seen))) {
      throw new IllegalArgumentException(
          "expected sums and an error from 0 on, found %s, %s, %s"
              .formatted(promised, seen, meanAbsoluteError));
    }
  }

  /** {@return seen over promised; empty if nothing was promised} */
  public OptionalDouble ratio() {
    return promised > 0 ? OptionalDouble.of(seen / promised) : OptionalDouble.empty();
  }
}
