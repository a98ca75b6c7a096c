package dev.churn.domain;

/** Shortens text from outside for messages. */
public final class Excerpt {
  /** The maximum number of characters of a value that a message repeats. */
  public static final int LONGEST_VALUE = 64;

  private Excerpt() {}

  /**
   * {@return {@code text} on one line: its first {@code longest} characters, and … if there are
   * more} Characters outside the basic plane count as one and are never split. Control characters,
   * as {@link PlainText#isControl} says, become blanks.
   */
  public static String of(String text, int longest) {
    int end = 0;
    for (int shown = 0; shown < longest && end < text.length(); shown++) {
      end += Character.charCount(text.codePointAt(end));
    }
    var excerpt = new StringBuilder(end + 1);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      excerpt.append(PlainText.isControl(c) ? ' ' : c);
    }
    return excerpt.append(end < text.length() ? "…" : "").toString();
  }

  /** {@return {@link #of} in quotes} */
  public static String quoted(String text, int longest) {
    return "'" + of(text, longest) + "'";
  }
}
