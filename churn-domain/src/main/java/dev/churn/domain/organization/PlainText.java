package dev.churn.domain.organization;

/** Text that every store gives back as it was put in. */
final class PlainText {
  private PlainText() {}

  /** {@return whether the text has neither control characters nor halves of characters} */
  static boolean is(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
