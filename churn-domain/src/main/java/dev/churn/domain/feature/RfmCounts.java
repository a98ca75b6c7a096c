package dev.churn.domain.feature;

/**
 * Converts features back to days, counts and money, by the inverse formulas of the scores. All
 * functions accept any finite numbers, clamp scores to 0 to 100, and allocate nothing. Days and
 * counts are integers, so rounding corrects the precision lost in a score. StrictMath makes the
 * results identical on every JVM.
 */
public final class RfmCounts {
  private static final double LN_FREQUENCY_LIMIT = StrictMath.log(RfmScales.FREQUENCY_LIMIT);

  /** The engagement score's freshness term of a customer who is active on the as-of date. */
  private static final double MOST_FRESHNESS = 100 * RfmScales.ENGAGEMENT_FRESHNESS_WEIGHT;

  private RfmCounts() {}

  /** {@return a score of 0 to 100 as a fraction, 0 to 1} */
  public static double share(double score) {
    return Math.min(1, Math.max(0, score / 100));
  }

  /**
   * {@return days since the last active day} The maximum, {@link RfmScales#RECENCY_DAYS}, means
   * that many days or more.
   */
  public static double recencyDays(double recencyScore) {
    return Math.rint(RfmScales.RECENCY_DAYS * (1 - share(recencyScore)));
  }

  /**
   * {@return days since the last active day, without a maximum} If the recency score is 0, the days
   * are computed from the engagement score, which then contains only the freshness term. If that is
   * 0 too, the customer has been silent for the whole tenure.
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

  /** {@return the days since the last active day of a customer, without a maximum} */
  public static double silentDays(FeatureVector features) {
    return silentDays(
        features.get(Feature.RECENCY_SCORE),
        features.get(Feature.ENGAGEMENT_SCORE),
        tenureDays(features));
  }

  /** {@return D, the number of active days of a customer, at least 1} */
  public static double activeDays(FeatureVector features) {
    return activeDays(
        tenureDays(features),
        silentDays(features),
        features.get(Feature.DAYS_BETWEEN_TRANSACTIONS));
  }

  private static double tenureDays(FeatureVector features) {
    return Math.max(0, features.get(Feature.TENURE_DAYS));
  }

  /**
   * {@return whether the customer has events but no activity} The recency score is then 0 although
   * the tenure is 0.
   */
  public static boolean wasNeverActive(FeatureVector features) {
    return Math.round(tenureDays(features)) == 0
        && recencyDays(features.get(Feature.RECENCY_SCORE)) >= RfmScales.RECENCY_DAYS;
  }

  /** {@return D90, the number of active days in the last 90 days} */
  public static double activeDays90(double frequencyScore) {
    return Math.rint(StrictMath.expm1(share(frequencyScore) * LN_FREQUENCY_LIMIT));
  }

  /**
   * {@return D, the number of active days, at least 1} The mean gap is (last − first)/(D − 1), so D
   * follows from the other features.
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
   * {@return M90, the sum of the amounts in the last 90 days} A score of 0 gives 0, although the
   * sum may be negative; a score of 100 gives the monetary reference, although the sum may be
   * higher.
   *
   * @param monetaryReference the R with which the score was computed
   */
  public static double money90(double monetaryScore, double monetaryReference) {
    return StrictMath.expm1(share(monetaryScore) * StrictMath.log1p(monetaryReference));
  }

  /**
   * {@return the monetary score, converted to another monetary reference} The result is exact
   * except for a score of 100, whose sum is unknown.
   *
   * @param from the R with which the score was computed
   * @param to the R of the result
   */
  public static double monetaryScore(double monetaryScore, double from, double to) {
    double scale = StrictMath.log1p(from) / StrictMath.log1p(to);
    return Math.min(100, monetaryScore * scale);
  }
}
