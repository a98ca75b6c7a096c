package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.outcome.RecordedDay;
import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * The predictions and outcomes that a measure covers.
 *
 * @param horizonDays the horizon H; empty if the outcomes are labels of a file
 * @param firstAsOf the first as-of date among the predictions
 * @param lastAsOf the last as-of date among them
 * @param knownUntil the last known day of the newest dataset that the outcomes come from
 */
public record Cut(
    OptionalInt horizonDays, LocalDate firstAsOf, LocalDate lastAsOf, LocalDate knownUntil) {
  public Cut {
    requireNonNull(horizonDays, "horizonDays");
    requireNonNull(firstAsOf, "firstAsOf");
    requireNonNull(lastAsOf, "lastAsOf");
    requireNonNull(knownUntil, "knownUntil");
    if (lastAsOf.isBefore(firstAsOf)) {
      throw new IllegalArgumentException(
          "expected the first as-of date first, found %s and %s".formatted(firstAsOf, lastAsOf));
    }
  }

  /** {@return the cut of a single day} */
  public static Cut of(RecordedDay day) {
    return new Cut(day.horizon(), day.asOf(), day.asOf(), day.knownUntil());
  }

  /** {@return this cut, and another with the same horizon} */
  public Cut and(Cut other) {
    return new Cut(
        horizonDays,
        firstAsOf.isBefore(other.firstAsOf) ? firstAsOf : other.firstAsOf,
        lastAsOf.isAfter(other.lastAsOf) ? lastAsOf : other.lastAsOf,
        knownUntil.isAfter(other.knownUntil) ? knownUntil : other.knownUntil);
  }
}
