package dev.churn.features.date;

import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Reads ISO-8601 dates and their common variants: year first, in four digits, then month and day,
 * with or without a time, an offset or a time zone.
 */
final class IsoDateReader extends DateReader {
  private static final int YEAR = 12 * 31;
  private static final int FIRST_YEAR = 1900;
  private static final int YEARS = 200;
  private static final long YEAR_AND_MONTH = 0x2D30302D30303030L; // 0000-00-, the first byte lowest
  private static final long ABOVE_NINE = 0x7F76767F76767676L; // makes the highest bit of others
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int DATE_LENGTH = 10;
  private static final int MINUTE_LENGTH = 16;
  private static final int SECOND_LENGTH = 19;
  private static final int MAX_OFFSET_HOURS = 18;

  // days, by year, month and day; 0 if not yet computed
  private final int[] known = new int[YEARS * YEAR];
  private final DateScanner scanner = new DateScanner();
  private final ZoneDays zone;

  IsoDateReader(ZoneDays zone) {
    this.zone = zone;
  }

  /** Reads plain dates, and those with a time in the usual form, without a scanner. */
  @Override
  public int day(byte[] text, int from, int to) {
    int length = to - from;
    if (length < DATE_LENGTH) {
      return slowly(text, from, to);
    }
    // each byte of the year and month becomes the value of its digit, and each hyphen 0
    long digits = Bytes.word(text, from) ^ YEAR_AND_MONTH;
    int year = digit(digits, 0) * 1000 + digit(digits, 1) * 100 + digit(digits, 2) * 10;
    year += digit(digits, 3) - FIRST_YEAR;
    int month = digit(digits, 5) * 10 + digit(digits, 6) - 1;
    int day = two(text, from + 8) - 1;
    boolean isDate = (((digits + ABOVE_NINE) | digits) & HIGH_BITS) == 0;
    if (!isDate || year < 0 || year >= YEARS || month < 0 || month >= 12 || day < 0 || day >= 31) {
      return slowly(text, from, to);
    }
    int place = year * YEAR + month * 31 + day;
    if (known[place] == 0) {
      known[place] = slowly(text, from, from + DATE_LENGTH);
    }
    if (length == DATE_LENGTH) {
      return known[place];
    }
    // with a time, some of the fillers are days
    return known[place] <= FILLER
        ? slowly(text, from, to)
        : timestamp(text, from, to, known[place]);
  }

  /** {@return the day of a date that is followed by hours and minutes, each in its place} */
  private int timestamp(byte[] text, int from, int to, int day) {
    if (to - from < MINUTE_LENGTH
        || (text[from + 10] != ' ' && text[from + 10] != 'T')
        || text[from + 13] != ':') {
      return slowly(text, from, to);
    }
    int hour = two(text, from + 11);
    int minute = two(text, from + 14);
    int second = 0;
    int at = from + MINUTE_LENGTH;
    if (to - from >= SECOND_LENGTH && text[at] == ':') {
      second = two(text, from + 17);
      at = from + SECOND_LENGTH;
      if (at + 1 < to && text[at] == '.') {
        at++;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
          at++;
        }
      }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return slowly(text, from, to);
    }
    if (at == to) {
      return text[to - 1] == '.' ? NONE : day;
    }
    int offset = offset(text, at, to);
    if (offset == NONE) {
      return slowly(text, from, to);
    }
    int time = hour * 3600 + minute * 60 + second;
    return zone.dayOf((long) day * ZoneDays.SECONDS_OF_DAY + time - offset);
  }

  /** {@return the seconds of Z or an offset such as +01:00 or +0100, or {@link #NONE}} */
  private static int offset(byte[] text, int at, int to) {
    int length = to - at;
    if (length == 1 && text[at] == 'Z') {
      return 0;
    }
    boolean isParted = length == 6 && text[at + 3] == ':';
    if ((text[at] != '+' && text[at] != '-') || (length != 5 && !isParted)) {
      return NONE;
    }
    int hours = two(text, at + 1);
    int minutes = two(text, to - 2);
    if (hours < 0 || hours >= MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
      return NONE;
    }
    int seconds = hours * 3600 + minutes * 60;
    return text[at] == '-' ? -seconds : seconds;
  }

  /** {@return one of eight bytes} */
  private static int digit(long digits, int place) {
    return (int) (digits >>> (place * Byte.SIZE)) & 0xFF;
  }

  /** {@return the value of two digits; far below 0 if they are not digits} */
  private static int two(byte[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1_000_000 : 10 * tens + ones;
  }

  private int slowly(byte[] text, int from, int to) {
    return scanner.start(text, from, to)
        ? scanned()
        : day(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public int day(String text) {
    return scanner.start(text) ? scanned() : NONE;
  }

  private int scanned() {
    return isRead() ? scanner.fields.resolve(zone) : NONE;
  }

  private boolean isRead() {
    DateFields fields = scanner.fields;
    int digits = scanner.digits();
    if (digits == 4) {
      if (!partedDate(fields)) {
        return false;
      }
    } else if (digits == 8 || digits == 12 || digits == 14) {
      fields.year = scanner.number(4, 4);
      fields.month = scanner.number(2, 2);
      fields.day = scanner.number(2, 2);
      if (digits > 8) {
        return compactTime(fields) && scanner.atEnd();
      }
    } else {
      return false;
    }
    return scanner.atEnd() || time(fields);
  }

  private boolean partedDate(DateFields fields) {
    fields.year = scanner.number(4, 4);
    char parting = scanner.peek();
    if (parting != '-' && parting != '/' && parting != '.') {
      return false;
    }
    scanner.take(parting);
    fields.month = scanner.number(1, 2);
    if (fields.month < 0 || !scanner.take(parting)) {
      return false;
    }
    fields.day = scanner.number(1, 2);
    return fields.day >= 0;
  }

  private boolean time(DateFields fields) {
    boolean comma = scanner.take(',');
    boolean blanks = scanner.blanks();
    if (!comma && !blanks && !scanner.take('T') && !scanner.take('t')) {
      return false;
    }
    int digits = scanner.digits();
    if (digits == 4 || digits == 6) {
      if (!compactTime(fields)) {
        return false;
      }
    } else if (!partedTime(fields)) {
      return false;
    }
    scanner.fractionIfAny();
    scanner.halfOfDay();
    return scanner.atEnd() || (scanner.zone() && scanner.atEnd());
  }

  private boolean partedTime(DateFields fields) {
    fields.hour = scanner.number(1, 2);
    if (fields.hour < 0 || !scanner.take(':')) {
      return false;
    }
    fields.minute = scanner.number(2, 2);
    if (fields.minute < 0) {
      return false;
    }
    if (scanner.take(':')) {
      fields.second = scanner.number(2, 2);
      return fields.second >= 0;
    }
    return true;
  }

  private boolean compactTime(DateFields fields) {
    int digits = scanner.digits();
    fields.hour = scanner.number(2, 2);
    fields.minute = scanner.number(2, 2);
    if (digits == 6) {
      fields.second = scanner.number(2, 2);
    }
    return true;
  }

  @Override
  public String expected() {
    return "an ISO-8601 date such as 2024-01-31";
  }
}
