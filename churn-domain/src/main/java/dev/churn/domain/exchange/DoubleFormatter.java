package dev.churn.domain.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Formats doubles as {@link Double#toString(double)} does, without allocation: the fewest digits
 * that distinguish a double from its neighbors, and of these the nearest. It generates the digits
 * of the fraction exactly, until the rest is less than half a unit in the last place (Steele and
 * White, How to Print Floating-Point Numbers Accurately, 1990): the first eight at once if there
 * are more, then one by one. Counts, gaps and days are small multiples of a quarter, whose texts
 * are in a table. Where a fraction has more bits than a word, all its digits are generated one by
 * one.
 */
public final class DoubleFormatter {
  /** Maximum number of bytes of a number, and of bytes that a call may overwrite. */
  public static final int MAX_LENGTH = 26;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;

  private static final int FRACTION_BITS = 52;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;
  private static final int EXPONENT_BIAS = 1023;
  private static final int MIN_EXPONENT = -5; // one more digit of the fraction still fits in a word
  private static final int MIN_SMALL_EXPONENT = -20; // the decimal exponent has one digit

  /** Bits behind the point of numbers in two words; ten times as much fits. */
  private static final int LONG_FRACTION = 120;

  private static final int HIGH_FRACTION = LONG_FRACTION - Long.SIZE;
  private static final long LOW_HALF = (1L << Integer.SIZE) - 1;
  private static final int LAST_WITHOUT_EXPONENT = 3; // from 0.001 on

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
      texts[place] = (long) LONGS.get(Arrays.copyOf(text, Long.BYTES), 0) | length << LENGTH_SHIFT;
    }
    return texts;
  }

  /** Writes a finite number and returns its end position. */
  public static int write(double value, byte[] out, int at) {
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
    if (exponent < MIN_SMALL_EXPONENT || !(value < LIMIT) || mantissa == FRACTION + 1) {
      byte[] text = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, out, at, text.length);
      return at + text.length;
    }
    if (exponent < MIN_EXPONENT) {
      return writeSmall(mantissa, FRACTION_BITS - exponent, out, at);
    }
    int shift = FRACTION_BITS - exponent;
    int start = writeInteger((int) (mantissa >>> shift), out, at) - 1; // over the digit 0
    return writeFraction(mantissa & ((1L << shift) - 1), shift, out, start);
  }

  private static int writeShort(int quarters, byte[] out, int at) {
    long text = SHORT_TEXTS[quarters];
    LONGS.set(out, at, text);
    return at + (int) (text >>> LENGTH_SHIFT);
  }

  private static int writeInteger(int value, byte[] out, int at) {
    if (value < SMALL) {
      return writeShort(QUARTERS * value, out, at);
    }
    int point = setInteger(out, at, value);
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
      setDigits(out, at, (high << (Long.SIZE - bits)) | (low >>> bits));
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

  /**
   * Writes a number below 2⁻⁵, {@code mantissa} divided by two to the power of {@code shift}, which
   * has one digit before the point if it has an exponent. It is kept in two words, of which the
   * higher one has the digit.
   */
  private static int writeSmall(long mantissa, int shift, byte[] out, int start) {
    int unit = LONG_FRACTION - shift - 1; // half a unit in the last place, as a bit
    long high = mantissa >>> (Long.SIZE - 1 - unit);
    long low = mantissa << (unit + 1);
    long halfHigh = 0;
    long half = 1L << unit;
    int exponent = 0;
    int at = start;
    while (true) {
      high = 10 * high + carryOfTen(low);
      low *= 10;
      halfHigh = 10 * halfHigh + carryOfTen(half);
      half *= 10;
      int digit = (int) (high >>> HIGH_FRACTION);
      high &= (1L << HIGH_FRACTION) - 1;
      boolean below = isLess(high, low, halfHigh, half);
      long missingHigh = (1L << HIGH_FRACTION) - high - (low == 0 ? 0 : 1);
      boolean above = isLess(missingHigh, -low, halfHigh, half);
      boolean isFirst = at == start;
      if (isFirst) {
        exponent++;
      }
      if (below || above) {
        boolean up = above && (!below || high >>> (HIGH_FRACTION - 1) != 0);
        at = isFirst ? begin(exponent, out, at) : at;
        out[at++] = (byte) ('0' + (up ? digit + 1 : digit));
        return end(exponent, out, start, at);
      }
      if (!isFirst || digit != 0) {
        at = isFirst ? begin(exponent, out, at) : at;
        out[at++] = (byte) ('0' + digit);
      }
    }
  }

  /** Writes what stands before the first digit; the point behind it is inserted at the end. */
  private static int begin(int exponent, byte[] out, int start) {
    if (exponent > LAST_WITHOUT_EXPONENT) {
      return start + 1; // room for the first digit, once the point takes its place
    }
    int at = start;
    out[at++] = '0';
    out[at++] = '.';
    for (int zeros = 1; zeros < exponent; zeros++) {
      out[at++] = '0';
    }
    return at;
  }

  private static int end(int exponent, byte[] out, int start, int digitsEnd) {
    if (exponent <= LAST_WITHOUT_EXPONENT) {
      return digitsEnd;
    }
    int at = digitsEnd;
    out[start] = out[start + 1];
    out[start + 1] = '.';
    if (at == start + 2) {
      out[at++] = '0';
    }
    out[at++] = 'E';
    out[at++] = '-';
    out[at++] = (byte) ('0' + exponent);
    return at;
  }

  /** {@return what ten times a word carries to the next higher one} */
  private static long carryOfTen(long low) {
    return (10 * (low >>> Integer.SIZE) + ((10 * (low & LOW_HALF)) >>> Integer.SIZE))
        >>> Integer.SIZE;
  }

  private static boolean isLess(long highA, long lowA, long highB, long lowB) {
    return highA < highB || (highA == highB && Long.compareUnsigned(lowA, lowB) < 0);
  }

  /** Writes a number below 10⁸ as eight digits. */
  private static void setDigits(byte[] bytes, int at, long number) {
    LONGS.set(bytes, at, digits(number) + ZEROS);
  }

  /** Writes a number below 10⁸ and returns its end position; it always overwrites eight bytes. */
  private static int setInteger(byte[] bytes, int at, long number) {
    long digits = digits(number);
    int leading = Long.numberOfTrailingZeros(digits | (1L << 56)) & -Byte.SIZE; // zeros, in bits
    LONGS.set(bytes, at, (digits + ZEROS) >>> leading);
    return at + Long.BYTES - leading / Byte.SIZE;
  }

  /**
   * {@return eight digits, one per byte, the first as the lowest} Each step splits all parts at
   * once.
   */
  private static long digits(long number) {
    long fours = (number / 10_000) | (number % 10_000 << 32);
    long hundreds = ((fours * 10_486) >>> 20) & 0x0000007F_0000007FL;
    long twos = hundreds | ((fours - 100 * hundreds) << 16);
    long tens = ((twos * 103) >>> 10) & 0x000F000F_000F000FL;
    return tens | ((twos - 10 * tens) << 8);
  }
}
