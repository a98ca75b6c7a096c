package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the numbers of an evaluation are about: which customers, at which dates, and how far ahead.
 * Numbers of different scopes cannot be compared.
 *
 * @param population the customers that the model was evaluated on
 * @param horizonDays the horizon of their labels in days, at least 1; empty for models of earlier
 *     versions
 * @param asOf the as-of dates of their rows, the latest first; empty for models of earlier versions
 */
public record EvaluationScope(
    EvaluationMethod method, Population population, OptionalInt horizonDays, List<LocalDate> asOf) {
  public EvaluationScope {
    requireNonNull(method, "method");
    requireNonNull(population, "population");
    requireNonNull(horizonDays, "horizonDays");
    if (horizonDays.isPresent() && horizonDays.getAsInt() < 1) {
      throw new IllegalArgumentException("expected a horizon of days, found " + horizonDays);
    }
    asOf = List.copyOf(asOf);
  }
}
