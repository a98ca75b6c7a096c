package dev.churn.features.date;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A {@link java.time.format.DateTimeFormatter} pattern of the usual letters, which is matched more
 * leniently than by the formatter: blanks may be of any kind and number, months and weekdays may be
 * short or in full, a weekday may stand in front, and hours and days may be padded with a blank. It
 * is immutable.
 */
final class DatePattern {
  private final DateElement first;

  private DatePattern(DateElement first) {
    this.first = first;
  }

  /** {@return the pattern, or empty if it has letters that are not usual} */
  static Optional<DatePattern> compile(String pattern) {
    return new DatePatternCompiler(pattern).compile().map(DatePattern::new);
  }

  /** Reads a whole text into the fields of the scanner, which is at its start. */
  boolean matches(DateScanner scanner, LocalDate uploadDay) {
    if (first.matches(scanner, uploadDay)) {
      return true;
    }
    // a pattern without a weekday also reads "Fri, 05 Jan 2024"
    scanner.restart();
    if (!scanner.weekday()) {
      return false;
    }
    boolean comma = scanner.take(',');
    return (scanner.blanks() || comma) && first.matches(scanner, uploadDay);
  }
}
