package dev.churn.features.rfm;

import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmScales;
import dev.churn.features.date.DateReader;
import dev.churn.features.event.RowSink;
import java.util.stream.IntStream;

/**
 * The layout of a customer's state in an array of words, for features at several as-of days; all
 * words are 0 for a customer without events. Time is divided into segments at every as-of day T and
 * at T − 90. Each segment holds what can be added up over its events: the sum and the number of
 * amounts, and the set of event types. All values are integers, so that neither the order of events
 * nor a partition of them matters.
 *
 * <p>The words: labels seen, latest label, segments (sum of two words; number of amounts in the
 * upper bits and a set of types in the lower ones; trend at the segment's end, which is 0 where
 * that is no as-of day; one word more for sets of many types), {@link EventCounters}, {@link
 * ActiveDays}, and, if customers may leave by an event, the day of the first such event, counted
 * down so that the first one is the greatest number; then, if there are watched types, {@link
 * WatchedTypeCounters}.
 */
public final class StateLayout {
  /** The type code for {@link #add} of an event by which the customer leaves. */
  static final int CHURN = -2;

  /** The type code for {@link #add} of an event that is not activity. */
  static final int NO_ACTIVITY = -1;

  /** The type code for {@link #add} of an event that has no type. */
  static final int NO_TYPE = 0;

  /** The largest type code for which a set fits into the word with the number of amounts. */
  static final int FEW_TYPES = 16;

  private static final int WATCHED_SHIFT = 12; // from a code to the place of a watched type, from 1
  private static final int FIRST_INACTIVE = -3; // the code of a watched type that is not activity

  private static final int LABELS_SEEN = 0;
  private static final int LABEL = 1;
  private static final int SEGMENTS = 2;
  private static final int SUM = 0; // offsets within a segment
  private static final int COUNT = 2;
  private static final int TREND = 3;
  private static final int TYPES = 4; // only if there are many types
  private static final int COUNT_SHIFT = FEW_TYPES;
  private static final long TYPE_BITS = (1L << FEW_TYPES) - 1;
  private static final int LINE_WORDS = 8; // in one cache line
  private static final int DAY_BIAS = 1 << 26; // makes every day number positive
  private static final int COUNTER_SHIFT = 8; // within a place
  private static final int PLACE_MASK = (1 << COUNTER_SHIFT) - 1;
  private static final int IN_A_TREND = 1 << 31;

  private final int[] asOf;
  private final DaySegments segments;
  private final EventCounters counters;
  private final int[] before; // the segment that ends where the 90-day window begins
  private final int[] lastSegments;
  private final TrendWindows trends;
  // of each day with a bit: its segment, its counter, and in the sign whether a trend includes it;
  // empty if they are looked up one by one
  private final int[] places;
  private final int firstBit;
  private final int end;
  private final boolean manyTypes;
  private final int segmentWords;
  private final int events; // offset of the counters
  private final ActiveDays days;
  private final int left; // offset of the day of leaving
  private final WatchedTypeCounters typeCounters;
  private final boolean[] watchedActivity;
  private final int ofTypes; // offset of the counters of watched types
  private final int words;

  /**
   * @param asOf the as-of days, 1 to 32
   * @param firstDay lower bound of the days of events, as far as is known
   * @param denseDays minimum number of days before the last as-of day that have bits; fewer if
   *     there is no event so early
   * @param types the largest type code
   * @param hasChurn whether customers may leave by an event
   */
  public StateLayout(int[] asOf, int firstDay, int denseDays, int types, boolean hasChurn) {
    this(asOf, firstDay, denseDays, types, hasChurn, new boolean[0]);
  }

