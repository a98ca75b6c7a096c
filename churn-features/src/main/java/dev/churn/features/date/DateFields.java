package dev.churn.features.date;

import java.time.LocalDate;
import java.time.zone.ZoneRules;

/** The numbers and names that were read from the text of one date. Used by one thread. */
final class DateFields {
  /** The value of a field that the text does not have. */
  static final int ABSENT = -1;

  private static final int[] DAYS_OF_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int DAYS_OF_WEEK = 7;
  private static final int NOON = 12;
  private static final int HOURS = 24;
  private static final int YEARS_AHEAD = 10;
  private static final int LAST_YEAR = 9999;

  int year;
  int month;
  int day;
  int weekday;
  int hour;
  int minute;
  int second;
  boolean fraction;

  /** 0 before noon, 1 after noon. */
  int half;

  /** Whether the text ends with an offset or a time zone. */
  boolean zoned;

  /** The offset from UTC in seconds, if the zone is not a region. */
  int offset;

  ZoneRules region;

  /** Whether the day, or the month as a number, is a single digit. */
  boolean unpadded;

  void clear() {
    year = ABSENT;
    month = ABSENT;
    day = ABSENT;
    weekday = ABSENT;
    unpadded = false;
    clearTime();
  }

  void clearTime() {
    hour = ABSENT;
    minute = ABSENT;
    second = ABSENT;
    fraction = false;
    half = ABSENT;
    zoned = false;
    offset = 0;
    region = null;
  }

  /** Copies all fields. */
  void set(DateFields other) {
    year = other.year;
    month = other.month;
    day = other.day;
    weekday = other.weekday;
    unpadded = other.unpadded;
    hour = other.hour;
    minute = other.minute;
    second = other.second;
    fraction = other.fraction;
    half = other.half;
    zoned = other.zoned;
    offset = other.offset;
    region = other.region;
  }

  /**
   * Sets a year of two digits, in the latest century in which it is at most ten years after the
   * upload. A date in these ten years is a mistake that is reported, and not one of a century ago.
   */
  void setShortYear(int twoDigits, LocalDate uploadDay) {
    int last = uploadDay.getYear() + YEARS_AHEAD;
    year = last - Math.floorMod(last - twoDigits, 100);
  }

  boolean hasTime() {
    return hour != ABSENT;
  }

  /**
   * {@return the day: as written or, if the text has an offset or a time zone, on which the instant
   * falls in the given zone} {@link DateReader#NONE} if there is no such day or time, {@link
   * DateReader#FILLER} if the day stands for no day.
   */
  int resolve(ZoneDays zone) {
    if (month == 0 && day == 0) {
      return DateReader.FILLER;
    }
    if (!isDate()) {
      return DateReader.NONE;
    }
    int written = Math.toIntExact(LocalDate.of(year, month, day).toEpochDay());
    if (weekday != ABSENT && Math.floorMod(written + 3, DAYS_OF_WEEK) + 1 != weekday) {
      return DateReader.NONE;
    }
    if (!hasTime()) {
      return FillerDays.contains(written) ? DateReader.FILLER : written;
    }
    int time = secondOfDay();
    if (time == ABSENT) {
      return DateReader.NONE;
    }
    if (FillerDays.contains(written, time)) {
      return DateReader.FILLER;
    }
    if (!zoned) {
      return written; // also at 24:00, the last moment of the day
    }
    int shift = region == null ? offset : ZoneNames.offset(region, written, time);
    return zone.dayOf((long) written * ZoneDays.SECONDS_OF_DAY + time - shift);
  }

  private boolean isDate() {
    if (year < 0
        || year > LAST_YEAR
        || month < 1
        || month > 12
        || day < 1
        || day > DAYS_OF_MONTH[month - 1]) {
      return false;
    }
    return month != 2 || day < 29 || LocalDate.of(year, 1, 1).isLeapYear();
  }

  /** {@return the second of the day, or −1 if the time does not exist} */
  private int secondOfDay() {
    int hours = hour;
    if (half != ABSENT && hours <= NOON) { // 12 stands for 0; 0 is written by some, too
      hours = hours % NOON + NOON * half;
    } else if (half == 0 && hours > NOON) {
      return ABSENT;
    }
    int minutes = Math.max(0, minute);
    int seconds = Math.max(0, second);
    boolean endOfDay = hours == HOURS && minutes == 0 && seconds == 0;
    if ((hours >= HOURS && !endOfDay) || minutes > 59 || seconds > 59) {
      return ABSENT;
    }
    return hours * 3600 + minutes * 60 + seconds;
  }
}
