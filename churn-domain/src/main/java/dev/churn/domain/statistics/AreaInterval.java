package dev.churn.domain.statistics;

/**
 * The 95 % confidence interval of an area under the ROC curve. It is computed in log-odds, so that
 * it stays within 0 and 1, with a quantile of Student's distribution with n − 1 degrees of freedom.
 * A perfect ranking has no variance; it is treated as n successes in a row (Clopper and Pearson,
 * Biometrika 26(4), 1934).
 */
final class AreaInterval {
  private AreaInterval() {}

  /**
   * {@return the interval}
   *
   * @param variance the variance of the area; NaN, as with fewer than two of a class, gives 0 to 1
   * @param smallerClass n, the size of the smaller class
   */
  static Interval of(double area, double variance, int smallerClass) {
    if (Double.isNaN(variance)) {
      return new Interval(0, 1);
    }
    double open = Math.pow(0.025, 1.0 / smallerClass);
    if (area == 1) {
      return new Interval(open, 1);
    }
    if (area == 0) {
      return new Interval(0, 1 - open);
    }
    double margin =
        StudentT.quantile975(smallerClass - 1) * Math.sqrt(variance) / (area * (1 - area));
    double logOdds = Math.log(area) - Math.log1p(-area);
    return new Interval(
        Math.min(area, probability(logOdds - margin)),
        Math.max(area, probability(logOdds + margin)));
  }

  private static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
