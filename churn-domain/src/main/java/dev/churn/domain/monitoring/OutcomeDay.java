package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.util.Set;

/**
 * An as-of day whose horizon has closed.
 *
 * @param horizonDays H: who shows no activity in (asOf, asOf + H] has churned
 * @param models whose predictions for this day speak of this horizon
 * @param absentChurned whether a customer who is not in the newer file has churned; otherwise that
 *     is not known
 */
public record OutcomeDay(
    LocalDate asOf, int horizonDays, Set<ModelId> models, boolean absentChurned) {
  public OutcomeDay {
    requireNonNull(asOf, "asOf");
    models = Set.copyOf(models);
  }
}
