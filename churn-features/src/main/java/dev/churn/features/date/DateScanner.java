package dev.churn.features.date;

/**
 * A cursor over the text of one date, which reads its parts into {@link DateFields}. A method that
 * does not find its part returns false or −1. Used by one thread.
 */
final class DateScanner {
  /** Maximum number of characters; longer texts are no dates. */
  static final int MAX_LENGTH = 80;

  final DateFields fields = new DateFields();

  private final char[] text = new char[MAX_LENGTH];
  private final ZoneScanner zones = new ZoneScanner();
  private int length;
  private int at;

  /** Starts at the first character of a text; returns false if the text is too long for a date. */
  boolean start(String value) {
    length = value.length();
    if (length > MAX_LENGTH) {
      return false;
    }
    value.getChars(0, length, text, 0);
    restart();
    return true;
  }

  /** Starts at the first byte; returns false if the text is too long, or not ASCII. */
  boolean start(byte[] bytes, int from, int to) {
    length = to - from;
    if (length > MAX_LENGTH) {
      return false;
    }
    int all = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[from + i];
      all |= b;
      text[i] = (char) b;
    }
    restart();
    return all >= 0;
  }

  /** Starts again at the first character. */
  void restart() {
    fields.clear();
    at = 0;
    blanks();
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  /** {@return whether only blanks are left} */
  boolean atEnd() {
    int end = length;
    while (end > at && isBlank(text[end - 1])) {
      end--;
    }
    return at >= end;
  }

  /** Goes to the next character. */
  void skip() {
    at++;
  }

  /** {@return the next character, or 0 at the end} */
  char peek() {
    return at < length ? text[at] : 0;
  }

  /** {@return the character behind the next, or 0 at the end} */
  char peekNext() {
    return at + 1 < length ? text[at + 1] : 0;
  }

  /** {@return the character before the cursor, or 0 at the start} */
  char before() {
    return at > 0 ? text[at - 1] : 0;
  }

  /** {@return whether the cursor is at the start, or behind two blanks} */
  boolean isPadded() {
    return at == 0 || (isBlank(text[at - 1]) && (at == 1 || isBlank(text[at - 2])));
  }

  boolean take(char wanted) {
    if (peek() == wanted && at < length) {
      at++;
      return true;
    }
    return false;
  }

  /** Skips blanks of any width. {@return whether there were any} */
  boolean blanks() {
    int from = at;
    while (at < length && isBlank(text[at])) {
      at++;
    }
    return at > from;
  }

  /** {@return whether the character is a blank of any width, or a mark without a width} */
  static boolean isBlank(char c) {
    return c <= ' '
        || (c >= '\u00A0'
            && (c == '\u00A0'
                || c == '\uFEFF'
                || c == '\u200B'
                || c == '\u200E'
                || c == '\u200F'
                || Character.isSpaceChar(c)));
  }

  /** {@return the number of digits from the cursor on} */
  int digits() {
    int end = at;
    while (end < length && isDigit(text[end])) {
      end++;
    }
    return end - at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLetterOfLatin1(char c) {
    return c >= '\u00C0' && c <= '\u00FF' && c != '\u00D7' && c != '\u00F7';
  }

  /** {@return the number of at least {@code least} and at most {@code most} digits, or −1} */
  int number(int least, int most) {
    int value = 0;
    int from = at;
    while (at < length && at - from < most && isDigit(text[at])) {
      value = 10 * value + text[at] - '0';
      at++;
    }
    if (at - from < least) {
      at = from;
      return DateFields.ABSENT;
    }
    return value;
  }

  private int letters() {
    int end = at;
    while (end < length && (isLetter(text[end]) || isLetterOfLatin1(text[end]))) {
      end++;
    }
    return end;
  }

  /** Reads the name of a month, with or without a point. */
  boolean month() {
    int end = letters();
    int month = DateNames.month(text, at, end);
    if (month == 0) {
      return false;
    }
    fields.month = month;
    at = end;
    take('.');
    return true;
  }

  /** Reads the name of a weekday, with or without a point. */
  boolean weekday() {
    int end = letters();
    int weekday = DateNames.weekday(text, at, end);
    if (weekday == 0) {
      return false;
    }
    fields.weekday = weekday;
    at = end;
    take('.');
    return true;
  }

  /** Skips {@code st}, {@code nd}, {@code rd} or {@code th} behind a day. */
  void ordinal() {
    if (letters() - at == 2) {
      int ending = (text[at] | 0x20) << 8 | (text[at + 1] | 0x20);
      if (ending == ('s' << 8 | 't')
          || ending == ('n' << 8 | 'd')
          || ending == ('r' << 8 | 'd')
          || ending == ('t' << 8 | 'h')) {
        at += 2;
      }
    }
  }

  /** Reads {@code AM}, {@code p.m.} and the like. */
  boolean halfOfDay() {
    int from = at;
    blanks();
    int first = peek() | 0x20;
    if (first == 'a' || first == 'p') {
      at++;
      boolean point = take('.');
      if (point) {
        blanks();
      }
      if ((peek() | 0x20) == 'm') {
        at++;
        if (!isLetter(peek())) {
          take('.');
          fields.half = first == 'a' ? 0 : 1;
          return true;
        }
      }
    }
    at = from;
    return false;
  }

  /** Skips the digits of a fraction of a second. */
  boolean fraction() {
    int digits = digits();
    at += digits;
    fields.fraction |= digits > 0;
    return digits > 0;
  }

  /** Reads a fraction of a second with its point or comma, if there is one. */
  void fractionIfAny() {
    char c = peek();
    if (c == '.' || c == ',') {
      int from = at;
      at++;
      if (!fraction()) {
        at = from;
      }
    }
  }

  /** Reads an offset or a time zone, with the blanks before it. */
  boolean zone() {
    return zones.isRead(this);
  }

  /** {@return the letters at the cursor with, if wanted, the other characters of names of zones} */
  String word(boolean isZone) {
    int end = at;
    while (end < length && (isLetter(text[end]) || (isZone && isOfZone(text[end])))) {
      end++;
    }
    return new String(text, at, end - at);
  }

  private static boolean isOfZone(char c) {
    return isDigit(c) || c == '/' || c == '_' || c == '-' || c == '+';
  }
}
