package dev.churn.features.csv;

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
    return c <= ' ' || Character.isWhitespace(c) || c == '\u00A0' || c == '\uFEFF';
  }

  /** {@return {@code text} in quotes, on one line, shortened if it is long} */
  static String quoted(String text) {
    int end = Math.min(SHOWN, text.length());
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--; // never split a surrogate pair
    }
    StringBuilder shown = new StringBuilder(end + 3).append('\'');
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? ' ' : c);
    }
    return shown.append(end < text.length() ? "…'" : "'").toString();
  }
}
