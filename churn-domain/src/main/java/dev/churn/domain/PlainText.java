package dev.churn.domain;

import java.util.Optional;

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
    return text.chars().noneMatch(Character::isISOControl) && !hasUnpairedSurrogate(text);
  }

  /**
   * {@return whether a text has half of a character} UTF-8 has none, so that it would be stored as
   * another text.
   */
  public static boolean hasUnpairedSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c));
  }

  /**
   * {@return what was expected of a text that no stored customer id holds, such as NUL; empty if
   * one may hold it} An id may have tabs and line ends within, one of an earlier version also DEL
   * and isolates of directions, so that these are found.
   */
  public static Optional<String> problemWithinCustomerId(String text) {
    if (text.chars().anyMatch(c -> isControl((char) c) && !wasStored(c))) {
      return Optional.of("expected a customer id without control characters");
    }
    return hasUnpairedSurrogate(text)
        ? Optional.of("expected a customer id without unpaired surrogates")
        : Optional.empty();
  }

  private static boolean wasStored(int c) {
    return c == '\t' || c == '\n' || c == '\r' || c == 0x7F || (c >= '\u2066' && c <= '\u2069');
  }
}
