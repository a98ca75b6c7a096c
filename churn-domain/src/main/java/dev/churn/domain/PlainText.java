package dev.churn.domain;

/** Text that every store gives back as it was put in. */
public final class PlainText {
  private PlainText() {}

  /** {@return whether the text has neither control characters nor halves of characters} */
  public static boolean is(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
