package dev.churn.domain.feature;

/**
 * The features of each watched event type, in the order of their columns. The columns of all types
 * follow those of {@link FurtherFeature}, type by type. T is the as-of date. Where a vector has
 * fewer types than there are places, both features of the other places are 0. A watched type never
 * has two zeros: 0 days since its last event mean an event on T, so that its share is above 0.
 */
public enum TypeFeature {
  /** Days from the last event of the type to T; {@link #NEVER} if there is none. */
  DAYS_SINCE("days"),
  /**
   * n / m, of the {@value #WINDOW_DAYS} days that end at T: n is the number of events of the type,
   * m the number of events that are of the type or count as activity, or both; 0 if n is 0. It does
   * not depend on which other types are watched.
   */
  SHARE("share");

  /** The value of {@link #DAYS_SINCE} for customers without an event of the type. */
  public static final double NEVER = -1;

  /** The number of days, ending at T, within which {@link #SHARE} counts events. */
  public static final int WINDOW_DAYS = RfmScales.RECENT_DAYS;

  /** The feature to which explanations count the effect of all these columns. */
  public static final Feature FAMILY = Feature.ENGAGEMENT_SCORE;

  /** The number of columns of each type. */
  public static final int COUNT = values().length;

  private final String suffix;

  TypeFeature(String suffix) {
    this.suffix = suffix;
  }

  /**
   * {@return the name of the column in tables}
   *
   * @param type the place of the type among the watched ones, from 0
   */
  public String columnName(int type) {
    return "type_%d_%s".formatted(type + 1, suffix);
  }

  /** {@return the index of its value of a type in a {@link FeatureVector}} */
  public int place(int type) {
    return Feature.COUNT + FurtherFeature.COUNT + COUNT * type + ordinal();
  }
}
