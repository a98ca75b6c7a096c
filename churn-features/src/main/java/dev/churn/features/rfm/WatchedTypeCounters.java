package dev.churn.features.rfm;

import dev.churn.domain.feature.TypeFeature;

/**
 * The part of a state that describes events of watched types: for each segment of time and type the
 * last day, in the upper half of a word, and the number of events, in the lower one. Days are
 * positive numbers, so that 0 means no event; the greatest day and the sum of the numbers do not
 * depend on the order of events, nor on how they were divided. Immutable.
 */
final class WatchedTypeCounters {
  private static final long MASK = 0xFFFFFFFFL;
  private static final int DAY_BIAS = 1 << 26;

  private final int types;
  private final int segments;

  /**
   * @param types the number of watched types
   * @param segments the number of segments, of which one ends at every as-of day and one where each
   *     window begins
   */
  WatchedTypeCounters(int types, int segments) {
    this.types = types;
    this.segments = segments;
  }

  int words() {
    return types * segments;
  }

  /** {@return the word of the first type in a segment, from the first word of the marks} */
  int word(int segment) {
    return segment * types;
  }

  /**
   * Adds an event.
   *
   * @param at the first word of the marks
   * @param type the place of its type among the watched ones
   */
  void add(long[] state, int at, int type, int segment, int day) {
    int word = at + word(segment) + type;
    state[word] = joined(state[word], (long) (day + DAY_BIAS) << 32 | 1);
  }

  void merge(long[] to, int toAt, long[] from, int fromAt) {
    for (int i = 0; i < words(); i++) {
      to[toAt + i] = joined(to[toAt + i], from[fromAt + i]);
    }
  }

  private static long joined(long one, long other) {
    return Math.max(one & ~MASK, other & ~MASK) | (one + other & MASK);
  }

  /** Turns the marks of the segments into those of all time up to their ends. */
  void accumulate(long[] state, int at) {
    for (int i = at + types; i < at + words(); i++) {
      state[i] = joined(state[i], state[i - types]);
    }
  }

  /**
   * {@return the days from the last event of a type to an as-of day, or {@link TypeFeature#NEVER}}
   *
   * @param segment the one that ends at the as-of day
   */
  double daysSince(long[] state, int at, int type, int segment, int asOf) {
    long mark = state[at + word(segment) + type];
    return mark == 0 ? TypeFeature.NEVER : asOf + DAY_BIAS - (mark >>> 32);
  }

  /** {@return the number of events of a type after one segment, up to the end of another} */
  long count(long[] state, int at, int type, int after, int last) {
    return state[at + word(last) + type] - state[at + word(after) + type] & MASK;
  }
}
