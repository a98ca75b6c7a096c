package dev.churn.features.rfm;

import java.util.Arrays;

/**
 * The division of time into segments that end at given days, with a table of the segment of each
 * later day. Immutable.
 */
final class DaySegments {
  private static final int MAX_SEGMENTS = 1 << Byte.SIZE;

  private final int[] ends;
  private final int firstDay;
  private final byte[] ofDay;

  /**
   * @param ends the last days of the segments, ascending and distinct, at most 256
   * @param firstDay the first day of the table, at most the last end
   */
  DaySegments(int[] ends, int firstDay) {
    if (ends.length > MAX_SEGMENTS) {
      throw new IllegalArgumentException("expected at most 256 segments, found " + ends.length);
    }
    this.ends = ends;
    this.firstDay = firstDay;
    this.ofDay = new byte[ends[ends.length - 1] - firstDay + 1];
    int from = 0;
    for (int i = 0; i < ends.length; i++) {
      int to = Math.max(from, ends[i] - firstDay + 1);
      Arrays.fill(ofDay, from, to, (byte) i);
      from = to;
    }
  }

  int count() {
    return ends.length;
  }

  /** {@return the segment of a day, which is at most the last end} */
  int of(int day) {
    return day >= firstDay ? ofDay[day - firstDay] & 0xFF : search(day);
  }

  private int search(int day) {
    int at = Arrays.binarySearch(ends, day);
    return at < 0 ? -at - 1 : at;
  }
}
