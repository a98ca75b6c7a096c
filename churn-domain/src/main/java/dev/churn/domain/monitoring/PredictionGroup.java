package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import java.time.YearMonth;

/**
 * A group of predictions that are evaluated together. If a customer has several for one as-of date,
 * the latest counts.
 *
 * @param month the month of the as-of date
 */
public record PredictionGroup(ModelId model, int version, ModelRole role, YearMonth month) {
  public PredictionGroup {
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(month, "month");
  }
}
