package dev.churn.features.csv;

import java.nio.charset.StandardCharsets;

/**
 * Reads ISO-8601 dates and their common variants: year first, in four digits, then month and day,
 * with or without a time, an offset or a time zone.
 */
final class IsoDateReader extends DateReader {
  private static final int YEAR = 12 * 31;
  private static final int FIRST_YEAR = 1900;
  private static final int YEARS = 200;
  private static final int DATE_LENGTH = 10;
  private static final int MINUTE_LENGTH = 16;
  private static final int SECOND_LENGTH = 19;

  // days, by year, month and day; 0 if not yet computed
  private final int[] known = new int[YEARS * YEAR];
  private final DateScanner scanner = new DateScanner();
  private final ZoneDays zone;
  private final boolean utc;

  IsoDateReader(ZoneDays zone) {
    this.zone = zone;
    this.utc = zone.areUtc();
  }

  /** Reads plain dates, and those with a plain time, without a scanner. */
  @Override
  int day(byte[] text, int from, int to) {
    int length = to - from;
    if (length < DATE_LENGTH || text[from + 4] != '-' || text[from + 7] != '-') {
      return slowly(text, from, to);
    }
    if (length > DATE_LENGTH && !isPlainTime(text, from, to)) {
      return slowly(text, from, to);
    }
    int year = 100 * two(text, from) + two(text, from + 2) - FIRST_YEAR;
    int month = two(text, from + 5) - 1;
    int day = two(text, from + 8) - 1;
    if (year < 0 || year >= YEARS || month < 0 || month >= 12 || day < 0 || day >= 31) {
      return slowly(text, from, to);
    }
    int place = year * YEAR + month * 31 + day;
    if (known[place] == 0) {
      known[place] = slowly(text, from, from + DATE_LENGTH);
    }
    // with a time, some of the fillers are days
    return known[place] == FILLER ? slowly(text, from, to) : known[place];
  }

  /** {@return whether a date is followed by hours and minutes, seconds and Z, each in its place} */
  private boolean isPlainTime(byte[] text, int from, int to) {
    int length = to - from;
    if (length < MINUTE_LENGTH
        || (text[from + 10] != ' ' && text[from + 10] != 'T')
        || text[from + 13] != ':') {
      return false;
    }
    int hour = two(text, from + 11);
    int minute = two(text, from + 14);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return false;
    }
    if (length == MINUTE_LENGTH) {
      return true;
    }
    if (length < SECOND_LENGTH || text[from + 16] != ':') {
      return false;
    }
    int second = two(text, from + 17);
    if (second < 0 || second > 59) {
      return false;
    }
    int end = utc && text[to - 1] == 'Z' ? to - 1 : to;
    int at = from + SECOND_LENGTH;
    if (at == end) {
      return true;
    }
    if (at > end || text[at] != '.' || at + 1 == end) {
      return false;
    }
    at++;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at == end;
  }

  /** {@return the value of two digits; −10,000 or less if they are not digits} */
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
  int day(String text) {
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
  String expected() {
    return "an ISO-8601 date such as 2024-01-31";
  }
}
