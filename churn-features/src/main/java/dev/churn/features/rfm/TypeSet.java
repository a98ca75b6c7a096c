package dev.churn.features.rfm;

import dev.churn.domain.feature.RfmScales;
import dev.churn.features.event.RowSink;

/**
 * Sets of event type codes in one word: the five smallest codes, ascending from the lowest bits,
 * with 0 for a free place. Five are enough, since no feature counts further; keeping the smallest
 * five makes the set independent of the order in which types arrive.
 */
public final class TypeSet {
  /** Maximum number of types in a set. */
  static final int MAX_SIZE = RfmScales.ENGAGEMENT_TYPES_LIMIT;

  /** The largest code. */
  public static final int MAX_CODE = RowSink.MAX_TYPES;

  private static final int BITS = 12;
  private static final long ALL = (1L << (MAX_SIZE * BITS)) - 1;

  private TypeSet() {}

  /**
   * {@return the set with a code added}
   *
   * @param code 1 to {@link #MAX_CODE}
   */
  public static long with(long set, int code) {
    for (int shift = 0; shift < MAX_SIZE * BITS; shift += BITS) {
      int there = (int) (set >>> shift) & MAX_CODE;
      if (there == code) {
        return set;
      }
      if (there == 0 || there > code) {
        long below = set & ((1L << shift) - 1);
        long above = set >>> shift << (shift + BITS);
        return (below | (long) code << shift | above) & ALL;
      }
    }
    return set;
  }

  /** {@return the union of two sets} */
  public static long union(long a, long b) {
    long set = a;
    for (long rest = b; rest != 0; rest >>>= BITS) {
      set = with(set, (int) rest & MAX_CODE);
    }
    return set;
  }

  /** {@return the number of types in the set, at most five} */
  public static int size(long set) {
    return (64 - Long.numberOfLeadingZeros(set) + BITS - 1) / BITS;
  }
}
