package dev.churn.domain.feature;

/**
 * The columns behind the eight features, in their order in tables and vectors. Models use them;
 * answers and explanations name only the eight. Each belongs to the family of one of the eight, and
 * its effect counts as that feature's. Add new ones at the end.
 *
 * <p>T is the as-of date. A gap is the number of days from one active day to the next; only gaps
 * between active days of the {@value #GAP_WINDOW_DAYS} days that end at T count. An event is one of
 * a type that counts as activity. A basket is the sum of the amounts of one day.
 */
public enum FurtherFeature {
  /** The last gap, days; without any, the mean gap {@link Feature#DAYS_BETWEEN_TRANSACTIONS}. */
  LAST_GAP("last_gap", Feature.DAYS_BETWEEN_TRANSACTIONS),
  /** The mean of the last four gaps, or of fewer, days; without any, the mean gap. */
  RECENT_GAP("recent_gap", Feature.DAYS_BETWEEN_TRANSACTIONS),
  /**
   * The standard deviation of the last eight gaps, or of fewer, around their mean, rounded to
   * quarters of a day; 0 for fewer than two.
   */
  GAP_SPREAD("gap_spread", Feature.DAYS_BETWEEN_TRANSACTIONS),
  /** The number of events in the 30 days that end at T. */
  EVENTS_30("events_30", Feature.FREQUENCY_SCORE, 30),
  /** The number of events in the 90 days that end at T. */
  EVENTS_90("events_90", Feature.FREQUENCY_SCORE, 90),
  /** The number of events in the 180 days that end at T. */
  EVENTS_180("events_180", Feature.FREQUENCY_SCORE, 180),
  /** The number of events in the 365 days that end at T. */
  EVENTS_365("events_365", Feature.FREQUENCY_SCORE, 365),
  /** The number of baskets: days up to T with an event, of any type, that has an amount. */
  BASKETS("baskets", Feature.AVG_TRANSACTION_VALUE),
  /** The mean basket: the sum of all amounts divided by the number of baskets; 0 without any. */
  MEAN_BASKET("mean_basket", Feature.AVG_TRANSACTION_VALUE);

  /** The number of days, including the as-of date, within which gaps count. */
  public static final int GAP_WINDOW_DAYS = 730;

  /** The number of further features. */
  public static final int COUNT = values().length;

  private final String columnName;
  private final Feature family;
  private final int windowDays;

  FurtherFeature(String columnName, Feature family) {
    this(columnName, family, 0);
  }

  FurtherFeature(String columnName, Feature family, int windowDays) {
    this.columnName = columnName;
    this.family = family;
    this.windowDays = windowDays;
  }

  /** {@return the name of the column in tables} */
  public String columnName() {
    return columnName;
  }

  /** {@return the feature to which explanations count its effect} */
  public Feature family() {
    return family;
  }

  /**
   * {@return the number of days, ending at the as-of date, whose events it counts; 0 if it is no
   * such count}
   */
  public int windowDays() {
    return windowDays;
  }

  /** {@return the index of its value in a {@link FeatureVector}} */
  public int place() {
    return Feature.COUNT + ordinal();
  }
}
