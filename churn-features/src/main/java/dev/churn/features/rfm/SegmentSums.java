package dev.churn.features.rfm;

import java.util.Arrays;

/**
 * Sums of amounts by row and segment of time: an open-addressing hash table, so that a customer
 * takes memory only for segments with an amount. Sums are {@link FixedSum}s, which do not depend on
 * the order of events. Used by one thread at a time.
 */
final class SegmentSums {
  private static final int SEGMENT_BITS = 8;

  private final DaySegments segments;
  private final int firstDay;
  private final int lastDay;
  private long[] keys = new long[16]; // 1 above row and segment; 0 for a free slot
  private long[] sums = new long[2 * keys.length];
  private int size;
  private int[] ends = new int[0]; // of each row, in the order of rows
  private byte[] places = new byte[0]; // the segment of each sum, in the same order

  /**
   * @param ends the last days of the segments, ascending and distinct, 1 to 256; the first segment,
   *     which has no beginning, is left out
   */
  SegmentSums(int[] ends) {
    this.segments = new DaySegments(ends, ends[0]);
    this.firstDay = ends[0] + 1;
    this.lastDay = ends[ends.length - 1];
  }

  /** {@return sums that leave out every amount} */
  static SegmentSums none() {
    return new SegmentSums(new int[] {0});
  }

  /** Adds an amount; one of a day outside of the segments is left out. */
  void add(int row, int day, double amount) {
    if (day >= firstDay && day <= lastDay) {
      int slot = slot(row, segments.of(day)); // first, as it may replace the sums
      FixedSum.add(sums, 2 * slot, amount);
    }
  }

  private int slot(int row, int segment) {
    if (3 * (size + 1L) > 2L * keys.length) {
      grow();
    }
    long key = key(row, segment);
    int slot = find(key);
    if (keys[slot] == 0) {
      keys[slot] = key;
      size++;
    }
    return slot;
  }

  private static long key(int row, int segment) {
    return ((long) row << SEGMENT_BITS | segment) + 1;
  }

  /** Returns the slot of a key, or the free one where it belongs. */
  private int find(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldSums = sums;
    keys = new long[2 * oldKeys.length];
    sums = new long[2 * keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldSums, i);
      }
    }
  }

  private void put(long key, long[] oldSums, int oldSlot) {
    int slot = find(key);
    keys[slot] = key;
    sums[2 * slot] = oldSums[2 * oldSlot];
    sums[2 * slot + 1] = oldSums[2 * oldSlot + 1];
  }

  /**
   * Renumbers the rows and puts the sums in their order; nothing can be added afterwards.
   *
   * @param oldRows the old number of each row, by its new number
   */
  void finish(int[] oldRows) {
    int[] newRows = new int[oldRows.length];
    for (int row = 0; row < oldRows.length; row++) {
      newRows[oldRows[row]] = row;
    }
    ends = new int[oldRows.length];
    for (long key : keys) {
      if (key != 0) {
        ends[newRows[(int) ((key - 1) >>> SEGMENT_BITS)]]++;
      }
    }
    int before = 0;
    for (int row = 0; row < ends.length; row++) {
      int count = ends[row];
      ends[row] = before; // moves to the end of the row as its sums are put there
      before += count;
    }
    long[] ordered = new long[2 * size];
    places = new byte[size];
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != 0) {
        int at = ends[newRows[(int) ((keys[slot] - 1) >>> SEGMENT_BITS)]]++;
        places[at] = (byte) (keys[slot] - 1);
        ordered[2 * at] = sums[2 * slot];
        ordered[2 * at + 1] = sums[2 * slot + 1];
      }
    }
    keys = new long[0];
    sums = ordered;
  }

  /**
   * Writes the sums of a row from the end of the first segment to the end of each, two words each,
   * once all are {@link #finish}ed.
   *
   * @param into twice as long as there are segments, or longer
   */
  void totals(int row, long[] into) {
    Arrays.fill(into, 0);
    for (int at = row == 0 ? 0 : ends[row - 1]; at < ends[row]; at++) {
      FixedSum.add(into, 2 * (places[at] & 0xFF), sums[2 * at], sums[2 * at + 1]);
    }
    for (int at = 2; at < 2 * segments.count(); at += 2) {
      FixedSum.add(into, at, into[at - 2], into[at - 1]);
    }
  }
}
