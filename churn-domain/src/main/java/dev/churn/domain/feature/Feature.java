package dev.churn.domain.feature;

/**
 * The eight features, in the order of their columns in tables and vectors; {@link FurtherFeature}
 * follows behind them. Explanations are exact over the 256 sets of these eight. T is the as-of
 * date, first and last are the first and last active day, D is the number of active days; D90 and
 * M90 are the active days and the sum of amounts in the 90 days that end at T:
 */
public enum Feature {
  /** {@code 100 · max(0, 1 − (T − last)/365)}, 0 to 100. */
  RECENCY_SCORE("recency_score"),
  /** {@code 100 · min(1, ln(1 + D90) / ln(101))}, 0 to 100. */
  FREQUENCY_SCORE("frequency_score"),
  /**
   * {@code 100 · min(1, ln(1 + max(0, M90)) / ln(1 + R))}, where R is the monetary reference; 0 to
   * 100.
   */
  MONETARY_SCORE("monetary_score"),
  /**
   * {@code 100 · (0.5 · min(1, ln(1 + D90)/ln(31)) + 0.3 · e^(−(T − last)/30) + 0.2 · min(1,
   * types90/5))}, where types90 is the number of distinct activity event types in the last 90 days;
   * 0 to 100.
   */
  ENGAGEMENT_SCORE("engagement_score"),
  /** {@code T − first}, days. */
  TENURE_DAYS("tenure_days"),
  /** Least-squares slope of the daily event counts in the 30 days that end at T, events/day². */
  ACTIVITY_TREND("activity_trend"),
  /** Mean amount of the events with an amount, in the file's currency; 0 if there is none. */
  AVG_TRANSACTION_VALUE("avg_transaction_value"),
  /** {@code (last − first)/(D − 1)}, days; with one active day, {@code T − first}. */
  DAYS_BETWEEN_TRANSACTIONS("days_between_transactions");

  /** The number of features. */
  public static final int COUNT = values().length;

  private final String columnName;

  Feature(String columnName) {
    this.columnName = columnName;
  }

  /** {@return the feature's name in tables, JSON and explanations} */
  public String columnName() {
    return columnName;
  }
}
