package dev.churn.domain.value;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.DayToDay;

/**
 * How far the spend of customers who stay lies from what is expected of them.
 *
 * @param ofDay the change from day to day of the logarithm of their seen over their expected spend,
 *     by which all customers of a day are off together
 * @param ofCustomer the variance of a customer's own spend over the square of what is expected, at
 *     least 0
 */
public record SpendError(DayToDay ofDay, double ofCustomer) {
  /** Prior standard deviation of the logarithm of seen over expected; benchmark {@code sums}. */
  public static final double DAY_DEVIATION = 0.15;

  /** Where no snapshot tells it. */
  public static final SpendError UNKNOWN =
      new SpendError(DayToDay.of(new double[0], new double[0], DAY_DEVIATION), 1);

  public SpendError {
    requireNonNull(ofDay, "ofDay");
    if (!(ofCustomer >= 0 && ofCustomer < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("expected a variance, found " + ofCustomer);
    }
  }
}
