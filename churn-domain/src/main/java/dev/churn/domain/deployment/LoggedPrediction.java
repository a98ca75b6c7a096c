package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A prediction that was made for one customer, kept so that it can be judged once its horizon has
 * closed.
 *
 * @param asOf the day from which the model looked back
 * @param role as what the model predicted; with {@link ModelRole#SHADOW} nobody was told
 */
public record LoggedPrediction(
    OrganizationId organizationId,
    String customerId,
    LocalDate asOf,
    ModelId model,
    int modelVersion,
    ModelRole role,
    ChurnProbability probability,
    Instant createdAt) {
  public LoggedPrediction {
    requireNonNull(organizationId, "organizationId");
    requireNonNull(customerId, "customerId");
    requireNonNull(asOf, "asOf");
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(probability, "probability");
    requireNonNull(createdAt, "createdAt");
  }
}
