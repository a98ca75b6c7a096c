package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.feature.IsoDays;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parses dates in one format into UTC days, counted from 1970-01-01. Used by one thread. */
public abstract class DateReader {
  /** The result of {@link #day} for text that is not a date in the format. */
  public static final int NONE = IsoDays.NONE;

  /** {@return the UTC day of a date or a time, or {@link #NONE}} */
  abstract int day(String text);

  /**
   * {@return the UTC day of UTF-8 text} It may return {@link #NONE} for a valid date in a rare
   * form; then use {@link #day(String)}.
   */
  int day(byte[] text, int from, int to) {
    return day(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  /** {@return the format, as a phrase that completes "expected "} */
  abstract String expected();

  /**
   * {@return a reader for dates in the given pattern, or in ISO-8601 without one}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the pattern is invalid or does
   *     not describe a whole date
   */
  static DateReader of(Optional<String> pattern) {
    return pattern.isPresent() ? new Pattern(pattern.get()) : new Iso();
  }

  private static final class Iso extends DateReader {
    private static final int YEAR = 12 * 31;
    private static final int FIRST_YEAR = 1900;
    private static final int YEARS = 200;
    private static final int LENGTH = 10;

    // days, by year, month and day; 0 if not yet computed
    private final int[] known = new int[YEARS * YEAR];

    /** Parses plain dates and caches the days of two centuries. */
    @Override
    int day(byte[] text, int from, int to) {
      if (to - from != LENGTH || text[from + 4] != '-' || text[from + 7] != '-') {
        return super.day(text, from, to);
      }
      int year = 100 * two(text, from) + two(text, from + 2) - FIRST_YEAR;
      int month = two(text, from + 5) - 1;
      int day = two(text, from + 8) - 1;
      if (year < 0 || year >= YEARS || month < 0 || month >= 12 || day < 0 || day >= 31) {
        return NONE;
      }
      int place = year * YEAR + month * 31 + day;
      if (known[place] == 0) {
        known[place] = super.day(text, from, to);
      }
      return known[place];
    }

    /** {@return the value of two digits; −10,000 or less if they are not digits} */
    private static int two(byte[] text, int at) {
      int tens = text[at] - '0';
      int ones = text[at + 1] - '0';
      return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -10_000 : 10 * tens + ones;
    }

    @Override
    int day(String text) {
      return IsoDays.epochDay(text);
    }

    @Override
    String expected() {
      return "an ISO-8601 date such as 2024-01-31";
    }
  }

  private static final class Pattern extends DateReader {
    private static final int REMEMBERED = 4096;
    private static final int REMEMBERED_LENGTH = 64;

    private final String pattern;
    private final DateTimeFormatter formatter;
    private final Map<String, Integer> known = new HashMap<>();

    Pattern(String pattern) {
      this.pattern = pattern;
      LocalDate day = LocalDate.of(2003, 11, 29); // no two of its numbers can be confused
      try {
        this.formatter =
            new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                // strict resolving accepts the year of an era, yyyy, only together with the era
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        String written = formatter.format(day.atTime(13, 14, 15).atZone(ZoneOffset.UTC));
        if (parse(written) != day.toEpochDay()) {
          throw invalid("it does not name a whole date", null);
        }
      } catch (IllegalArgumentException | DateTimeException e) {
        throw invalid(e.getMessage(), e);
      }
    }

    private ChurnException invalid(String why, Exception cause) {
      String problem =
          "expected a pattern of a date such as dd/MM/yyyy or yyyy-MM-dd HH:mm, found %s: %s"
              .formatted(Text.quoted(pattern), why);
      ChurnException refused =
          new ChurnException(
              ErrorCode.INVALID_INPUT,
              "The date format cannot be used",
              List.of(new FieldError("date_format", problem)));
      if (cause != null) {
        refused.initCause(cause);
      }
      return refused;
    }

    @Override
    int day(String text) {
      if (text.length() > REMEMBERED_LENGTH) {
        return parse(text);
      }
      Integer day = known.get(text);
      if (day == null) {
        if (known.size() == REMEMBERED) {
          known.clear();
        }
        day = parse(text);
        known.put(text, day);
      }
      return day;
    }

    private int parse(String text) {
      try {
        TemporalAccessor parsed =
            formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        LocalDate day =
            parsed instanceof ZonedDateTime zoned
                ? zoned.withZoneSameInstant(ZoneOffset.UTC).toLocalDate()
                : LocalDate.from(parsed);
        return Math.toIntExact(day.toEpochDay());
      } catch (DateTimeException | ArithmeticException e) {
        return NONE;
      }
    }

    @Override
    String expected() {
      return "a date in the format " + Text.quoted(pattern);
    }
  }
}
