package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import java.time.YearMonth;

/**
 * The predictions that are judged together. Of several for one customer and as-of day, the latest
 * counts.
 *
 * @param month of the as-of day
 */
public record PredictionGroup(ModelId model, int version, ModelRole role, YearMonth month) {
  public PredictionGroup {
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(month, "month");
  }
}
