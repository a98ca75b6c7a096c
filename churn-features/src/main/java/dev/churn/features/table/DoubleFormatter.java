package dev.churn.features.table;

import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Formats doubles as {@link Double#toString(double)} does, without allocation: the fewest digits
 * that distinguish a double from its neighbors, and of these the nearest. It generates the digits
 * of the fraction exactly, until the rest is less than half a unit in the last place (Steele and
 * White, How to Print Floating-Point Numbers Accurately, 1990): the first eight at once if there
 * are more, then one by one. Counts, gaps and days are small multiples of a quarter, whose texts
 * are in a table.
 */
final class DoubleFormatter {
  /** Maximum number of bytes of a number, and of bytes that a call may overwrite. */
  static final int MAX_LENGTH = 26;

  private static final int FRACTION_BITS = 52;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;
  private static final int EXPONENT_BIAS = 1023;
  private static final int MIN_EXPONENT = -5; // one more digit of the fraction still fits in a word
  private static final long EIGHT_DIGITS = 100_000_000;
  private static final int LIMIT = 10_000_000; // from here on, numbers have an exponent

  private static final int QUARTERS = 4;
  private static final int SMALL = 1000; // the text of a smaller multiple of a quarter fits
  private static final int LENGTH_SHIFT = Long.SIZE - Byte.SIZE;

  // of each multiple of a quarter: at most seven bytes, their number in the highest byte
  private static final long[] SHORT_TEXTS = shortTexts();

  private DoubleFormatter() {}

  private static long[] shortTexts() {
    long[] texts = new long[QUARTERS * SMALL];
    for (int place = 0; place < texts.length; place++) {
      byte[] text = Double.toString((double) place / QUARTERS).getBytes(StandardCharsets.US_ASCII);
      long length = text.length;
      texts[place] = Bytes.word(Arrays.copyOf(text, Long.BYTES), 0) | length << LENGTH_SHIFT;
    }
    return texts;
  }

  /** Writes a finite number and returns its end position. */
  static int write(double value, byte[] out, int at) {
    double quarters = QUARTERS * value;
    int place = (int) quarters;
    long bits = Double.doubleToRawLongBits(value);
    if (place == quarters && place < SHORT_TEXTS.length && bits >= 0) {
      return writeShort(place, out, at);
    }
    if (bits < 0) {
      out[at] = '-';
      return write(-value, out, at + 1);
    }
    if (value == (int) value && value < LIMIT) {
      return writeInteger((int) value, out, at);
    }
    int exponent = (int) (bits >>> FRACTION_BITS) - EXPONENT_BIAS;
    long mantissa = (bits & FRACTION) | (FRACTION + 1);
    // at a power of two the lower neighbor is nearer, which JDKs handle differently
    if (exponent < MIN_EXPONENT || !(value < LIMIT) || mantissa == FRACTION + 1) {
      byte[] text = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, out, at, text.length);
      return at + text.length;
    }
    int shift = FRACTION_BITS - exponent;
    int start = writeInteger((int) (mantissa >>> shift), out, at) - 1; // over the digit 0
    return writeFraction(mantissa & ((1L << shift) - 1), shift, out, start);
  }

  private static int writeShort(int quarters, byte[] out, int at) {
    long text = SHORT_TEXTS[quarters];
    Bytes.set(out, at, text);
    return at + (int) (text >>> LENGTH_SHIFT);
  }

  private static int writeInteger(int value, byte[] out, int at) {
    if (value < SMALL) {
      return writeShort(QUARTERS * value, out, at);
    }
    int point = Bytes.setInteger(out, at, value);
    out[point] = '.';
    out[point + 1] = '0';
    return point + 2;
  }

  /**
   * Writes the digits of a fraction, {@code fraction} divided by two to the power of {@code shift}.
   */
  private static int writeFraction(long fraction, int shift, byte[] out, int start) {
    int bits = shift + 1; // one more, so that half a unit in the last place is an integer
    long one = 1L << bits;
    long rest = fraction << 1;
    long half = 1;
    int at = start;
    // a rest near enough stays so with more digits: if it is not after eight, none of them is last
    long low = rest * EIGHT_DIGITS;
    long restOfEight = low & (one - 1);
    if (restOfEight >= EIGHT_DIGITS && restOfEight <= one - EIGHT_DIGITS) {
      long high = Math.multiplyHigh(rest, EIGHT_DIGITS);
      Bytes.setDigits(out, at, (high << (Long.SIZE - bits)) | (low >>> bits));
      rest = restOfEight;
      half = EIGHT_DIGITS;
      at += 8;
    }
    while (true) {
      rest *= 10;
      half *= 10;
      int digit = (int) (rest >>> bits);
      rest &= one - 1;
      boolean below = rest < half;
      boolean above = rest > one - half;
      if (below || above) {
        // a tie between both goes to the even digit; a 9 is never raised, since then the digit
        // before it would have been the last
        boolean up = above && (!below || 2 * rest > one || (2 * rest == one && (digit & 1) != 0));
        out[at] = (byte) ('0' + (up ? digit + 1 : digit));
        return at + 1;
      }
      out[at++] = (byte) ('0' + digit);
    }
  }
}
