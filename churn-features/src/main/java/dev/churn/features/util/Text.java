package dev.churn.features.util;

import dev.churn.domain.Excerpt;
import dev.churn.domain.PlainText;

/** String helpers that files and single customers must apply in the same way. */
public final class Text {
  /** Maximum number of characters of an invalid value in a message. */
  private static final int SHOWN = 40;

  private Text() {}

  /** {@return {@code text} without surrounding blanks, control characters and no-break spaces} */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c) || isInvisible(c);
  }

  /**
   * {@return whether a character is neither seen nor a blank: of width zero, or a direction mark}
   */
  public static boolean isInvisible(char c) {
    return c > '\u00AC'
        && (c == '\u00AD'
            || (c >= '\u200B' && c <= '\u200F')
            || (c >= '\u202A' && c <= '\u202E')
            || (c >= '\u2060' && c <= '\u2064')
            || (c >= '\u2066' && c <= '\u2069')
            || c == '\uFEFF');
  }

  /**
   * {@return whether a text has a control character, as {@link PlainText#isControl} says, other
   * than a line end or a tab}
   */
  public static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (PlainText.isControl(c) && c != '\t' && c != '\n' && c != '\r') {
        return true;
      }
    }
    return false;
  }

  /** {@return {@code text} in quotes, on one line, shortened if it is long} */
  public static String quoted(String text) {
    return "'" + shown(text) + "'";
  }

  /** {@return {@link #quoted}, or the word nothing for an empty text} */
  public static String quotedOrNothing(String text) {
    return text.isEmpty() ? "nothing" : quoted(text);
  }

  /** {@return {@code text} on one line, shortened if it is long} */
  public static String shown(String text) {
    return Excerpt.of(text, SHOWN);
  }
}
