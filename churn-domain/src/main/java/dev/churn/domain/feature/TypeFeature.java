package dev.churn.domain.feature;

/**
 * The columns of a watched event type, in their order; they are behind the further ones, the first
 * type's before the second's. T is the as-of date. A vector without a type has 0 in both places,
 * which no watched type has: an event on T itself is one of the last days.
 */
public enum TypeFeature {
  /** Days from the last event of the type to T; {@link #NEVER} if there is none. */
  DAYS_SINCE("days"),
  /**
   * The events of the type as a share of them and all events of activity, among the {@value
   * #WINDOW_DAYS} days that end at T; 0 without any. Which other types are watched does not matter.
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
