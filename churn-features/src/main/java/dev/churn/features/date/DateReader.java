package dev.churn.features.date;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.IsoDays;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads dates in one format as days, counted from 1970-01-01. A date or time without an offset is
 * on the day that is written. A time with an offset or a time zone, and a time in seconds since
 * 1970, is on the day of the organization's time zone. Used by one thread.
 */
public abstract class DateReader {
  /** The first day that an event may have. */
  public static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  /** The result of {@link #day} for text that is not a date in the format. */
  public static final int NONE = IsoDays.NONE;

  /**
   * The result of {@link #day} for a date that tools write where they know no day, such as
   * 1970-01-01, 1900-01-01 or 9999-12-31.
   */
  public static final int FILLER = NONE + 1;

  /** Why a row is rejected whose date is a {@link #FILLER}. */
  public static final String FILLER_PROBLEM =
      "expected the day of the event, not a placeholder for a missing date";

  /** The name of the format that is read where none is given: ISO-8601 and its variants. */
  public static final String ISO = "iso";

  /** {@return the day of a date or a time, {@link #NONE} or {@link #FILLER}} */
  public abstract int day(String text);

  /**
   * {@return the day of UTF-8 text} It may return {@link #NONE} for a valid date in a rare form;
   * then use {@link #day(String)}.
   */
  public int day(byte[] text, int from, int to) {
    return day(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  /** {@return the format, as a phrase that completes "expected "} */
  public abstract String expected();

  /**
   * {@return a reader for dates in the given format}
   *
   * @param format {@link #ISO} or empty, the name of a format in numbers ({@link NumberFormat}), or
   *     a {@link java.time.format.DateTimeFormatter} pattern
   * @param zone the time zone on whose days instants fall
   * @param uploadDay the day by which years of two digits get their century
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the pattern is invalid or does
   *     not describe a whole date
   */
  public static DateReader of(Optional<String> format, ZoneId zone, LocalDate uploadDay) {
    var days = new ZoneDays(zone);
    if (format.isEmpty() || format.get().equals(ISO)) {
      return new IsoDateReader(days);
    }
    Optional<NumberFormat> number =
        Arrays.stream(NumberFormat.values())
            .filter(known -> known.id().equals(format.get()))
            .findFirst();
    return number.isPresent()
        ? new NumberDateReader(number.get(), days)
        : new PatternDateReader(format.get(), days, uploadDay);
  }
}
