package dev.churn.domain.feature;

/**
 * The features, in the order in which they stand in tables and vectors. A new one goes to the end;
 * the compiler then points at what it lacks. With T the as-of day, first and last the first and
 * last active day, D the number of active days, D90 and M90 the active days and the sum of amounts
 * among the 90 days that end at T:
 */
public enum Feature {
  /** {@code 100 · max(0, 1 − (T − last)/365)}, 0 to 100. */
  RECENCY_SCORE("recency_score"),
  /** {@code 100 · min(1, ln(1 + D90) / ln(101))}, 0 to 100. */
  FREQUENCY_SCORE("frequency_score"),
  /** {@code 100 · min(1, ln(1 + max(0, M90)) / ln(1 + R))}, R the monetary reference; 0 to 100. */
  MONETARY_SCORE("monetary_score"),
  /**
   * {@code 100 · (0.5 · min(1, ln(1 + D90)/ln(31)) + 0.3 · e^(−(T − last)/30) + 0.2 · min(1,
   * types90/5))}, types90 the distinct event types of activity among the last 90 days; 0 to 100.
   */
  ENGAGEMENT_SCORE("engagement_score"),
  /** {@code T − first}, days. */
  TENURE_DAYS("tenure_days"),
  /** Least-squares slope of the daily event counts of the 30 days ending at T, events/day². */
  ACTIVITY_TREND("activity_trend"),
  /** Mean amount over the rows that have one, in the file's currency; 0 if none has. */
  AVG_TRANSACTION_VALUE("avg_transaction_value"),
  /** {@code (last − first)/(D − 1)}, days; with one active day {@code T − first}. */
  DAYS_BETWEEN_TRANSACTIONS("days_between_transactions");

  /** How many features there are. */
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
