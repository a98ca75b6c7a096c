package dev.churn.features.date;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.features.util.Text;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads dates in a {@link DateTimeFormatter} pattern. Patterns of the usual letters are read by a
 * {@link DatePattern}, the others by the formatter itself.
 */
final class PatternDateReader extends DateReader {
  private static final int REMEMBERED = 4096;
  private static final int REMEMBERED_LENGTH = 64;

  private final String pattern;
  private final ZoneDays zone;
  private final DateTimeFormatter formatter;
  private final Optional<DatePattern> compiled;
  private final DateScanner scanner = new DateScanner();
  private final LocalDate uploadDay;
  private final KnownDays shortTexts = new KnownDays();
  private final Map<String, Integer> known = new HashMap<>();

  PatternDateReader(String pattern, ZoneDays zone, LocalDate uploadDay) {
    this.pattern = pattern;
    this.zone = zone;
    this.uploadDay = uploadDay;
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
      if (formatted(written) != day.toEpochDay()) {
        throw invalid("it does not name a whole date", null);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw invalid(e.getMessage(), e);
    }
    this.compiled = DatePattern.compile(pattern);
  }

  private ChurnException invalid(String why, Exception cause) {
    String names =
        Arrays.stream(NumberFormat.values())
            .map(NumberFormat::id)
            .collect(Collectors.joining(", "));
    String problem =
        "expected a pattern of a date such as dd/MM/yyyy or yyyy-MM-dd HH:mm, or one of %s, %s, found %s: %s"
            .formatted(ISO, names, Text.quoted(pattern), why);
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
  public int day(byte[] text, int from, int to) {
    return shortTexts.day(text, from, to, () -> unknown(text, from, to));
  }

  private int unknown(byte[] text, int from, int to) {
    return compiled.isPresent() && scanner.start(text, from, to)
        ? scanned(compiled.get())
        : day(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public int day(String text) {
    if (compiled.isPresent()) {
      return scanner.start(text) ? scanned(compiled.get()) : NONE;
    }
    if (text.length() > REMEMBERED_LENGTH) {
      return formatted(text);
    }
    Integer day = known.get(text);
    if (day == null) {
      if (known.size() == REMEMBERED) {
        known.clear();
      }
      day = formatted(text);
      known.put(text, day);
    }
    return day;
  }

  private int scanned(DatePattern usual) {
    return usual.matches(scanner, uploadDay) ? scanner.fields.resolve(zone) : NONE;
  }

  private int formatted(String text) {
    try {
      TemporalAccessor parsed =
          formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      int day =
          parsed instanceof ZonedDateTime zoned
              ? zone.dayOf(zoned.toEpochSecond())
              : Math.toIntExact(LocalDate.from(parsed).toEpochDay());
      return FillerDays.contains(day) ? FILLER : day;
    } catch (DateTimeException | ArithmeticException e) {
      return NONE;
    }
  }

  @Override
  public String expected() {
    return "a date in the format " + Text.quoted(pattern);
  }
}
