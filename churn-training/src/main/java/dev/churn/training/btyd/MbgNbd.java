package dev.churn.training.btyd;

import dev.churn.training.data.DerivedInputs;
import dev.churn.training.math.Logits;

/**
 * The MBG/NBD (or BG/NBD) model of a customer's purchases. A customer buys at random at an
 * individual rate until dropping out, unobserved, which can happen only right after a purchase.
 * Over the customers, rates are gamma distributed (shape r, rate α, in days) and dropout
 * probabilities beta distributed (a, b).
 *
 * <p>For a customer who has been known for T days, with x active days after the first, the last of
 * them t days after the first, the log-odds of having dropped out are
 *
 * <pre>ln a − ln(b + n − 1) + (r + x) · (ln(α + T) − ln(α + t))</pre>
 *
 * where n is the number of purchases after which the customer could have dropped out. If the
 * customer has not dropped out, no purchase falls into the next H days with probability {@code ((α
 * + T)/(α + T + H))^(r + x)}, since the rate given the history is gamma distributed with r + x and
 * α + T.
 *
 * <p>BG/NBD: Fader, Hardie and Lee, "Counting your customers" the easy way, Marketing Science
 * 24(2), 2005. MBG/NBD: Batislam, Denizel and Filiztekin, Empirical validation and comparison of
 * models for customer base analysis, International Journal of Research in Marketing 24(3), 2007.
 *
 * @param horizonDays H, at least 1
 */
public record MbgNbd(Dropout dropout, int horizonDays, double r, double alpha, double a, double b) {
  /** The smallest value of a parameter; the largest is its inverse. */
  static final double SMALLEST = 1e-6;

  /** Upper bound of the magnitude of the log-odds; the model is not trusted beyond it. */
  private static final double MAX_LOG_ODDS = 9.2;

  /** The purchase after which a customer can first drop out. */
  public enum Dropout {
    /** After the second purchase: BG/NBD. */
    AFTER_SECOND(0),
    /** After the first purchase, as many customers who come once and never again do: MBG/NBD. */
    AFTER_FIRST(1);

    private final int chancesAtFirst;

    Dropout(int chancesAtFirst) {
      this.chancesAtFirst = chancesAtFirst;
    }

    /** {@return the number of purchases after which the customer could have dropped out} */
    double chances(double repeats) {
      return repeats + chancesAtFirst;
    }
  }

  public MbgNbd {
    if (!(isParameter(r) && isParameter(alpha) && isParameter(a) && isParameter(b))
        || horizonDays < 1) {
      throw new IllegalArgumentException(
          "expected positive parameters, found %s, %s, %s, %s for %d days"
              .formatted(r, alpha, a, b, horizonDays));
    }
  }

  /** {@return the same process with another horizon} */
  public MbgNbd within(int otherHorizonDays) {
    return new MbgNbd(dropout, otherHorizonDays, r, alpha, a, b);
  }

  public static boolean isParameter(double value) {
    return value >= SMALLEST && value <= 1 / SMALLEST;
  }

  /**
   * {@return the log-odds of no activity within the horizon}
   *
   * @param inputs all {@link DerivedInputs}, in their order
   */
  public double logOdds(double[] inputs) {
    return logOdds(
        repeats(inputs[DerivedInputs.ACTIVE_DAYS.ordinal()]),
        lastDay(inputs[DerivedInputs.TENURE.ordinal()], inputs[DerivedInputs.SILENT.ordinal()]),
        inputs[DerivedInputs.TENURE.ordinal()]);
  }

  static double repeats(double activeDays) {
    return Math.max(0, activeDays - 1);
  }

  static double lastDay(double tenure, double silent) {
    return Math.max(0, tenure - silent);
  }

  /**
   * {@return the log-odds of no activity within the horizon}
   *
   * @param repeats x, active days after the first
   * @param last t, days from the first active day to the last
   * @param tenure T, days from the first active day until now
   */
  double logOdds(double repeats, double last, double tenure) {
    double passing = StrictMath.log1p(horizonDays / (alpha + tenure));
    double logSilent = logSilent(r + repeats, passing);
    double gone = logOddsGone(repeats, last, tenure);
    return believed(logSumExp(gone, logSilent) - StrictMath.log(-StrictMath.expm1(logSilent)));
  }

  static double believed(double logOdds) {
    return Logits.clip(logOdds, -MAX_LOG_ODDS, MAX_LOG_ODDS);
  }

  /** {@return the log-odds of having dropped out; minus infinity if that was not possible yet} */
  double logOddsGone(double repeats, double last, double tenure) {
    double chances = dropout.chances(repeats);
    if (chances <= 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return StrictMath.log(a / (b + chances - 1))
        + (r + repeats) * StrictMath.log((alpha + tenure) / (alpha + last));
  }

  /**
   * {@return the logarithm of the probability that a customer who has not dropped out buys nothing}
   *
   * @param shape r + x
   * @param passing ln((α + T + H) / (α + T))
   */
  static double logSilent(double shape, double passing) {
    double logSilent = -shape * passing;
    return Math.min(logSilent, -Double.MIN_NORMAL); // keeps the logarithm of the complement finite
  }

  /** {@return ln(e^x + e^y)} */
  static double logSumExp(double x, double y) {
    double larger = Math.max(x, y);
    return larger + StrictMath.log1p(StrictMath.exp(Math.min(x, y) - larger));
  }
}
