package dev.churn.features.rfm;

import dev.churn.domain.feature.FurtherFeature;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The part of a state that counts events: two counters of 32 bits to a word, one for each segment
 * of time. Segments end at every as-of day and at the beginning of every window before it. A
 * counter holds at most four billion events of one customer. Immutable.
 */
final class EventCounters {
  /** The window of each further feature, in their order; 0 for those that count no events. */
  private static final int[] WINDOWS =
      Arrays.stream(FurtherFeature.values()).mapToInt(FurtherFeature::windowDays).toArray();

  private static final long MASK = 0xFFFFFFFFL;

  private final DaySegments segments;
  private final int[][] before; // by as-of day and feature, the segment before its window
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

  /** {@return the segment of a day} */
  int segment(int day) {
    return segments.of(day);
  }

  /** {@return the word with the counter of a segment, from the first word of the counters} */
  static int word(int segment) {
    return segment >> 1;
  }

  static void add(long[] state, int at, int segment) {
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

  /** {@return the number of events in the window of a feature that ends at an as-of day} */
  long count(long[] state, int at, int asOfIndex, FurtherFeature feature) {
    int earlier = before[asOfIndex][feature.ordinal()];
    return total(state, at, last[asOfIndex]) - total(state, at, earlier) & MASK;
  }

  private static long total(long[] state, int at, int segment) {
    return state[at + (segment >> 1)] >>> ((segment & 1) << 5) & MASK;
  }
}
