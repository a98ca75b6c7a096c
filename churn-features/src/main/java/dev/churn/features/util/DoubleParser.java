package dev.churn.features.util;

import java.math.BigDecimal;

/** Parses decimal numbers strictly; the result is the nearest double, as in Double.parseDouble. */
public final class DoubleParser {
  /** The largest magnitude of an amount; a state can hold the sum of millions of them. */
  public static final double MAX_AMOUNT = 1e12;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final long EXACT = 1L << 53;

  private DoubleParser() {}

  /**
   * {@return the value of a decimal number: an optional sign, digits with at most one point, an
   * optional exponent; NaN if {@code text} is not such a number or is not finite}
   */
  public static double parse(String text) {
    int length = text.length();
    int at = 0;
    boolean negative = false;
    if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    long mantissa = 0;
    int digits = 0;
    int decimals = 0;
    boolean point = false;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        if (digits < 18) { // more could overflow; then the mantissa is not used
          mantissa = mantissa * 10 + (c - '0');
        }
        digits++;
        decimals += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (at < length) {
      return isExponent(text, at) ? finite(text) : Double.NaN;
    }
    if (digits <= 18 && mantissa <= EXACT && decimals < POWERS_OF_TEN.length) {
      // both are exact doubles, and one division rounds once: the nearest double
      double value = mantissa / POWERS_OF_TEN[decimals];
      return negative ? -value : value;
    }
    return finite(text);
  }

  /**
   * {@return {@code mantissa} / 10^{@code decimals}, of at most 18 digits each, as the nearest
   * double}
   */
  public static double value(long mantissa, int decimals) {
    return mantissa <= EXACT
        ? mantissa / POWERS_OF_TEN[decimals]
        : finite(BigDecimal.valueOf(mantissa, decimals).toString());
  }

  private static boolean isExponent(String text, int at) {
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    int from = at + 1;
    if (from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+')) {
      from++;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < text.length();
  }

  private static double finite(String text) {
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? Double.NaN : value;
  }
}
