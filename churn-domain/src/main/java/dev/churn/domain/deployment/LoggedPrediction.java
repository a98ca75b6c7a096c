package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A prediction for one customer, logged so that it can be evaluated once its horizon has closed.
 *
 * @param asOf the as-of date of the features
 * @param role the role of the model at that time
 * @param shadow whether the prediction was made for comparison only and not returned to the caller:
 *     that of a shadow model, and those of champion and challengers for a customer for whom another
 *     model answers
 * @param active whether the customer was active at the as-of date, by the window of the model;
 *     empty where that is not known
 * @param activity the state at the as-of date, by the window of the organization at the time of the
 *     call; empty in predictions of earlier versions
 */
public record LoggedPrediction(
    OrganizationId organizationId,
    String customerId,
    LocalDate asOf,
    ModelId model,
    int modelVersion,
    ModelRole role,
    boolean shadow,
    Optional<Boolean> active,
    Optional<CustomerActivity> activity,
    ChurnProbability probability,
    Instant createdAt) {
  public LoggedPrediction {
    requireNonNull(organizationId, "organizationId");
    requireNonNull(customerId, "customerId");
    requireNonNull(asOf, "asOf");
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(active, "active");
    requireNonNull(activity, "activity");
    requireNonNull(probability, "probability");
    requireNonNull(createdAt, "createdAt");
  }

  /** Creates a prediction of an earlier version, which did not record the customer's activity. */
  public LoggedPrediction(
      OrganizationId organizationId,
      String customerId,
      LocalDate asOf,
      ModelId model,
      int modelVersion,
      ModelRole role,
      boolean shadow,
      Optional<Boolean> active,
      ChurnProbability probability,
      Instant createdAt) {
    this(
        organizationId,
        customerId,
        asOf,
        model,
        modelVersion,
        role,
        shadow,
        active,
        Optional.empty(),
        probability,
        createdAt);
  }
}
