package dev.churn.domain.value;

import java.util.Arrays;

/**
 * The MBG/NBD model of active days: a customer is active at an individual rate until dropping out,
 * which can happen only right after an active day, the first one included. Rates are gamma
 * distributed (r, α in days), dropout probabilities beta distributed (a, b). Batislam, Denizel and
 * Filiztekin, International Journal of Research in Marketing 24(3), 2007.
 */
public final class PurchaseProcess {
  /** Where the density of the dropout probability has fallen by e^-12, it counts no more. */
  private static final double NEGLIGIBLE = 12;

  /** What a dropout probability changes by less than this share counts as unchanged. */
  private static final double SMALL = 0.01;

  /** The distance of the nodes in standard deviations of the log-odds. */
  private static final double STEP = 0.7;

  /** The largest distance, for distributions with long tails. */
  private static final double WIDEST_STEP = 0.8;

  private final double r;
  private final double alpha;
  private final double a;
  private final double b;

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
   * of the former over π, divided by the latter. The mean is computed by the trapezoidal rule in
   * the log-odds of π, around its mode, with a few dozen nodes.
   *
   * @param activeDays x + 1, at least 1
   * @param tenure T, days from the first active day, at least 0
   * @param horizon H, at least 1
   */
  public double daysIfActive(double activeDays, double tenure, double horizon) {
    double shape = r + activeDays - 1;
    double passing = horizon / (alpha + tenure);
    double stays = b + activeDays; // the second parameter of the beta distribution
    double atLeastOne = -StrictMath.expm1(-shape * StrictMath.log1p(passing));
    if (!(atLeastOne > 0)) {
      return 1;
    }
    return Math.max(1, meanDays(shape, passing, stays) / atLeastOne);
  }

  private double meanDays(double shape, double passing, double stays) {
    double both = a + stays;
    double mode = a / stays; // odds of π
    double peak = StrictMath.log1p(mode);
    double step = Math.min(WIDEST_STEP, STEP * Math.sqrt(both / a / stays));
    double factor = StrictMath.exp(step);
    double small = SMALL / Math.max(both, (shape + 1) * passing);
    double odds = mode;
    double fallen = 0; // the negative logarithm of the density over that at the mode
    int place = 0;
    while (fallen < NEGLIGIBLE && odds > small) {
      place--;
      odds /= factor;
      fallen = both * (StrictMath.log1p(odds) - peak) - a * step * place;
    }
    // below, the density is proportional to π^a and the days are those at 0; this node counts half
    double weights = StrictMath.exp(-fallen) * (1 / (a * step) - 0.5);
    double sum = weights * shape * passing;
    while (place <= 0 || fallen < NEGLIGIBLE) {
      double weight = StrictMath.exp(-fallen);
      weights += weight;
      sum += weight * days(shape, passing, odds / (1 + odds));
      place++;
      odds *= factor;
      fallen = both * (StrictMath.log1p(odds) - peak) - a * step * place;
    }
    return sum / weights;
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
