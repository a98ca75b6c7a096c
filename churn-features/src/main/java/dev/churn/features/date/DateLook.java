package dev.churn.features.date;

import dev.churn.features.util.Text;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether a text looks like a date or a time in any common format, without reading it. It is
 * meant for guesses about the structure of a file, and not for values.
 */
final class DateLook {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 60;

  private DateLook() {}

  /** {@return whether UTF-8 text looks like a date} */
  static boolean isLikeDay(byte[] text, int from, int to) {
    return to - from >= SHORTEST
        && to - from <= LONGEST
        && isLikeDay(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  /** {@return whether the text looks like a date} */
  static boolean isLikeDay(String value) {
    char[] text = Text.trim(value).toCharArray();
    if (text.length < SHORTEST || text.length > LONGEST) {
      return false;
    }
    int digits = digits(text, 0);
    if (digits == 0) {
      return startsWithName(text);
    }
    if (digits == text.length || text[digits] == 'T' || (digits > 4 && text[digits] == '.')) {
      return isLikeNumber(text, digits);
    }
    return isParted(text, digits) || hasMonth(text, digits);
  }

  private static int digits(char[] text, int from) {
    int at = from;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at - from;
  }

  private static int letters(char[] text, int from) {
    int at = from;
    while (at < text.length && Character.isLetter(text[at])) {
      at++;
    }
    return at - from;
  }

  /** {@return whether digits have a length, and a beginning, as in dates and recent times} */
  private static boolean isLikeNumber(char[] text, int digits) {
    return switch (digits) {
      case 8, 12, 14 -> (text[0] == '1' && text[1] == '9') || (text[0] == '2' && text[1] == '0');
      case 10, 13, 16 -> text[0] == '1';
      default -> false;
    };
  }

  /** {@return whether the text starts with three numbers that one sign parts} */
  private static boolean isParted(char[] text, int first) {
    char sign = text[first];
    int middle = digits(text, first + 1);
    int third = first + 1 + middle + 1;
    if ((sign != '-' && sign != '/' && sign != '.')
        || middle == 0
        || middle > 2
        || third >= text.length
        || text[third - 1] != sign) {
      return false;
    }
    int last = digits(text, third);
    int end = third + last;
    boolean isYearLast = first <= 2 && (last == 2 || last == 4);
    boolean isYearFirst = first == 4 && (last == 1 || last == 2);
    return (isYearLast || isYearFirst) && (end == text.length || isTimeBegin(text[end]));
  }

  private static boolean isTimeBegin(char c) {
    return c == 'T' || c == 't' || c == ',' || c == ':' || c == '-' || DateScanner.isBlank(c);
  }

  /** {@return whether the name of a month stands behind a day or a year} */
  private static boolean hasMonth(char[] text, int digits) {
    int at = digits;
    while (at < text.length && !Character.isLetterOrDigit(text[at]) && at < digits + 2) {
      at++;
    }
    int end = at + letters(text, at);
    if ((digits > 2 && digits != 4) || DateNames.month(text, at, end) == 0) {
      return false;
    }
    return hasDigitBehind(text, end);
  }

  /** {@return whether the text starts with a month or a weekday, and a number follows} */
  private static boolean startsWithName(char[] text) {
    int end = letters(text, 0);
    return (DateNames.month(text, 0, end) > 0 || DateNames.weekday(text, 0, end) > 0)
        && hasDigitBehind(text, end);
  }

  private static boolean hasDigitBehind(char[] text, int from) {
    for (int i = from; i < text.length; i++) {
      if (digits(text, i) > 0) {
        return true;
      }
    }
    return false;
  }
}
