package dev.churn.features.source;

import java.util.Locale;

/** Tells which number formats of a workbook show days and times (ECMA-376 part 1, 18.8.30). */
final class NumberFormats {
  /** What a number stands for. */
  enum Kind {
    NUMBER,
    DAY,
    TIME
  }

  private NumberFormats() {}

  /** {@return what the format of a built-in number shows} */
  static Kind ofId(int id) {
    if (id >= 18 && id <= 21 || id == 45 || id == 47) {
      return Kind.TIME;
    }
    boolean day = id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58;
    return day ? Kind.DAY : Kind.NUMBER;
  }

  /**
   * {@return what a format of one's own shows} Only its first section, for positive numbers,
   * counts.
   */
  static Kind ofCode(String code) {
    boolean day = false;
    boolean time = false;
    boolean month = false;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      switch (c) {
        case ';':
          i = code.length();
          break;
        case '"':
          i = skip(code, i, '"');
          break;
        case '\\', '_', '*': // the next character is shown, or its width
          i++;
          break;
        case '[':
          int end = skip(code, i, ']');
          if (isElapsed(code.substring(i + 1, end).toLowerCase(Locale.ROOT))) {
            return Kind.NUMBER; // a duration
          }
          i = end;
          break;
        case 'y', 'Y', 'd', 'D':
          day = true;
          break;
        case 'm', 'M':
          month = true;
          break;
        case 'h', 'H', 's', 'S':
          time = true;
          break;
        default:
          break;
      }
    }
    if (day || month && !time) {
      return Kind.DAY;
    }
    return time ? Kind.TIME : Kind.NUMBER;
  }

  private static boolean isElapsed(String bracket) {
    return !bracket.isEmpty()
        && (bracket.chars().allMatch(c -> c == 'h')
            || bracket.chars().allMatch(c -> c == 'm')
            || bracket.chars().allMatch(c -> c == 's'));
  }

  private static int skip(String code, int from, char end) {
    int found = code.indexOf(end, from + 1);
    return found < 0 ? code.length() - 1 : found;
  }
}
