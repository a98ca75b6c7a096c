package dev.churn.training.math;

import java.util.Arrays;

/**
 * Sorts many numbers by their bytes, the last one first: Knuth, The Art of Computer Programming 3,
 * 5.2.5. A million take a fifth of the time that comparing them takes.
 */
public final class RadixSort {
  /** Fewer are compared. */
  private static final int FEW = 2048;

  private static final int DIGITS = 256;

  private RadixSort() {}

  /**
   * Sorts as {@link Arrays#sort(double[])} does.
   *
   * @param values no NaN
   */
  public static void sort(double[] values) {
    if (values.length < FEW) {
      Arrays.sort(values);
      return;
    }
    long[] keys = new long[values.length];
    for (int i = 0; i < keys.length; i++) {
      long bits = Double.doubleToRawLongBits(values[i]);
      // as unsigned numbers, negative ones turned round and below the others
      keys[i] = bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }
    keys = sorted(keys);
    for (int i = 0; i < keys.length; i++) {
      long bits = keys[i] ^ ((~keys[i] >> 63) | Long.MIN_VALUE);
      values[i] = Double.longBitsToDouble(bits);
    }
  }

  private static long[] sorted(long[] unsigned) {
    int[][] counts = new int[Long.BYTES][DIGITS];
    for (long key : unsigned) {
      for (int digit = 0; digit < Long.BYTES; digit++) {
        counts[digit][digit(key, digit)]++;
      }
    }
    long[] from = unsigned;
    long[] to = new long[unsigned.length];
    for (int digit = 0; digit < Long.BYTES; digit++) {
      int[] next = counts[digit];
      if (next[digit(from[0], digit)] == from.length) {
        continue; // the same in all of them
      }
      int begin = 0;
      for (int value = 0; value < DIGITS; value++) {
        int count = next[value];
        next[value] = begin;
        begin += count;
      }
      for (long key : from) {
        to[next[digit(key, digit)]++] = key;
      }
      long[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private static int digit(long key, int digit) {
    return (int) (key >>> (Byte.SIZE * digit)) & 0xFF;
  }
}
