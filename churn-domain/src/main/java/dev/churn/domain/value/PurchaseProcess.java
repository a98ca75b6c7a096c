package dev.churn.domain.value;

import java.util.Arrays;

/**
 * The MBG/NBD model of active days: a customer is active at an individual rate until dropping out,
 * which can happen only right after an active day, the first one included. Rates are gamma
 * distributed (r, α in days), dropout probabilities beta distributed (a, b). Batislam, Denizel and
 * Filiztekin, International Journal of Research in Marketing 24(3), 2007.
 */
public final class PurchaseProcess {
  private static final int STEPS = 64;

  private final double r;
  private final double alpha;
  private final double a;
  private final double b;

  /** The dropout probabilities π of the midpoint rule, which depend on a alone. */
  private final double[] dropouts = new double[STEPS];

  /** ln(1 − π) of each. */
  private final double[] logs = new double[STEPS];

  /**
   * @param r greater than 0, as the other parameters
   */
  public PurchaseProcess(double r, double alpha, double a, double b) {
    if (!(isPositive(r) && isPositive(alpha) && isPositive(a) && isPositive(b))) {
      throw new IllegalArgumentException(
          "expected positive parameters, found %s, %s, %s, %s".formatted(r, alpha, a, b));
    }
    this.r = r;
    this.alpha = alpha;
    this.a = a;
    this.b = b;
    for (int step = 0; step < STEPS; step++) {
      dropouts[step] = StrictMath.pow((step + 0.5) / STEPS, 1 / a);
      logs[step] = StrictMath.log1p(-dropouts[step]);
    }
  }

  public double r() {
    return r;
  }

  public double alpha() {
    return alpha;
  }

  public double a() {
    return a;
  }

  public double b() {
    return b;
  }

  private double[] parameters() {
    return new double[] {r, alpha, a, b};
  }

  private static boolean isPositive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /**
   * {@return the expected number of active days within H days of a customer who has at least one,
   * at least 1}
   *
   * <p>Such a customer has not dropped out. With x active days after the first and a tenure of T,
   * their rate is gamma distributed with s = r + x and A = α + T, and their dropout probability π
   * beta distributed with a and b + x + 1. Given π, the expected number of active days is (1 −
   * (A/(A + π·H))^s)/π (Fader, Hardie and Lee, Marketing Science 24(2), 2005, with the rate
   * integrated out), and at least one has the probability 1 − (A/(A + H))^s; the result is the mean
   * of the former over π, divided by the latter. The mean is computed by the midpoint rule in π^a,
   * in which the density has no pole at 0.
   *
   * @param activeDays x + 1, at least 1
   * @param tenure T, days from the first active day, at least 0
   * @param horizon H, at least 1
   */
  public double daysIfActive(double activeDays, double tenure, double horizon) {
    double shape = r + activeDays - 1;
    double rate = alpha + tenure;
    double survived = b + activeDays - 1;
    double sum = 0;
    double weights = 0;
    for (int step = 0; step < STEPS; step++) {
      double dropout = dropouts[step];
      double weight = StrictMath.exp(survived * logs[step]);
      sum += weight * days(shape, horizon / rate, dropout);
      weights += weight;
    }
    double atLeastOne = -StrictMath.expm1(-shape * StrictMath.log1p(horizon / rate));
    double mean = weights > 0 ? sum / weights : atLeastOne;
    return atLeastOne > 0 ? Math.max(1, mean / atLeastOne) : 1;
  }

  private static double days(double shape, double passing, double dropout) {
    return dropout > 0
        ? -StrictMath.expm1(-shape * StrictMath.log1p(dropout * passing)) / dropout
        : shape * passing;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PurchaseProcess that && Arrays.equals(parameters(), that.parameters());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parameters());
  }

  @Override
  public String toString() {
    return "PurchaseProcess" + Arrays.toString(parameters());
  }
}
