package dev.churn.domain;

/** Checks for text that every store returns exactly as it was stored. */
public final class PlainText {
  private PlainText() {}

  /** {@return whether the text contains neither control characters nor unpaired surrogates} */
  public static boolean is(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }
}
