package dev.churn.features.source;

import dev.churn.features.util.NumberMark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the values of cells as a CSV file has them. */
final class CellTexts {
  private static final int EXACT_DIGITS = 15;
  private static final double MAX_SERIAL = 2_958_466; // the day after 9999-12-31
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private CellTexts() {}

  /**
   * {@return a number in plain decimal form, with the 15 digits that a workbook shows} A number
   * that needs more digits keeps them.
   */
  static String number(String raw) {
    if (isPlain(raw)) {
      return raw;
    }
    double value;
    try {
      value = Double.parseDouble(raw);
    } catch (NumberFormatException e) {
      return raw;
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return raw;
    }
    return plain(value);
  }

  /**
   * {@return {@link #number}, with a mark if it has decimals, or so many digits that a workbook has
   * rounded it}
   */
  static String markedNumber(String raw) {
    String number = number(raw);
    return isMarked(number) ? NumberMark.on(number) : number;
  }

  private static boolean isMarked(String number) {
    int digits = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == '.') {
        return true;
      }
      digits += c >= '0' && c <= '9' ? 1 : 0;
    }
    return digits > EXACT_DIGITS;
  }

  private static String plain(double value) {
    var shown = new BigDecimal(value).round(new MathContext(EXACT_DIGITS));
    BigDecimal exact =
        shown.doubleValue() == value ? shown : new BigDecimal(Double.toString(value));
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }

  /** Returns whether the number is an integer of digits, or a short decimal without a last zero. */
  private static boolean isPlain(String raw) {
    int digits = 0;
    int point = -1;
    for (int i = raw.startsWith("-") ? 1 : 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '.' && point < 0) {
        point = i;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return false;
      }
    }
    return point < 0
        ? digits > 0 && !raw.equals("-0")
        : point > 0
            && digits <= EXACT_DIGITS
            && !raw.endsWith("0")
            && !raw.endsWith(".")
            && !raw.startsWith("-.");
  }

  /**
   * {@return the day or time of a serial number} A number that is none, since it is negative or
   * beyond the year 9999, stays a number.
   *
   * @param days1904 whether day 0 is 1904-01-01
   */
  static String day(String raw, NumberFormats.Kind kind, boolean days1904) {
    double serial;
    try {
      serial = Double.parseDouble(raw);
    } catch (NumberFormatException e) {
      return raw;
    }
    if (!(serial >= 0 && serial < MAX_SERIAL)) {
      return number(raw);
    }
    long millis = Math.round(serial * MILLIS_PER_DAY);
    long days = millis / MILLIS_PER_DAY;
    LocalTime time = LocalTime.ofSecondOfDay(millis % MILLIS_PER_DAY / 1000);
    if (kind == NumberFormats.Kind.TIME && days == 0) {
      return TIME.format(time);
    }
    LocalDate day = firstDay(days, days1904).plusDays(days);
    return time.equals(LocalTime.MIDNIGHT)
        ? day.toString()
        : DAY_AND_TIME.format(LocalDateTime.of(day, time));
  }

  /** {@return day 0} Workbooks count 1900-02-29, which there was not, as day 60. */
  private static LocalDate firstDay(long days, boolean days1904) {
    if (days1904) {
      return LocalDate.of(1904, 1, 1);
    }
    return LocalDate.of(1899, 12, days < 60 ? 31 : 30);
  }

  /** {@return a day as text of a cell of type {@code d}, without a time of midnight} */
  static String isoDay(String raw) {
    return raw.replaceFirst("T00:00(:00(\\.0+)?)?Z?$", "");
  }

  /**
   * {@return a text in which {@code _x000D_} and the like are the characters that they stand for}
   */
  static String text(String raw) {
    if (raw.indexOf("_x") < 0) {
      return raw;
    }
    Matcher matcher = ESCAPED.matcher(raw);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
