package dev.churn.features.rfm;

import dev.churn.domain.feature.RfmScales;

/**
 * The windows of the trend, which end at the as-of days, with a table of the windows that include
 * each later day. Immutable.
 */
final class TrendWindows {
  private final int[] asOf;
  private final int distinct; // as-of days that differ from all before them, as bits by index
  private final int firstDay;
  private final int[] ofDay;

  /**
   * @param asOf at most 32 days
   * @param firstDay the first day of the table
   */
  TrendWindows(int[] asOf, int firstDay, int end) {
    this.asOf = asOf;
    this.distinct = distinct(asOf);
    this.firstDay = firstDay;
    this.ofDay = new int[end - firstDay + 1];
    for (int rest = distinct; rest != 0; rest &= rest - 1) {
      int i = Integer.numberOfTrailingZeros(rest);
      for (int day = asOf[i]; day >= firstDay && day > asOf[i] - RfmScales.TREND_DAYS; day--) {
        ofDay[day - firstDay] |= 1 << i;
      }
    }
  }

  private static int distinct(int[] asOf) {
    int distinct = 0;
    for (int i = 0; i < asOf.length; i++) {
      int at = 0;
      while (asOf[at] != asOf[i]) {
        at++;
      }
      distinct |= 1 << at;
    }
    return distinct;
  }

  /** {@return the windows that include a day, as bits by the index of their as-of day} */
  int of(int day) {
    return day >= firstDay ? ofDay[day - firstDay] : search(day);
  }

  private int search(int day) {
    int windows = 0;
    for (int i = 0; i < asOf.length; i++) {
      windows |= day <= asOf[i] && day > asOf[i] - RfmScales.TREND_DAYS ? 1 << i : 0;
    }
    return windows & distinct;
  }

  /** {@return the weight in the trend of an event on a day of a window} */
  int weight(int window, int day) {
    return RfmScales.TREND_DAYS - 1 - 2 * (asOf[window] - day);
  }
}
