package dev.churn.domain.feature;

/**
 * Reads days, counts and money back from the features: the inverse of the scores' formulas. All
 * functions accept any finite numbers, treat a score outside of 0 to 100 as the nearer of both, and
 * allocate nothing. Days and counts are whole numbers, so rounding removes the last bits that a
 * score lost. Strict mathematics, so that every JVM gives the same bits.
 */
public final class RfmCounts {
  private static final double LN_FREQUENCY_LIMIT = StrictMath.log(RfmScales.FREQUENCY_LIMIT);

  /** What freshness adds to the engagement score of a customer who is active on the as-of day. */
  private static final double MOST_FRESHNESS = 100 * RfmScales.ENGAGEMENT_FRESHNESS_WEIGHT;

  private RfmCounts() {}

  /** {@return a score of 0 to 100 as a share, 0 to 1} */
  public static double share(double score) {
    return Math.min(1, Math.max(0, score / 100));
  }

  /**
   * {@return days since the last active day} At {@link RfmScales#RECENCY_DAYS}, the most, that many
   * days or more have passed.
   */
  public static double recencyDays(double recencyScore) {
    return Math.rint(RfmScales.RECENCY_DAYS * (1 - share(recencyScore)));
  }

  /**
   * {@return days since the last active day, however many} Where the recency score has reached 0,
   * nothing but freshness is left in the engagement score, which tells the days. Where that too is
   * 0, the customer has been silent for the whole tenure.
   *
   * @param tenureDays at least 0
   */
  public static double silentDays(double recencyScore, double engagementScore, double tenureDays) {
    if (share(recencyScore) > 0) {
      return recencyDays(recencyScore);
    }
    double freshness = engagementScore / MOST_FRESHNESS;
    double days =
        freshness > 0
            ? Math.rint(-RfmScales.FRESHNESS_DAYS * StrictMath.log(freshness))
            : tenureDays;
    return Math.max(RfmScales.RECENCY_DAYS, Math.min(tenureDays, days));
  }

  /** {@return D90, the active days among the last 90} */
  public static double activeDays90(double frequencyScore) {
    return Math.rint(StrictMath.expm1(share(frequencyScore) * LN_FREQUENCY_LIMIT));
  }

  /**
   * {@return D, the number of active days, at least 1} The mean gap is (last − first)/(D − 1), so D
   * is known without being a feature.
   *
   * @param tenureDays at least 0
   * @param silentDays days since the last active day
   * @param gapDays {@link Feature#DAYS_BETWEEN_TRANSACTIONS}
   */
  public static double activeDays(double tenureDays, double silentDays, double gapDays) {
    double span = Math.max(0, tenureDays - silentDays);
    return gapDays > 0 ? Math.min(tenureDays, Math.rint(span / gapDays)) + 1 : 1;
  }

  /**
   * {@return M90, the sum of the amounts of the last 90 days} 0 also stands for less; at a score of
   * 100 it is the monetary reference, and stands for more.
   *
   * @param monetaryReference R by which the score was computed
   */
  public static double money90(double monetaryScore, double monetaryReference) {
    return StrictMath.expm1(share(monetaryScore) * StrictMath.log1p(monetaryReference));
  }

  /**
   * {@return the monetary score by another reference} It is right but for a score of 100, whose sum
   * is not known.
   *
   * @param from R by which the score was computed
   * @param to R by which it is wanted
   */
  public static double monetaryScore(double monetaryScore, double from, double to) {
    double scale = StrictMath.log1p(from) / StrictMath.log1p(to);
    return Math.min(100, monetaryScore * scale);
  }
}
