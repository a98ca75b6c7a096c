package dev.churn.domain.feature;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Parses ISO-8601 text to a day in UTC, without allocating objects. It accepts {@code 2024-01-31},
 * {@code 20240131}, and the first form with a time, {@code
 * 2024-01-31T23:59[:59[.999]][Z|±hh[:mm]|±hhmm]}, where a blank may replace the T. A time without
 * an offset is in UTC.
 */
public final class IsoDays {
  /** The result of {@link #epochDay} for invalid text. */
  public static final int NONE = Integer.MIN_VALUE;

  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_OF_DAY = 86_400;
  private static final int[] DAYS_OF_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int MAX_OFFSET_HOURS = 18;

  private IsoDays() {}

  /** {@return the day of a date or timestamp, or empty if the text is invalid} */
  public static Optional<LocalDate> parse(String text) {
    int day = epochDay(text);
    return day == NONE ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(day));
  }

  /** {@return the day of a date, or empty if the text is invalid or a timestamp} */
  public static Optional<LocalDate> parseDate(String text) {
    return text.length() > DATE_LENGTH ? Optional.empty() : parse(text);
  }

  /**
   * {@return the day of a date or timestamp, as days since 1970-01-01, or {@link #NONE} if the text
   * is invalid}
   */
  public static int epochDay(String text) {
    int length = text.length();
    if (length == 8) {
      return date(number(text, 0, 4), number(text, 4, 2), number(text, 6, 2));
    }
    if (length < DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return NONE;
    }
    int day = date(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    if (length == DATE_LENGTH || day == NONE) {
      return day;
    }
    char parting = text.charAt(10);
    if (parting != 'T' && parting != 't' && parting != ' ') {
      return NONE;
    }
    return dayOfTime(text, day);
  }

  private static int dayOfTime(String text, int day) {
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text.charAt(13) != ':') {
      return NONE;
    }
    int second = 0;
    int at = 16;
    if (at < text.length() && text.charAt(at) == ':') {
      second = number(text, 17, 2);
      if (second < 0 || second > 59) {
        return NONE;
      }
      at = afterFraction(text, 19);
    }
    int offset = at < 0 ? NONE : offset(text, at);
    if (offset == NONE) {
      return NONE;
    }
    return day + Math.floorDiv(hour * 3600 + minute * 60 + second - offset, SECONDS_OF_DAY);
  }

  /**
   * {@return the index after the digits that follow a decimal point at {@code at}; −1 if there are
   * none}
   */
  private static int afterFraction(String text, int at) {
    if (at == text.length() || (text.charAt(at) != '.' && text.charAt(at) != ',')) {
      return at;
    }
    int end = at + 1;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end == at + 1 ? -1 : end;
  }

  /**
   * {@return the offset from UTC, in seconds, that starts at {@code at}; 0 if the text ends there}
   */
  private static int offset(String text, int at) {
    int rest = text.length() - at;
    if (rest == 0) {
      return 0;
    }
    char sign = text.charAt(at);
    if (sign == 'Z' || sign == 'z') {
      return rest == 1 ? 0 : NONE;
    }
    int hours = number(text, at + 1, 2);
    int minutes =
        switch (rest) {
          case 3 -> 0;
          case 5 -> number(text, at + 3, 2);
          case 6 -> text.charAt(at + 3) == ':' ? number(text, at + 4, 2) : -1;
          default -> -1;
        };
    if ((sign != '+' && sign != '-') || hours < 0 || minutes < 0 || minutes > 59) {
      return NONE;
    }
    int seconds = hours * 3600 + minutes * 60;
    if (seconds > MAX_OFFSET_HOURS * 3600) {
      return NONE;
    }
    return sign == '-' ? -seconds : seconds;
  }

  /**
   * {@return the number with exactly {@code digits} digits at {@code from}; −1 if there is none}
   */
  private static int number(String text, int from, int digits) {
    if (from + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * {@return days since 1970-01-01 in the Gregorian calendar, or NONE if the date does not exist}
   */
  private static int date(int year, int month, int day) {
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > DAYS_OF_MONTH[month - 1]) {
      return NONE;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2 && day == 29 && !leap) {
      return NONE;
    }
    // years start on 1 March here, so that the leap day is the last day of its year
    int marchYear = month <= 2 ? year - 1 : year;
    int marchMonth = (month + 9) % 12;
    int dayOfYear = (153 * marchMonth + 2) / 5 + day - 1;
    return 365 * marchYear
        + Math.floorDiv(marchYear, 4)
        - Math.floorDiv(marchYear, 100)
        + Math.floorDiv(marchYear, 400)
        + dayOfYear
        - 719_468;
  }
}
