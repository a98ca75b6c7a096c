package dev.churn.features.util;

/**
 * Marks a number that a workbook or JSON has as a number, and that a text could not say so well: it
 * has one reading, whatever separates the decimals of the texts beside it. The mark stands behind
 * the number in generated lines. It is a control character, so that it is trimmed with the blanks
 * wherever nobody asks for it; texts of such files never end in it, and in other files it means
 * nothing.
 */
public final class NumberMark {
  /** The mark as a byte of UTF-8. */
  public static final byte BYTE = 0x1F;

  private static final char MARK = (char) BYTE;

  private NumberMark() {}

  /** {@return the number with a mark} */
  public static String on(String number) {
    return number + MARK;
  }

  /** {@return whether a mark stands behind a field that was trimmed} */
  public static boolean isBehind(byte[] text, int to) {
    return to < text.length && text[to] == BYTE;
  }

  /** {@return whether a text has a mark} */
  public static boolean isOn(String text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == MARK;
  }

  /** {@return a text without its mark, if it has one} */
  public static String without(String text) {
    String plain = text;
    while (isOn(plain)) {
      plain = plain.substring(0, plain.length() - 1);
    }
    return plain;
  }
}
