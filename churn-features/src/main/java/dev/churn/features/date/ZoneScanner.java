package dev.churn.features.date;

import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Reads offsets and time zones behind times, such as {@code Z}, {@code +0530}, {@code GMT+2},
 * {@code EST} or {@code +01:00[Europe/Paris]}, and a comment in parentheses. Used by one thread.
 */
final class ZoneScanner {
  private static final int MAX_SECONDS = 18 * 3600;
  private static final int MAX_DIGITS = 4;

  private final ZoneNames names = new ZoneNames();

  /** Reads a zone, with the blanks before it; leaves the cursor in place if there is none. */
  boolean isRead(DateScanner scanner) {
    int from = scanner.position();
    scanner.blanks();
    if (!zoneOrOffset(scanner)) {
      scanner.back(from);
      return false;
    }
    int end = scanner.position();
    scanner.blanks();
    boolean isComment =
        skip(scanner, '(', ')') || skip(scanner, '[', ']'); // an offset comes before a zone
    if (!isComment) {
      scanner.back(end);
    }
    return true;
  }

  private static boolean skip(DateScanner scanner, char opening, char closing) {
    if (!scanner.take(opening)) {
      return false;
    }
    while (scanner.peek() != 0 && scanner.peek() != closing) {
      scanner.skip();
    }
    return scanner.take(closing);
  }

  private boolean zoneOrOffset(DateScanner scanner) {
    if (isSign(scanner.peek())) {
      return offset(scanner);
    }
    boolean bracket = scanner.take('[');
    String letters = scanner.word(false);
    int behind = scanner.position() + letters.length();
    if (letters.equalsIgnoreCase("UTC") || letters.equalsIgnoreCase("GMT")) {
      int from = scanner.position();
      scanner.back(behind);
      if (isSign(scanner.peek())) {
        return offset(scanner) && (!bracket || scanner.take(']'));
      }
      scanner.back(from);
    }
    String name = scanner.word(true);
    Optional<ZoneRules> zone = name.isEmpty() ? Optional.empty() : names.find(name);
    if (zone.isEmpty()) {
      return false;
    }
    scanner.back(scanner.position() + name.length());
    scanner.fields.zoned = true;
    scanner.fields.region = zone.get();
    return !bracket || scanner.take(']');
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-' || c == '\u2212';
  }

  private static boolean offset(DateScanner scanner) {
    boolean west = scanner.peek() != '+';
    scanner.skip();
    int digits = scanner.digits();
    int hours = scanner.number(1, digits == 3 ? 1 : 2);
    if (hours < 0 || digits > MAX_DIGITS) {
      return false;
    }
    int minutes = 0;
    int seconds = 0;
    if (digits > 2) {
      minutes = scanner.number(2, 2);
    } else if (scanner.take(':')) {
      minutes = scanner.number(2, 2);
      seconds = scanner.take(':') ? scanner.number(2, 2) : 0;
    }
    int offset = hours * 3600 + minutes * 60 + seconds;
    if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 || offset > MAX_SECONDS) {
      return false;
    }
    scanner.fields.zoned = true;
    scanner.fields.region = null;
    scanner.fields.offset = west ? -offset : offset;
    return true;
  }
}
