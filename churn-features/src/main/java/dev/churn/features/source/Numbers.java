package dev.churn.features.source;

/** Reads integers of workbooks. */
final class Numbers {
  private Numbers() {}

  /** {@return the integer, or the other value if the text is null or no integer from 0 on} */
  static int nonNegative(String text, int other) {
    if (text == null) {
      return other;
    }
    try {
      return Math.max(other, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return other;
    }
  }
}