  /**
   * @param asOf the as-of days, 1 to 32
   * @param firstDay lower bound of the days of events, as far as is known
   * @param denseDays as in the other constructor
   * @param types the largest type code
   * @param hasChurn whether customers may leave by an event
   * @param watchedActivity for each watched type whether it counts as activity
   */
  public StateLayout(
      int[] asOf,
      int firstDay,
      int denseDays,
      int types,
      boolean hasChurn,
      boolean[] watchedActivity) {
    if (asOf.length > Integer.SIZE) {
      throw new IllegalArgumentException("expected at most 32 as-of days, found " + asOf.length);
    }
    this.asOf = asOf.clone();
    this.end = IntStream.of(asOf).max().orElseThrow();
    int[] boundaries =
        IntStream.of(asOf)
            .flatMap(t -> IntStream.of(t, t - RfmScales.RECENT_DAYS))
            .sorted()
            .distinct()
            .toArray();
    int earliest = IntStream.of(asOf).min().orElseThrow();
    // gaps must be found in the bits
    int needed = Math.min(boundaries[0], earliest - FurtherFeature.GAP_WINDOW_DAYS + 1);
    this.firstBit = Math.min(end, Math.max(firstDay, Math.min(end - denseDays + 1, needed)));
    this.segments = new DaySegments(boundaries, firstBit);
    this.counters = new EventCounters(asOf, firstBit);
    this.before = IntStream.of(asOf).map(t -> segments.of(t - RfmScales.RECENT_DAYS)).toArray();
    this.lastSegments = IntStream.of(asOf).map(segments::of).toArray();
    this.manyTypes = types > FEW_TYPES;
    this.segmentWords = manyTypes ? 5 : 4;
    this.events = SEGMENTS + boundaries.length * segmentWords;
    this.days = new ActiveDays(firstBit, end, events + counters.words());
    this.left = events + counters.words() + days.words();
    this.ofTypes = left + (hasChurn ? 1 : 0);
    this.watchedActivity = watchedActivity.clone();
    this.typeCounters = new WatchedTypeCounters(watchedActivity.length, segments.count());
    this.words = ofTypes + typeCounters.words();
    this.trends = new TrendWindows(this.asOf, firstBit, end);
    // for the few events of a single customer a table would cost more than it saves
    this.places = new int[denseDays > 1 ? end - firstBit + 1 : 0];
    for (int bit = 0; bit < places.length; bit++) {
      places[bit] = place(firstBit + bit);
    }
  }

  /**
   * {@return the code for {@link #add} of a type that is watched}
   *
   * @param code the code of the type otherwise, or {@link #NO_ACTIVITY}
   * @param place the place of the type among the watched ones
   */
  static int watchedCode(int code, int place) {
    return code == NO_ACTIVITY ? FIRST_INACTIVE - place : code | (place + 1) << WATCHED_SHIFT;
  }

  private int place(int day) {
    int trend = trends.of(day) == 0 ? 0 : IN_A_TREND;
    return trend | counters.segment(day) << COUNTER_SHIFT | segments.of(day);
  }

  private int segment(int at, int number) {
    return at + SEGMENTS + segmentWords * number;
  }

  /** {@return the number of words of a state} */
  public int words() {
    return words;
  }

  /** {@return the last as-of day; a state cannot hold later events} */
  int end() {
    return end;
  }

  /** {@return the as-of day at an index, in the order given} */
  int asOf(int index) {
    return asOf[index];
  }

  /**
   * Adds an event to the state at {@code at}.
   *
   * @param row row of the state, its key in {@code oldDays}
   * @param day at most {@link #end}
   * @param amount NaN if the event has none
   * @param type type code, that of a watched type, {@link #NO_TYPE}, {@link #NO_ACTIVITY} or {@link
   *     #CHURN}, of which only the day and the label count
   * @param label 1, 0 or {@link RowSink#NO_LABEL}
   */
  public void add(
      long[] state,
      int at,
      int row,
      OverflowDays oldDays,
      int day,
      double amount,
      int type,
      int label) {
    if (label != RowSink.NO_LABEL) {
      state[at + LABELS_SEEN] |= 1L << label;
      // the latest day is the greatest number, and on the same day 1 is greater than 0
      state[at + LABEL] = Math.max(state[at + LABEL], 2L * (day + DAY_BIAS) + label);
    }
    if (type == CHURN) {
      state[at + left] = Math.max(state[at + left], DAY_BIAS - day);
      return;
    }
    int bit = day - firstBit;
    int place = bit >= 0 && bit < places.length ? places[bit] : place(day);
    int segment = segment(at, place & PLACE_MASK);
    int activity = type;
    if (type > TypeSet.MAX_CODE) {
      typeCounters.add(state, at + ofTypes, (type >> WATCHED_SHIFT) - 1, place & PLACE_MASK, day);
      activity = type & TypeSet.MAX_CODE;
    } else if (type <= FIRST_INACTIVE) {
      typeCounters.add(state, at + ofTypes, FIRST_INACTIVE - type, place & PLACE_MASK, day);
      activity = NO_ACTIVITY;
    }
    if (!Double.isNaN(amount)) {
      FixedSum.add(state, segment + SUM, amount);
      state[segment + COUNT] += 1L << COUNT_SHIFT;
      days.addBasket(state, at, row, oldDays, day);
    }
    if (activity == NO_ACTIVITY) {
      return;
    }
    if (!manyTypes) {
      state[segment + COUNT] |= (1L << activity) >>> 1; // 0 for NO_TYPE
    } else if (activity != NO_TYPE) {
      state[segment + TYPES] = TypeSet.with(state[segment + TYPES], activity);
    }
    EventCounters.add(state, at + events, place >> COUNTER_SHIFT & PLACE_MASK);
    if (place < 0) {
      addToTrends(state, at, day);
    }
    days.add(state, at, row, oldDays, day);
  }

