package dev.churn.domain.evaluation;

import dev.churn.domain.statistics.Interval;
import java.util.Locale;

/** Formats numbers for sentences: three decimals, without a zero before the decimal point. */
final class Figures {
  private Figures() {}

  static String of(double value) {
    String digits = String.format(Locale.ROOT, "%.3f", Math.abs(value));
    String shown = digits.startsWith("0") ? digits.substring(1) : digits;
    return value < 0 && !shown.equals(".000") ? "−" + shown : shown;
  }

  static String withMargin(double value, Interval interval) {
    return of(value) + " ± " + of(interval.halfWidth());
  }
}
