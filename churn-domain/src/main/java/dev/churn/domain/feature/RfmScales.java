package dev.churn.domain.feature;

/**
 * The windows and scales of the features. The formulas turn days and counts into scores by them,
 * and {@link RfmCounts} turns scores back.
 */
public final class RfmScales {
  /** The days of the recent window of D90, M90 and types90, the as-of day included. */
  public static final int RECENT_DAYS = 90;

  /** After how many silent days {@link Feature#RECENCY_SCORE} is 0. */
  public static final int RECENCY_DAYS = 365;

  /** {@link Feature#FREQUENCY_SCORE} would be 100 at this value of 1 + D90. */
  public static final double FREQUENCY_LIMIT = 101.0;

  /** What active days weigh in {@link Feature#ENGAGEMENT_SCORE}, of 1. */
  public static final double ENGAGEMENT_FREQUENCY_WEIGHT = 0.5;

  /** What freshness, {@code e^(−silent days/scale)}, weighs in {@link Feature#ENGAGEMENT_SCORE}. */
  public static final double ENGAGEMENT_FRESHNESS_WEIGHT = 0.3;

  /** What distinct event types weigh in {@link Feature#ENGAGEMENT_SCORE}. */
  public static final double ENGAGEMENT_TYPES_WEIGHT = 0.2;

  /** From this value of 1 + D90 on, {@link Feature#ENGAGEMENT_SCORE} counts no further. */
  public static final double ENGAGEMENT_FREQUENCY_LIMIT = 31.0;

  /** After how many silent days freshness is 1/e. */
  public static final double FRESHNESS_DAYS = 30.0;

  /**
   * From this number of distinct event types on, {@link Feature#ENGAGEMENT_SCORE} counts no
   * further.
   */
  public static final int ENGAGEMENT_TYPES_LIMIT = 5;

  /** The days over which {@link Feature#ACTIVITY_TREND} is taken, the as-of day included. */
  public static final int TREND_DAYS = 30;

  /** Σ(i − mean of i)² over the days i of the trend: 2247.5. The slope's denominator. */
  public static final double TREND_SQUARES = TREND_DAYS * (TREND_DAYS * TREND_DAYS - 1) / 12.0;

  private RfmScales() {}
}
