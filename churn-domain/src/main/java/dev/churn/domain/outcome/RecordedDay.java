package dev.churn.domain.outcome;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An as-of date with stored outcomes.
 *
 * @param horizonDays the horizon of the outcomes; {@link OutcomeDay#LABELS} for labels of a file
 * @param models the models whose predictions have these outcomes
 * @param knownUntil the last known day of the dataset that told of them last
 */
public record RecordedDay(
    LocalDate asOf, int horizonDays, Set<ModelId> models, LocalDate knownUntil) {
  public RecordedDay {
    requireNonNull(asOf, "asOf");
    requireNonNull(knownUntil, "knownUntil");
    models = Set.copyOf(models);
  }

  /** {@return the month of the as-of date} */
  public YearMonth month() {
    return YearMonth.from(asOf);
  }

  /** {@return the horizon; empty for labels of a file} */
  public OptionalInt horizon() {
    return horizonDays == OutcomeDay.LABELS ? OptionalInt.empty() : OptionalInt.of(horizonDays);
  }
}
