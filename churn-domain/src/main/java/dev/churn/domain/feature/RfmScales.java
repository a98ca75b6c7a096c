package dev.churn.domain.feature;

/**
 * The windows and scales of the features. The feature formulas use them to compute scores, and
 * {@link RfmCounts} uses them to invert the scores.
 */
public final class RfmScales {
  /** The length in days of the window of D90, M90 and types90, including the as-of date. */
  public static final int RECENT_DAYS = 90;

  /** The number of silent days from which {@link Feature#RECENCY_SCORE} is 0. */
  public static final int RECENCY_DAYS = 365;

  /** The value of 1 + D90 at which {@link Feature#FREQUENCY_SCORE} would be 100. */
  public static final double FREQUENCY_LIMIT = 101.0;

  /** The weight of active days in {@link Feature#ENGAGEMENT_SCORE}; the weights add up to 1. */
  public static final double ENGAGEMENT_FREQUENCY_WEIGHT = 0.5;

  /**
   * The weight of freshness, {@code e^(−silent days/scale)}, in {@link Feature#ENGAGEMENT_SCORE}.
   */
  public static final double ENGAGEMENT_FRESHNESS_WEIGHT = 0.3;

  /** The weight of distinct event types in {@link Feature#ENGAGEMENT_SCORE}. */
  public static final double ENGAGEMENT_TYPES_WEIGHT = 0.2;

  /**
   * The value of 1 + D90 from which its term in {@link Feature#ENGAGEMENT_SCORE} no longer grows.
   */
  public static final double ENGAGEMENT_FREQUENCY_LIMIT = 31.0;

  /** The number of silent days after which freshness is 1/e. */
  public static final double FRESHNESS_DAYS = 30.0;

  /**
   * The number of distinct event types from which its term in {@link Feature#ENGAGEMENT_SCORE} no
   * longer grows.
   */
  public static final int ENGAGEMENT_TYPES_LIMIT = 5;

  /**
   * The length in days of the window of {@link Feature#ACTIVITY_TREND}, including the as-of date.
   */
  public static final int TREND_DAYS = 30;

  /** The denominator of the slope: Σ(i − mean of i)² over the days i of the window, 2247.5. */
  public static final double TREND_SQUARES = TREND_DAYS * (TREND_DAYS * TREND_DAYS - 1) / 12.0;

  private RfmScales() {}
}
