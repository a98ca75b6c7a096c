package dev.churn.domain.explanation;

import java.util.Locale;

/** Writes numbers as sentences for users have them. */
final class NumberTexts {
  private NumberTexts() {}

  static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }

  private static String whole(double number) {
    return Long.toString(Math.round(number));
  }

  /** {@return the number as text, such as 2.5, 3 or 12; tenths appear only for small numbers} */
  static String decimal(double number) {
    String tenths = String.format(Locale.ROOT, "%.1f", number);
    return number >= 10 || tenths.endsWith(".0") ? whole(number) : tenths;
  }

  /** {@return the amount as text, such as 9.99 or 1250; cents appear only for small amounts} */
  static String amount(double number) {
    return Math.abs(number) >= 100 ? whole(number) : String.format(Locale.ROOT, "%.2f", number);
  }
}
