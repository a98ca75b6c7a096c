package dev.churn.features.rfm;

/**
 * A set of days as bits; day 0 is the lowest bit of the word at {@code at}. The next word of the
 * set is {@code step} words further, so that the words of several sets can alternate.
 */
final class DayBits {
  /** No day. */
  static final int NONE = -1;

  private DayBits() {}

  static void add(long[] words, int at, int step, int day) {
    words[at + step * (day >> 6)] |= 1L << day;
  }

  /** {@return the number of days in the set from {@code from} to {@code to}, both inclusive} */
  static int count(long[] words, int at, int step, int from, int to) {
    int start = Math.max(0, from);
    if (start > to) {
      return 0;
    }
    int first = start >> 6;
    int last = to >> 6;
    long low = -1L << start;
    long high = -1L >>> (63 - (to & 63));
    if (first == last) {
      return Long.bitCount(words[at + step * first] & low & high);
    }
    int count =
        Long.bitCount(words[at + step * first] & low)
            + Long.bitCount(words[at + step * last] & high);
    for (int i = first + 1; i < last; i++) {
      count += Long.bitCount(words[at + step * i]);
    }
    return count;
  }

  /** {@return the last day of the set up to {@code to}, or {@link #NONE}} */
  static int last(long[] words, int at, int step, int to) {
    if (to < 0) {
      return NONE;
    }
    long word = words[at + step * (to >> 6)] & -1L >>> (63 - (to & 63));
    for (int i = to >> 6; ; word = words[at + step * i]) {
      if (word != 0) {
        return (i << 6) + 63 - Long.numberOfLeadingZeros(word);
      }
      if (i-- == 0) {
        return NONE;
      }
    }
  }

  /** {@return the first day of the set up to {@code to}, or {@link #NONE}} */
  static int first(long[] words, int at, int step, int to) {
    return first(words, at, step, 0, to);
  }

  /** {@return the first day of the set from {@code from}, 0 or more, to {@code to}, or none} */
  static int first(long[] words, int at, int step, int from, int to) {
    for (int i = from >> 6; i <= to >> 6; i++) {
      long word = words[at + step * i] & (i == from >> 6 ? -1L << from : -1L);
      if (word != 0) {
        int day = (i << 6) + Long.numberOfTrailingZeros(word);
        return day <= to ? day : NONE;
      }
    }
    return NONE;
  }

  /** The days of a set up to a day, the latest first. */
  static final class Backwards {
    private final long[] words;
    private final int at;
    private final int step;
    private int index;
    private long word; // the days at the index that are left

    Backwards(long[] words, int at, int step, int to) {
      this.words = words;
      this.at = at;
      this.step = step;
      this.index = Math.max(0, to >> 6);
      this.word = to < 0 ? 0 : words[at + step * index] & -1L >>> (63 - (to & 63));
    }

    /** {@return the next earlier day, or {@link #NONE}} */
    int next() {
      while (word == 0) {
        if (index == 0) {
          return NONE;
        }
        index--;
        word = words[at + step * index];
      }
      int bit = 63 - Long.numberOfLeadingZeros(word);
      word ^= 1L << bit;
      return (index << 6) + bit;
    }
  }
}
