package dev.churn.training.blend;

import java.util.Locale;

/** Formats shares for sentences. */
final class Shares {
  private Shares() {}

  /** {@return a share from 0 to 1 with two digits, such as .47} */
  static String text(double share) {
    String text = String.format(Locale.ROOT, "%.2f", share);
    return text.startsWith("0.") ? text.substring(1) : text;
  }
}
