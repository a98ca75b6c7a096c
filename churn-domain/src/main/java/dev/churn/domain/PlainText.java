package dev.churn.domain;

/** Checks for text that every store returns exactly as it was stored. */
public final class PlainText {
  private PlainText() {}

  /**
   * {@return whether a character directs a display or a program instead of standing for itself} The
   * control characters C0, DEL and C1, and the marks that change the direction of the text after
   * them (UAX #9: embeddings, overrides, isolates), with which one id can look like another.
   */
  public static boolean isControl(char c) {
    return Character.isISOControl(c)
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }

  /** {@return whether the text contains neither control characters nor unpaired surrogates} */
  public static boolean is(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
