package dev.churn.features.rfm;

import dev.churn.features.date.DateReader;

/**
 * The part of a state that holds active days, and days with an amount. They are bits, except for
 * old ones, of which the state holds the number, and of active ones the first and the last; {@link
 * OverflowDays} knows which old days were counted. Neither the order of events nor how they were
 * divided matters. Immutable.
 */
final class ActiveDays {
  private static final int DAY_BIAS = 1 << 26; // makes every day number positive
  private static final long LOW = 0xFFFFFFFFL;

  private static final int OLD_COUNT = 0; // offsets within the part
  private static final int OLD_SPAN = 1; // the first old day, counted down, and the last one
  private static final int OLD_BASKETS = 2;
  private static final int BITS = 3;
  private static final int STEP = 2; // between words of active days
  private static final int BASKETS = 1; // from a word of active days to one of days with an amount

  private final int firstBit;
  private final int end;
  private final int offset;

  /**
   * @param firstBit the first day that has bits
   * @param end the last day
   * @param offset the first word of the part in a state
   */
  ActiveDays(int firstBit, int end, int offset) {
    this.firstBit = firstBit;
    this.end = end;
    this.offset = offset;
  }

  /** {@return the number of words of the part} */
  int words() {
    return BITS + STEP * ((end - firstBit) / 64 + 1);
  }

  /** {@return the first day that has bits} */
  int firstBit() {
    return firstBit;
  }

  /** {@return the word, in a state, of an active day that has a bit} */
  int word(int day) {
    return offset + BITS + STEP * ((day - firstBit) >> 6);
  }

  private int bits(int at) {
    return at + offset + BITS;
  }

  /** Adds an active day to the state at {@code at}, whose key in {@code oldDays} is {@code row}. */
  void add(long[] state, int at, int row, OverflowDays oldDays, int day) {
    int bit = day - firstBit;
    if (bit >= 0) {
      DayBits.add(state, bits(at), STEP, bit);
    } else if (oldDays.add(row, day, false)) {
      int span = at + offset + OLD_SPAN;
      state[at + offset + OLD_COUNT]++;
      long first = Math.max(state[span] >>> 32, DAY_BIAS - day);
      long last = Math.max(state[span] & LOW, DAY_BIAS + day);
      state[span] = first << 32 | last;
    }
  }

  /** Adds a day with an amount; like {@link #add}. */
  void addBasket(long[] state, int at, int row, OverflowDays oldDays, int day) {
    int bit = day - firstBit;
    if (bit >= 0) {
      DayBits.add(state, bits(at) + BASKETS, STEP, bit);
    } else if (oldDays.add(row, day, true)) {
      state[at + offset + OLD_BASKETS]++;
    }
  }

  /** Adds the days that have bits of one state to another; old ones are to be added apart. */
  void merge(long[] to, int toAt, long[] from, int fromAt) {
    for (int i = BITS; i < words(); i++) {
      to[toAt + offset + i] |= from[fromAt + offset + i];
    }
  }

  /** {@return the number of active days from one day to another, which the bits must cover} */
  int count(long[] state, int at, int from, int to) {
    return DayBits.count(state, bits(at), STEP, from - firstBit, to - firstBit);
  }

  /** {@return the number of active days up to a day that has a bit} */
  int count(long[] state, int at, int to) {
    return (int) state[at + offset + OLD_COUNT] + count(state, at, firstBit, to);
  }

  /** {@return the last active day up to one that has a bit, or {@link DateReader#NONE}} */
  int last(long[] state, int at, int to) {
    int bit = DayBits.last(state, bits(at), STEP, to - firstBit);
    if (bit != DayBits.NONE) {
      return firstBit + bit;
    }
    return state[at + offset + OLD_COUNT] == 0 ? DateReader.NONE : lastOld(state, at);
  }

  private int lastOld(long[] state, int at) {
    return (int) (state[at + offset + OLD_SPAN] & LOW) - DAY_BIAS;
  }

  /** {@return the first active day up to one that has a bit, or {@link DateReader#NONE}} */
  int first(long[] state, int at, int to) {
    if (state[at + offset + OLD_COUNT] > 0) {
      return DAY_BIAS - (int) (state[at + offset + OLD_SPAN] >>> 32);
    }
    int bit = DayBits.first(state, bits(at), STEP, to - firstBit);
    return bit == DayBits.NONE ? DateReader.NONE : firstBit + bit;
  }

  /**
   * {@return the first active day from {@code from} on, or {@link DateReader#NONE}}
   *
   * @param from a day that has a bit
   */
  int next(long[] state, int at, int from) {
    int bit = DayBits.first(state, bits(at), STEP, from - firstBit, end - firstBit);
    return bit == DayBits.NONE ? DateReader.NONE : firstBit + bit;
  }

  /** {@return the active days that have bits up to a day, as offsets from {@link #firstBit}} */
  DayBits.Backwards backwards(long[] state, int at, int to) {
    return new DayBits.Backwards(state, bits(at), STEP, to - firstBit);
  }

  /**
   * Writes the active days that have bits to an array, ascending, after the last of the old days if
   * there is any.
   *
   * @param into at least one element longer than there are days with bits
   * @return how many were written
   */
  int list(long[] state, int at, int[] into) {
    int size = 0;
    if (state[at + offset + OLD_COUNT] > 0) {
      into[size++] = lastOld(state, at);
    }
    for (int i = 0; i <= (end - firstBit) >> 6; i++) {
      for (long word = state[bits(at) + STEP * i]; word != 0; word &= word - 1) {
        into[size++] = firstBit + (i << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return size;
  }

  /** {@return the number of active days before those that {@link #list} writes} */
  long unlisted(long[] state, int at) {
    return Math.max(0, state[at + offset + OLD_COUNT] - 1);
  }

  /** {@return the number of days with an amount up to a day that has a bit} */
  long baskets(long[] state, int at, int to) {
    return state[at + offset + OLD_BASKETS]
        + DayBits.count(state, bits(at) + BASKETS, STEP, 0, to - firstBit);
  }
}
