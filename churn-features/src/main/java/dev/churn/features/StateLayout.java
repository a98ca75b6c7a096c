package dev.churn.features;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the state of a customer lies in an array of words, for features at some as-of days; all words
 * 0 is a customer without events. Time is cut into segments at every as-of day T and at T − 90, and
 * each segment keeps what adds up over its events: the sum and the number of amounts, and the event
 * types. Active days are bits, but for those long past, of which the state has number, first and
 * last. All is whole numbers, so that neither the order of events nor a split of them matters.
 *
 * <p>The words: labels seen, latest label, old days (2), trend at each as-of day, segments (4
 * each), days.
 */
final class StateLayout {
  /** The days of the recent window, the as-of day included. */
  static final int WINDOW_DAYS = 90;

  /** The days over which the trend is taken, the as-of day included. */
  static final int TREND_DAYS = 30;

  /** What {@link #add} takes for the type of an event that is no activity. */
  static final int NO_ACTIVITY = -1;

  /** What {@link #add} takes for the type of an event that has none. */
  static final int NO_TYPE = 0;

  static final int SUM = 0;
  static final int COUNT = 2;
  static final int TYPES = 3;

  private static final int LABELS_SEEN = 0;
  private static final int LABEL = 1;
  private static final int OLD_COUNT = 2;
  private static final int OLD_SPAN = 3;
  private static final int TRENDS = 4;
  private static final int SEGMENT_WORDS = 4;
  private static final int DAY_BIAS = 1 << 26; // makes the number of any day positive

  private final int[] asOf;
  private final int[] boundaries;
  private final byte[] segmentOfDay;
  private final int firstBit;
  private final int end;
  private final int segments;
  private final int days;
  private final int words;

  /**
   * @param asOf the as-of days, at least one
   * @param firstDay no day with an event lies before it, as far as is known
   * @param denseDays for how many days before the last as-of day there are bits, at least; fewer if
   *     there is no event so early
   */
  StateLayout(int[] asOf, int firstDay, int denseDays) {
    this.asOf = asOf.clone();
    this.end = IntStream.of(asOf).max().orElseThrow();
    this.boundaries =
        IntStream.of(asOf)
            .flatMap(t -> IntStream.of(t, t - WINDOW_DAYS))
            .sorted()
            .distinct()
            .toArray();
    this.firstBit = Math.min(end, Math.max(firstDay, Math.min(end - denseDays + 1, boundaries[0])));
    this.segments = TRENDS + asOf.length;
    this.days = segments + boundaries.length * SEGMENT_WORDS;
    this.words = days + (end - firstBit) / 64 + 1;
    this.segmentOfDay = new byte[end - firstBit + 1];
    for (int i = 0; i < segmentOfDay.length; i++) {
      segmentOfDay[i] = (byte) boundaryFrom(firstBit + i);
    }
  }

  private int boundaryFrom(int day) {
    int at = Arrays.binarySearch(boundaries, day);
    return at < 0 ? -at - 1 : at;
  }

  /** {@return how many words a state takes} */
  int words() {
    return words;
  }

  /** {@return the last as-of day; later events have no place in a state} */
  int end() {
    return end;
  }

  /** {@return one of the as-of days, in the order given} */
  int asOf(int index) {
    return asOf[index];
  }

  /**
   * Adds an event to the state at {@code at}.
   *
   * @param row of the state, by which {@code oldDays} knows it
   * @param day at most {@link #end}
   * @param amount NaN if there is none
   * @param type its code, {@link #NO_TYPE} or {@link #NO_ACTIVITY}
   * @param label 1, 0 or {@link RowSink#NO_LABEL}
   */
  void add(
      long[] state, int at, int row, OldDays oldDays, int day, double amount, int type, int label) {
    int segment = at + segments + SEGMENT_WORDS * segment(day);
    if (!Double.isNaN(amount)) {
      FixedSum.add(state, segment + SUM, amount);
      state[segment + COUNT]++;
    }
    if (label != RowSink.NO_LABEL) {
      state[at + LABELS_SEEN] |= 1L << label;
      // the latest day is the greatest number, and 1 is greater than 0 on the same day
      state[at + LABEL] = Math.max(state[at + LABEL], 2L * (day + DAY_BIAS) + label);
    }
    if (type == NO_ACTIVITY) {
      return;
    }
    if (type != NO_TYPE) {
      state[segment + TYPES] = TypeSet.with(state[segment + TYPES], type);
    }
    for (int i = 0; i < asOf.length; i++) {
      int ago = asOf[i] - day;
      if (ago >= 0 && ago < TREND_DAYS) {
        state[at + TRENDS + i] += TREND_DAYS - 1 - 2 * ago;
      }
    }
    if (day >= firstBit) {
      DayBits.add(state, at + days, day - firstBit);
    } else {
      addOldDay(state, at, row, oldDays, day);
    }
  }

