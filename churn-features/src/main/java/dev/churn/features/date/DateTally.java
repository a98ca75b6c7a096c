package dev.churn.features.date;

import java.time.LocalDate;

/**
 * Counts the values that a format of dates reads, and how they are written in it: with a time or
 * without, with seconds and so on. Used by one thread.
 */
final class DateTally {
  private static final int FIRST = Math.toIntExact(DateReader.FIRST_DAY.toEpochDay());
  private static final int YEAR_DIGITS = 4;
  private static final String TIME = "[ H:mm[:ss[.SSS]][ a][ z]]";

  private final String date;
  private final boolean isTimed;
  private final DatePattern pattern;
  private final ZoneDays zone;
  private final LocalDate uploadDay;
  private final int lastDay;
  private long read;
  private long past;
  private long times;
  private long seconds;
  private long fractions;
  private long halves;
  private long zones;
  private long unpadded;

  /**
   * @param date the pattern of the date
   * @param isTimed whether a time may follow
   */
  DateTally(String date, boolean isTimed, ZoneDays zone, LocalDate uploadDay) {
    this.date = date;
    this.isTimed = isTimed;
    this.pattern = DatePattern.compile(isTimed ? date + TIME : date).orElseThrow();
    this.zone = zone;
    this.uploadDay = uploadDay;
    this.lastDay = Math.toIntExact(uploadDay.toEpochDay());
  }

  /** Counts the text of the scanner. {@return its day, or {@link DateReader#NONE}} */
  int add(DateScanner scanner) {
    scanner.restart();
    DateFields fields = scanner.fields;
    int day = pattern.matches(scanner, uploadDay) ? fields.resolve(zone) : DateReader.NONE;
    if (day < FIRST && day != DateReader.FILLER) {
      return DateReader.NONE;
    }
    read++;
    past += day <= lastDay ? 1 : 0;
    times += fields.hasTime() ? 1 : 0;
    seconds += fields.second == DateFields.ABSENT ? 0 : 1;
    fractions += fields.fraction ? 1 : 0;
    halves += fields.half == DateFields.ABSENT ? 0 : 1;
    zones += fields.zoned ? 1 : 0;
    unpadded += fields.unpadded ? 1 : 0;
    return day;
  }

  /** {@return whether a sign stands behind a year of four digits at the start of the pattern} */
  boolean partsYearBy(char sign) {
    return date.charAt(YEAR_DIGITS) == sign;
  }

  void add(DateTally other) {
    read += other.read;
    past += other.past;
    times += other.times;
    seconds += other.seconds;
    fractions += other.fractions;
    halves += other.halves;
    zones += other.zones;
    unpadded += other.unpadded;
  }

  /** {@return number of values that the format reads} */
  long read() {
    return read;
  }

  /** {@return number of values that the format reads as days up to that of the upload} */
  long past() {
    return past;
  }

  /** {@return the pattern that reads what was read; what only some values have is in brackets} */
  String format() {
    if (!isTimed) {
      return date;
    }
    String day = unpadded > 0 ? date : padded(date);
    String fraction = section(".SSS", fractions, seconds);
    String time =
        (halves > 0 && halves == times ? " h:mm" : " H:mm")
            + section(":ss" + fraction, seconds, times)
            + section(" a", halves, times)
            + section(" z", zones, times);
    return day + section(time, times, read);
  }

  /** {@return a pattern whose days and numbers of months have two digits} */
  private static String padded(String date) {
    String days = date.contains("dd") ? date : date.replace("d", "dd");
    return days.contains("MM") ? days : days.replace("M", "MM");
  }

  private static String section(String part, long count, long all) {
    return count == 0 ? "" : count == all ? part : "[" + part + "]";
  }
}
