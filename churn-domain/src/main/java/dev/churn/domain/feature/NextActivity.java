package dev.churn.domain.feature;

/**
 * What followed a row of a feature table: the number of days from its as-of date to the customer's
 * next active day, at least 1, or one of the constants. Numbers, since a table has millions of
 * them.
 */
public final class NextActivity {
  /** It is not known, as in tables of earlier versions and in those of labels in a file. */
  public static final int UNKNOWN = -1;

  /** There was none up to the last known day of the file. */
  public static final int NONE = Integer.MAX_VALUE;

  private NextActivity() {}

  /**
   * {@return whether the customer was silent in the days after the as-of date}
   *
   * @param days the number of days to the next active day, not {@link #UNKNOWN}
   * @param horizonDays the days to look at; the file must reach as far
   */
  public static boolean isSilent(int days, int horizonDays) {
    return days > horizonDays;
  }
}
