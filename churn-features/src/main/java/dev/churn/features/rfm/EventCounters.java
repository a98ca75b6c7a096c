package dev.churn.features.rfm;

import dev.churn.domain.feature.RfmScales;
import java.util.stream.IntStream;

/**
 * The part of a state that counts events: two counters of 32 bits to a word, one for each segment
 * of time. Segments end at every as-of day and at the beginning of every window before it. A
 * counter holds at most four billion events of one customer. Immutable.
 */
final class EventCounters {
  /** The lengths in days of the windows, ascending. */
  static final int[] WINDOWS = {30, RfmScales.RECENT_DAYS, 180, 365};

  private static final long MASK = 0xFFFFFFFFL;

  private final DaySegments segments;
  private final int[][] before; // by as-of day, the segment that ends where each window begins
  private final int[] last;

  /**
   * @param firstDay the first day with a table of segments
   */
  EventCounters(int[] asOf, int firstDay) {
    int[] ends =
        IntStream.of(asOf)
            .flatMap(t -> IntStream.concat(IntStream.of(t), IntStream.of(WINDOWS).map(w -> t - w)))
            .sorted()
            .distinct()
            .toArray();
    this.segments = new DaySegments(ends, firstDay);
    this.last = IntStream.of(asOf).map(segments::of).toArray();
    this.before =
        IntStream.of(asOf)
            .mapToObj(t -> IntStream.of(WINDOWS).map(w -> segments.of(t - w)).toArray())
            .toArray(int[][]::new);
  }

  int words() {
    return (segments.count() + 1) / 2;
  }

  /** {@return the word, counted from the first of the counters, that an event of a day changes} */
  int word(int day) {
    return segments.of(day) >> 1;
  }

  void add(long[] state, int at, int day) {
    int segment = segments.of(day);
    state[at + (segment >> 1)] += 1L << ((segment & 1) << 5);
  }

  void merge(long[] to, int toAt, long[] from, int fromAt) {
    for (int i = 0; i < words(); i++) {
      to[toAt + i] += from[fromAt + i];
    }
  }

  /** Turns the counts of the segments into totals up to their ends. */
  void accumulate(long[] state, int at) {
    long total = 0;
    for (int i = 0; i < words(); i++) {
      long low = total + (state[at + i] & MASK);
      total = low + (state[at + i] >>> 32);
      state[at + i] = total << 32 | (low & MASK);
    }
  }

  /** {@return the number of events in a window that ends at an as-of day} */
  long count(long[] state, int at, int asOfIndex, int window) {
    return total(state, at, last[asOfIndex]) - total(state, at, before[asOfIndex][window]) & MASK;
  }

  private static long total(long[] state, int at, int segment) {
    return state[at + (segment >> 1)] >>> ((segment & 1) << 5) & MASK;
  }
}
