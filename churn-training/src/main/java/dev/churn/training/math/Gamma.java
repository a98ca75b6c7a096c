package dev.churn.training.math;

/**
 * The logarithm of the gamma function, and its derivative, for positive arguments: Stirling's
 * series, after the argument was raised by the recurrence (Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 1964, 6.1.15, 6.1.41, 6.3.5 and 6.3.18). The relative error is below
 * 1e-12.
 */
public final class Gamma {
  private static final double LARGE = 15;
  private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

  private Gamma() {}

  /** {@return ln Γ(x)} */
  public static double log(double x) {
    double shift = 0;
    double large = x;
    while (large < LARGE) {
      shift -= StrictMath.log(large);
      large++;
    }
    double square = 1 / (large * large);
    double series =
        (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680))) / large;
    return shift + (large - 0.5) * StrictMath.log(large) - large + HALF_LOG_TWO_PI + series;
  }

  /** {@return the derivative of ln Γ at x} */
  public static double digamma(double x) {
    double shift = 0;
    double large = x;
    while (large < LARGE) {
      shift -= 1 / large;
      large++;
    }
    double square = 1 / (large * large);
    double series = square * (1 / 12.0 - square * (1 / 120.0 - square / 252));
    return shift + StrictMath.log(large) - 0.5 / large - series;
  }
}
