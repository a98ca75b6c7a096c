package dev.churn.domain.value;

/**
 * The gamma-gamma model of baskets: a customer's baskets are gamma distributed with shape p around
 * a mean of their own, and the rates of these distributions are gamma distributed over the
 * customers with shape q and rate v. Fader, Hardie and Lee, RFM and CLV: using iso-value curves for
 * customer base analysis, Journal of Marketing Research 42(4), 2005; Fader and Hardie, The
 * gamma-gamma model of monetary value, 2013 (brucehardie.com/notes/025).
 *
 * @param p greater than 0
 * @param q greater than 1, so that there is a mean
 * @param v greater than 0, in money
 */
public record GammaGamma(double p, double q, double v) {
  public GammaGamma {
    if (!(isPositive(p) && isPositive(q - 1) && isPositive(v))) {
      throw new IllegalArgumentException(
          "expected p > 0, q > 1 and v > 0, found %s, %s and %s".formatted(p, q, v));
    }
  }

  private static boolean isPositive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /** {@return the mean basket of a customer of whom no basket is known: p·v/(q − 1)} */
  public double meanBasket() {
    return p * v / (q - 1);
  }

  /**
   * {@return the expected mean basket of a customer: p·(v + n·m)/(p·n + q − 1)} It lies between
   * {@link #meanBasket()} and the observed mean, and closer to the latter the more baskets there
   * are.
   *
   * @param baskets n, the number of observed baskets
   * @param mean m, their mean; without a positive mean nothing is known of the customer
   */
  public double meanBasket(double baskets, double mean) {
    return baskets > 0 && mean > 0
        ? p * (v + baskets * mean) / (p * baskets + q - 1)
        : meanBasket();
  }
}
