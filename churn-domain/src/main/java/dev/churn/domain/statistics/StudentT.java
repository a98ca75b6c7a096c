package dev.churn.domain.statistics;

/** Quantiles of Student's t distribution. */
public final class StudentT {
  private static final double Z = 1.959963984540054;

  private StudentT() {}

  /**
   * {@return the 97.5 % quantile} From 3 degrees of freedom it uses the expansion around the normal
   * distribution, whose error is at most .004 and decreases quickly (Abramowitz and Stegun,
   * Handbook of Mathematical Functions, 26.7.5).
   *
   * @param degrees the degrees of freedom, at least 1
   */
  public static double quantile975(int degrees) {
    if (degrees == 1) {
      return 12.706204736174696;
    }
    if (degrees == 2) {
      return 4.302652729749462;
    }
    double z2 = Z * Z;
    double n = degrees;
    return Z
        + Z * (z2 + 1) / 4 / n
        + Z * ((5 * z2 + 16) * z2 + 3) / 96 / (n * n)
        + Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384 / (n * n * n)
        + Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160 / (n * n * n * n);
  }
}
