package dev.churn.domain.definition;

/**
 * Groups of customers by their habits so far. Customers who have come often, or at short intervals,
 * come back more often after the same silence; within a group the difference is small. The first
 * two groups are customers with one and with two active days; the others are parted by their mean
 * interval and by whether they have six active days or more.
 */
final class HabitGroups {
  private static final int[] INTERVALS = {7, 14, 28, 56, 112};
  private static final int MANY_DAYS = 6;

  static final int COUNT = 2 + 2 * (INTERVALS.length + 1);

  private HabitGroups() {}

  /**
   * {@return the group from 0 to {@link #COUNT} − 1}
   *
   * @param activeDays at least 1
   * @param span days from the first to the last active day
   */
  static int of(long activeDays, long span) {
    if (activeDays <= 2) {
      return (int) activeDays - 1;
    }
    int interval = 0;
    while (interval < INTERVALS.length && span >= INTERVALS[interval] * (activeDays - 1)) {
      interval++;
    }
    return 2 + 2 * interval + (activeDays >= MANY_DAYS ? 1 : 0);
  }
}