  private void addToTrends(long[] state, int at, int day) {
    for (int windows = trends.of(day); windows != 0; windows &= windows - 1) {
      int i = Integer.numberOfTrailingZeros(windows);
      state[segment(at, lastSegments[i]) + TREND] += trends.weight(i, day);
    }
  }

  /**
   * Reads the words that {@link #add} will write. A separate loop of such reads for many events
   * lets their memory accesses overlap, which the branches in {@code add} prevent.
   *
   * @return a meaningless value; the caller must use it, so that the reads are not optimized away
   */
  long touch(long[] state, int at, int day) {
    int bit = Math.max(0, day - firstBit);
    int place = bit < places.length ? places[bit] : place(firstBit + bit);
    long touched =
        state[segment(at, place & PLACE_MASK)]
            ^ state[at + events + EventCounters.word(place >> COUNTER_SHIFT & PLACE_MASK)]
            ^ state[at + days.word(firstBit + bit)];
    return ofTypes == words
        ? touched
        : touched ^ state[at + ofTypes + typeCounters.word(place & PLACE_MASK)];
  }

  /** Reads a whole state; like {@link #touch(long[], int, int)}. */
  long touch(long[] state, int at) {
    long touched = state[at + words - 1];
    for (int i = at; i < at + words; i += LINE_WORDS) {
      touched ^= state[i];
    }
    return touched;
  }

  /** Adds one state to another, except for old days, which {@link #mergeOldDay} adds. */
  void merge(long[] to, int toAt, long[] from, int fromAt) {
    to[toAt + LABELS_SEEN] |= from[fromAt + LABELS_SEEN];
    to[toAt + LABEL] = Math.max(to[toAt + LABEL], from[fromAt + LABEL]);
    for (int i = SEGMENTS; i < events; i += segmentWords) {
      FixedSum.add(to, toAt + i + SUM, from[fromAt + i + SUM], from[fromAt + i + SUM + 1]);
      long types = (to[toAt + i + COUNT] | from[fromAt + i + COUNT]) & TYPE_BITS;
      long count = (to[toAt + i + COUNT] & ~TYPE_BITS) + (from[fromAt + i + COUNT] & ~TYPE_BITS);
      to[toAt + i + COUNT] = count | types;
      to[toAt + i + TREND] += from[fromAt + i + TREND];
      if (manyTypes) {
        to[toAt + i + TYPES] = TypeSet.union(to[toAt + i + TYPES], from[fromAt + i + TYPES]);
      }
    }
    counters.merge(to, toAt + events, from, fromAt + events);
    days.merge(to, toAt, from, fromAt);
    for (int i = left; i < ofTypes; i++) {
      to[toAt + i] = Math.max(to[toAt + i], from[fromAt + i]);
    }
    typeCounters.merge(to, toAt + ofTypes, from, fromAt + ofTypes);
  }

  /** Adds a day that another state holds as an old day: one with an amount, or an active one. */
  void mergeOldDay(
      long[] to, int toAt, int toRow, OverflowDays oldDays, int day, boolean isBasket) {
    if (isBasket) {
      days.addBasket(to, toAt, toRow, oldDays, day);
    } else {
      days.add(to, toAt, toRow, oldDays, day);
    }
  }