  private static void addOldDay(long[] state, int at, int row, OldDays oldDays, int day) {
    if (oldDays.add(row, day)) {
      state[at + OLD_COUNT]++;
      long first = Math.max(state[at + OLD_SPAN] >>> 32, DAY_BIAS - day);
      long last = Math.max(state[at + OLD_SPAN] & 0xFFFFFFFFL, DAY_BIAS + day);
      state[at + OLD_SPAN] = first << 32 | last;
    }
  }

  private int segment(int day) {
    return day >= firstBit ? segmentOfDay[day - firstBit] : boundaryFrom(day);
  }

  /** Adds one state to another, but for old days, which {@link #mergeOldDay} adds. */
  void merge(long[] to, int toAt, long[] from, int fromAt) {
    to[toAt + LABELS_SEEN] |= from[fromAt + LABELS_SEEN];
    to[toAt + LABEL] = Math.max(to[toAt + LABEL], from[fromAt + LABEL]);
    for (int i = TRENDS; i < segments; i++) {
      to[toAt + i] += from[fromAt + i];
    }
    for (int i = segments; i < days; i += SEGMENT_WORDS) {
      FixedSum.add(to, toAt + i + SUM, from[fromAt + i + SUM], from[fromAt + i + SUM + 1]);
      to[toAt + i + COUNT] += from[fromAt + i + COUNT];
      to[toAt + i + TYPES] = TypeSet.union(to[toAt + i + TYPES], from[fromAt + i + TYPES]);
    }
    for (int i = days; i < words; i++) {
      to[toAt + i] |= from[fromAt + i];
    }
  }

  /** Adds an active day that another state keeps among its old ones. */
  void mergeOldDay(long[] to, int toAt, int toRow, OldDays oldDays, int day) {
    addOldDay(to, toAt, toRow, oldDays, day);
  }

  /** {@return how many active days lie in {@code from} to {@code to}, within the bits} */
  int activeDays(long[] state, int at, int from, int to) {
    return DayBits.count(state, at + days, from - firstBit, to - firstBit);
  }

  /** {@return how many active days there are up to an as-of day} */
  int activeDays(long[] state, int at, int to) {
    return (int) state[at + OLD_COUNT] + activeDays(state, at, firstBit, to);
  }

  /** {@return the last active day up to an as-of day, or {@link DateReader#NONE}} */
  int lastActiveDay(long[] state, int at, int to) {
    int bit = DayBits.last(state, at + days, to - firstBit);
    if (bit != DayBits.NONE) {
      return firstBit + bit;
    }
    return state[at + OLD_COUNT] == 0
        ? DateReader.NONE
        : (int) (state[at + OLD_SPAN] & 0xFFFFFFFFL) - DAY_BIAS;
  }

  /** {@return the first active day up to an as-of day, or {@link DateReader#NONE}} */
  int firstActiveDay(long[] state, int at, int to) {
    if (state[at + OLD_COUNT] > 0) {
      return DAY_BIAS - (int) (state[at + OLD_SPAN] >>> 32);
    }
    int bit = DayBits.first(state, at + days, to - firstBit);
    return bit == DayBits.NONE ? DateReader.NONE : firstBit + bit;
  }

  /** {@return Σ(2i − 29)·events on day i, over the 30 days i = 0 … 29 that end at an as-of day} */
  long trend(long[] state, int at, int asOfIndex) {
    return state[at + TRENDS + asOfIndex];
  }

  /**
   * Collects the segments between two as-of boundaries.
   *
   * @param from the events after this day, which is a boundary; NONE for all
   * @param to and up to this one, which is a boundary
   * @param total four words: sum (2), count, types
   */
  void collect(long[] state, int at, int from, int to, long[] total) {
    Arrays.fill(total, 0);
    int first = from == DateReader.NONE ? 0 : boundaryFrom(from) + 1;
    int last = boundaryFrom(to);
    for (int i = first; i <= last; i++) {
      int segment = at + segments + SEGMENT_WORDS * i;
      FixedSum.add(total, SUM, state[segment + SUM], state[segment + SUM + 1]);
      total[COUNT] += state[segment + COUNT];
      total[TYPES] = TypeSet.union(total[TYPES], state[segment + TYPES]);
    }
  }

  /** {@return the label on the latest event that has one, or {@link RowSink#NO_LABEL}} */
  static int label(long[] state, int at) {
    return state[at + LABEL] == 0 ? RowSink.NO_LABEL : (int) (state[at + LABEL] & 1);
  }

  /** {@return whether events disagree on the label} */
  static boolean labelsConflict(long[] state, int at) {
    return state[at + LABELS_SEEN] == 0b11;
  }
}
