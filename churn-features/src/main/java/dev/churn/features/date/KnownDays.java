package dev.churn.features.date;

import dev.churn.features.util.Bytes;
import java.util.function.IntSupplier;

/**
 * Remembers the days of short texts, since files repeat their days. A text takes the place of
 * another with the same hash. Used by one thread.
 */
final class KnownDays {
  private static final int SIZE = 1 << 11;
  private static final int SHORTEST = Long.BYTES;
  private static final int LONGEST = 2 * Long.BYTES;

  // two words that overlap, and the length, are the whole text
  private final long[] starts = new long[SIZE];
  private final long[] ends = new long[SIZE];
  private final int[] lengths = new int[SIZE];
  private final int[] days = new int[SIZE];

  /** {@return the day of the text, which is read if it is not known} */
  int day(byte[] text, int from, int to, IntSupplier reader) {
    int length = to - from;
    if (length < SHORTEST || length > LONGEST) {
      return reader.getAsInt();
    }
    long start = Bytes.word(text, from);
    long end = Bytes.word(text, to - Long.BYTES);
    int place = (int) (Bytes.hash(text, from, to) & (SIZE - 1));
    if (starts[place] != start || ends[place] != end || lengths[place] != length) {
      days[place] = reader.getAsInt();
      starts[place] = start;
      ends[place] = end;
      lengths[place] = length;
    }
    return days[place];
  }
}
