package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.util.Set;

/**
 * An as-of date whose horizon has closed.
 *
 * @param horizonDays H: a customer has churned without activity in (asOf, asOf + H]
 * @param models the models that predicted at this date with this horizon
 * @param absentChurned whether a customer who is missing from the newer file counts as churned;
 *     otherwise that customer's outcome is unknown
 */
public record OutcomeDay(
    LocalDate asOf, int horizonDays, Set<ModelId> models, boolean absentChurned) {
  public OutcomeDay {
    requireNonNull(asOf, "asOf");
    models = Set.copyOf(models);
  }
}