  /**
   * Turns the sums and numbers of amounts and events of each segment into totals from the beginning
   * to the segment's end. Must be called after all {@link #add} and before the totals are read.
   */
  public void accumulate(long[] state, int at) {
    for (int i = at + SEGMENTS + segmentWords; i < at + events; i += segmentWords) {
      int previous = i - segmentWords;
      FixedSum.add(state, i + SUM, state[previous + SUM], state[previous + SUM + 1]);
      state[i + COUNT] += state[previous + COUNT] & ~TYPE_BITS;
    }
    counters.accumulate(state, at + events);
    typeCounters.accumulate(state, at + ofTypes);
  }

  /** {@return the active days of states, and the days with an amount} */
  ActiveDays days() {
    return days;
  }

  /** {@return whether customers may leave by an event} */
  boolean hasChurn() {
    return left < ofTypes;
  }

  /**
   * {@return the day of the first event by which the customer left, or {@link DateReader#NONE}; it
   * may be after an as-of day}
   */
  int leftOn(long[] state, int at) {
    return !hasChurn() || state[at + left] == 0
        ? DateReader.NONE
        : DAY_BIAS - (int) state[at + left];
  }

  /** {@return whether the customer had left by an event up to a day} */
  public boolean hasLeft(long[] state, int at, int day) {
    int leftOn = leftOn(state, at);
    return leftOn != DateReader.NONE && leftOn <= day;
  }

  /** {@return the number of events in the window of a feature that ends at an as-of day} */
  long events(long[] state, int at, int asOfIndex, FurtherFeature feature) {
    return counters.count(state, at + events, asOfIndex, feature);
  }

  /** {@return the number of watched types} */
  public int watchedTypes() {
    return watchedActivity.length;
  }

  /**
   * {@return the days from the last event of a watched type to an as-of day, or {@link
   * dev.churn.domain.feature.TypeFeature#NEVER}}
   */
  double daysSince(long[] state, int at, int asOfIndex, int type) {
    int last = lastSegments[asOfIndex];
    return typeCounters.daysSince(state, at + ofTypes, type, last, asOf[asOfIndex]);
  }

  /** {@return the number of events of a watched type in the 90-day window of an as-of day} */
  long recentEvents(long[] state, int at, int asOfIndex, int type) {
    return typeCounters.count(
        state, at + ofTypes, type, before[asOfIndex], lastSegments[asOfIndex]);
  }

  /** {@return whether a watched type counts as activity} */
  boolean isActivity(int type) {
    return watchedActivity[type];
  }

  /** {@return Σ(2i − 29)·events on day i, over the 30 days i = 0 … 29 that end at an as-of day} */
  long trend(long[] state, int at, int asOfIndex) {
    return state[segment(at, lastSegments[asOfIndex]) + TREND];
  }

  /** {@return the sum of the amounts in the 90-day window that ends at an as-of day} */
  double recentSum(long[] state, int at, int asOfIndex) {
    int last = segment(at, lastSegments[asOfIndex]);
    return FixedSum.difference(state, last + SUM, segment(at, before[asOfIndex]) + SUM);
  }

  /** {@return the number of activity types in that window, at most {@link TypeSet#MAX_SIZE}} */
  int recentTypes(long[] state, int at, int asOfIndex) {
    long types = 0;
    for (int i = before[asOfIndex] + 1; i <= lastSegments[asOfIndex]; i++) {
      int segment = segment(at, i);
      types =
          manyTypes
              ? TypeSet.union(types, state[segment + TYPES])
              : types | (state[segment + COUNT] & TYPE_BITS);
    }
    return manyTypes ? TypeSet.size(types) : Math.min(Long.bitCount(types), TypeSet.MAX_SIZE);
  }

  /** {@return the sum of all amounts up to an as-of day} */
  double sum(long[] state, int at, int asOfIndex) {
    return FixedSum.toDouble(state, segment(at, lastSegments[asOfIndex]) + SUM);
  }

  /** {@return the number of amounts up to an as-of day} */
  long count(long[] state, int at, int asOfIndex) {
    return state[segment(at, lastSegments[asOfIndex]) + COUNT] >>> COUNT_SHIFT;
  }

  /** {@return the label of the latest event that has one, or {@link RowSink#NO_LABEL}} */
  static int label(long[] state, int at) {
    return state[at + LABEL] == 0 ? RowSink.NO_LABEL : (int) (state[at + LABEL] & 1);
  }

  /** {@return whether events have different labels} */
  static boolean labelsConflict(long[] state, int at) {
    return state[at + LABELS_SEEN] == 0b11;
  }
}
