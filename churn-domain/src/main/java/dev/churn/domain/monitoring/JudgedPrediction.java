package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.value.CustomerValue;
import java.util.Optional;

/**
 * A prediction with its outcome.
 *
 * @param customer a number that identifies the customer
 * @param active whether the customer was active at the as-of date; empty where it is not known
 * @param value what was expected of the customer; empty where the prediction does not say it
 * @param told an unknown outcome if the stored one is
 */
public record JudgedPrediction(
    ModelId model,
    int version,
    ModelRole role,
    long customer,
    Optional<Boolean> active,
    double probability,
    Optional<CustomerValue> value,
    ObservedOutcome told) {
  public JudgedPrediction {
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(active, "active");
    requireNonNull(value, "value");
    requireNonNull(told, "told");
  }
}
