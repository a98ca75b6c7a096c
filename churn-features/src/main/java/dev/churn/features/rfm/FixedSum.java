package dev.churn.features.rfm;

import dev.churn.features.util.DoubleParser;

/**
 * Sums of amounts that do not depend on the order of addition: fixed-point integers in units of
 * 2^-64, in two words, high and low. Amounts of magnitude 2^-11 or more, and 0, are added exactly;
 * smaller ones are truncated to multiples of 2^-64. A sum has room for nine million amounts of the
 * largest accepted magnitude, {@link DoubleParser#MAX_AMOUNT}; partial sums may exceed that, since
 * overflows cancel.
 */
final class FixedSum {
  private static final int EXPONENT_BIAS = 1075;
  private static final int DOUBLE_BIAS = 1023;
  private static final long HIDDEN_BIT = 1L << 52;
  private static final int FRACTION_BITS = 64;
  private static final int MAX_SHIFT = 51; // that of the largest amount

  private FixedSum() {}

  /**
   * Adds an amount to the sum at {@code at}.
   *
   * @throws IllegalArgumentException if it is 2^40 or more, or not a number; such amounts are
   *     refused where they are read
   */
  static void add(long[] words, int at, double amount) {
    long bits = Double.doubleToRawLongBits(amount);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
    int shift = exponent - EXPONENT_BIAS + FRACTION_BITS;
    if (shift > MAX_SHIFT) {
      throw new IllegalArgumentException("Expected an amount below 2^40, found " + amount);
    }
    long high = shift > 0 ? mantissa >>> (64 - shift) : 0;
    long low = shift >= 0 ? mantissa << shift : shift > -53 ? mantissa >>> -shift : 0;
    if (bits < 0) {
      low = -low;
      high = low == 0 ? -high : ~high;
    }
    add(words, at, high, low);
  }

  /** Adds a sum to the sum at {@code at}. */
  static void add(long[] words, int at, long high, long low) {
    long sum = words[at + 1] + low;
    words[at] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    words[at + 1] = sum;
  }

  /** {@return the double that is nearest to the sum at {@code at}; ties go to the even one} */
  static double toDouble(long[] words, int at) {
    return toDouble(words[at], words[at + 1]);
  }

  /**
   * {@return the double that is nearest to the sum at {@code at} minus another sum that is part of
   * it}
   */
  static double difference(long[] words, int at, int part) {
    long borrow = Long.compareUnsigned(words[at + 1], words[part + 1]) < 0 ? 1 : 0;
    return toDouble(words[at] - words[part] - borrow, words[at + 1] - words[part + 1]);
  }

  static double toDouble(long high, long low) {
    if (high < 0) {
      long negated = -low;
      return -positive(negated == 0 ? -high : ~high, negated);
    }
    return positive(high, low);
  }

  private static double positive(long high, long low) {
    if (high == 0 && low == 0) {
      return 0.0;
    }
    int zeros = high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
    long top = zeros == 0 ? high : zeros < 64 ? high << zeros | low >>> (64 - zeros) : low << zeros;
    boolean more = zeros < 64 && low << zeros != 0;
    // keeps 53 bits; of the 11 others the first is the half, the rest and "more" decide ties
    long mantissa = top >>> 11;
    long rest = top & 0x7FF;
    boolean up = rest > 0x400 || (rest == 0x400 && (more || (mantissa & 1) == 1));
    double power = Double.longBitsToDouble((long) (DOUBLE_BIAS + 11 - zeros) << 52);
    return (up ? mantissa + 1 : mantissa) * power; // exact, since power is a power of two
  }
}
