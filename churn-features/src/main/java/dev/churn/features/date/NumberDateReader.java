package dev.churn.features.date;

import dev.churn.features.util.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * Reads numbers as days: times since 1970 in a unit, or the days of spreadsheets. An earlier day
 * than {@link #FIRST_DAY_OF_NUMBERS} is none: a number in a smaller unit than the others, or one
 * that is no time at all, would nearly always be one.
 */
final class NumberDateReader extends DateReader {
  /** The first day that a number may mean, 1990-01-01, as there are too many smaller numbers. */
  static final int FIRST_DAY_OF_NUMBERS = Math.toIntExact(LocalDate.of(1990, 1, 1).toEpochDay());

  /** The number of the first day after 28 February 1900 in the 1900 system. */
  private static final int FIRST_OF_MARCH = 61;

  /** The number of 29 February 1900, which spreadsheets have and the calendar has not. */
  private static final int NO_DAY = 60;

  private static final int EPOCH_IN_EXCEL = 25_569;
  private static final int LAST_EXCEL_DAY = 2_958_465;
  private static final int MAX_LENGTH = 40;
  private static final int MAX_DIGITS = 18;
  private static final int EXACT_DIGITS = 8;
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal MAX_SECONDS = new BigDecimal("300000000000");

  private final NumberFormat format;
  private final ZoneDays zone;

  NumberDateReader(NumberFormat format, ZoneDays zone) {
    this.format = format;
    this.zone = zone;
  }

  /** Reads digits with an optional fraction of any length, without a scanner. */
  @Override
  public int day(byte[] text, int from, int to) {
    long number = 0;
    int at = from;
    while (at < to && text[at] >= '0' && text[at] <= '9') {
      if (at - from == MAX_DIGITS) {
        return super.day(text, from, to);
      }
      number = 10 * number + text[at] - '0';
      at++;
    }
    if (at == from || (at < to && !isFraction(text, at, to))) {
      return super.day(text, from, to);
    }
    return wholeDay(number);
  }

  private static boolean isFraction(byte[] text, int from, int to) {
    if ((text[from] != '.' && text[from] != ',') || from + 1 == to) {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public int day(String text) {
    BigDecimal number = number(Text.trim(text));
    if (number == null) {
      return NONE;
    }
    if (format == NumberFormat.EXCEL_DAYS) {
      BigDecimal day = number.setScale(0, RoundingMode.FLOOR);
      return day.signum() < 0 || day.compareTo(BigDecimal.valueOf(LAST_EXCEL_DAY)) > 0
          ? NONE
          : excelDay(day.intValueExact());
    }
    if (number.scale() < 0 && number.precision() < EXACT_DIGITS) {
      // 1.70441E+09 has lost its last digits: it is read if they do not change the day
      BigDecimal half = HALF.scaleByPowerOfTen(-number.scale());
      int first = epochDay(number.subtract(half));
      return first == epochDay(number.add(half)) ? first : NONE;
    }
    return epochDay(number);
  }

  private static BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    char before = 'e';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isExponent = c == 'e' || c == 'E';
      boolean isSign = (c == '+' || c == '-') && (before == 'e' || before == 'E');
      if ((c < '0' || c > '9') && c != '.' && c != ',' && !isExponent && !isSign) {
        return null; // an exception for each date that is no number would take long
      }
      before = c;
    }
    try {
      var number = new BigDecimal(text.replace(',', '.'));
      // beyond this, no number is a day, and a power of ten would be written out
      return number.precision() - (long) number.scale() > MAX_LENGTH || number.scale() > MAX_LENGTH
          ? null
          : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private int epochDay(BigDecimal number) {
    BigDecimal seconds =
        number.divide(BigDecimal.valueOf(format.unitsPerSecond()), 0, RoundingMode.FLOOR);
    return seconds.abs().compareTo(MAX_SECONDS) > 0 ? NONE : dayOf(seconds.longValueExact());
  }

  /** {@return the day of a number whose fraction, if it has one, is left out} */
  private int wholeDay(long number) {
    if (format == NumberFormat.EXCEL_DAYS) {
      return number > LAST_EXCEL_DAY ? NONE : excelDay((int) number);
    }
    long seconds = number / format.unitsPerSecond();
    return seconds > MAX_SECONDS.longValue() ? NONE : dayOf(seconds);
  }

  /** {@return the day; all of the first day of 1970, in UTC, is a zero in disguise} */
  private int dayOf(long seconds) {
    return seconds >= -1 && seconds < ZoneDays.SECONDS_OF_DAY
        ? FILLER
        : bounded(zone.dayOf(seconds));
  }

  private static int bounded(int day) {
    return day < FIRST_DAY_OF_NUMBERS ? NONE : day;
  }

  private static int excelDay(int number) {
    if (number == NO_DAY) {
      return NONE;
    }
    int day = number - EPOCH_IN_EXCEL + (number < FIRST_OF_MARCH ? 1 : 0);
    return FillerDays.contains(day) || number == 0 ? FILLER : bounded(day);
  }

  @Override
  public String expected() {
    return format.expected();
  }
}
