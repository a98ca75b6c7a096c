package dev.churn.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Reads days as uploads write them: ISO-8601, with or without time and offset, taken in UTC. */
final class IsoDays {
  private static final int DATE_LENGTH = 10;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("uuuu-MM-dd'T'HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withChronology(IsoChronology.INSTANCE)
          .withResolverStyle(ResolverStyle.STRICT);

  private IsoDays() {}

  /** {@return the day of a date such as {@code 2024-01-31} or {@code 20240131}} */
  static Optional<LocalDate> parseDate(String text) {
    try {
      if (text.length() == DATE_LENGTH) { // no years of five digits, no signs
        return Optional.of(LocalDate.parse(text));
      }
      if (text.length() == 8) {
        return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
      }
      return Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** {@return the day, in UTC where there is an offset, of a date with or without a time} */
  static Optional<LocalDate> parseDateOrTime(String text) {
    if (text.length() <= DATE_LENGTH) {
      return parseDate(text);
    }
    try {
      char parting = text.charAt(DATE_LENGTH);
      String iso = parting == ' ' ? text.replaceFirst(" ", "T") : text;
      TemporalAccessor parsed = TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof LocalDateTime local
              ? local.toLocalDate()
              : LocalDate.ofInstant(Instant.from(parsed), ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
