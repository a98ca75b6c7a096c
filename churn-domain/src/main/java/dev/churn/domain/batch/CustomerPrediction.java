package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.value.CustomerValue;
import dev.churn.domain.value.RiskSums;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A customer's predicted churn probability in a batch.
 *
 * @param batch the batch it belongs to
 * @param rank the position in the batch, from 1: lapsed customers last, otherwise by the sort of
 *     the list that shows it, and outside of lists by value at risk if customers of the batch have
 *     one; in lists of everyone ({@code Include.ALL}) by probability the position by probability
 *     and customer id alone; {@link #UNRANKED} until the batch is stored, and always for
 *     predictions that are not the answer
 * @param customerId as in the file, 1 to 256 characters of any kind except NUL
 * @param asOf the as-of date of the features
 * @param model the model that made the prediction
 * @param role the role of that model when the batch started; empty in batches of earlier versions
 * @param active whether the customer was active at the as-of date, by the window of the model;
 *     empty where that is not known
 * @param activity the state at the as-of date, by the window of the organization when the batch
 *     started; empty in batches of earlier versions
 * @param value what is expected of the customer within the horizon of the model; empty in batches
 *     of earlier versions and where the model does not estimate it
 * @param reasons sentences that explain the prediction, the strongest reason first; empty for most
 *     customers
 */
public record CustomerPrediction(
    BatchId batch,
    long rank,
    String customerId,
    LocalDate asOf,
    ChurnProbability probability,
    ModelId model,
    int modelVersion,
    Optional<ModelRole> role,
    Optional<Boolean> active,
    Optional<CustomerActivity> activity,
    Optional<CustomerValue> value,
    List<String> reasons) {
  /** The rank of a prediction without a rank. */
  public static final long UNRANKED = 0;

  public CustomerPrediction {
    requireNonNull(batch, "batch");
    requireNonNull(customerId, "customerId");
    requireNonNull(asOf, "asOf");
    requireNonNull(probability, "probability");
    requireNonNull(model, "model");
    requireNonNull(role, "role");
    requireNonNull(active, "active");
    requireNonNull(activity, "activity");
    requireNonNull(value, "value");
    reasons = List.copyOf(reasons);
    if (rank < 0) {
      throw new IllegalArgumentException("expected a rank from 1 on or none, found " + rank);
    }
  }

  /**
   * Creates a prediction of an earlier version, which recorded neither the customer's activity nor
   * value.
   */
  public CustomerPrediction(
      BatchId batch,
      long rank,
      String customerId,
      LocalDate asOf,
      ChurnProbability probability,
      ModelId model,
      int modelVersion,
      Optional<ModelRole> role,
      Optional<Boolean> active,
      List<String> reasons) {
    this(
        batch,
        rank,
        customerId,
        asOf,
        probability,
        model,
        modelVersion,
        role,
        active,
        Optional.empty(),
        Optional.empty(),
        reasons);
  }

  /** {@return whether the customer is known to be lapsed} */
  public boolean isLapsed() {
    return activity.map(CustomerActivity::isLapsed).orElse(false);
  }

  /** {@return the value at risk, as far as it is known} */
  public OptionalDouble valueAtRisk() {
    return value.map(CustomerValue::valueAtRisk).orElseGet(OptionalDouble::empty);
  }

  /** {@return what this customer adds to the sums of a list} */
  public RiskSums sums() {
    return RiskSums.of(probability, valueAtRisk());
  }

  /** {@return a copy of this prediction with the given batch and rank} */
  public CustomerPrediction in(BatchId newBatch, long newRank) {
    return new CustomerPrediction(
        newBatch,
        newRank,
        customerId,
        asOf,
        probability,
        model,
        modelVersion,
        role,
        active,
        activity,
        value,
        reasons);
  }

  /** {@return a copy of this prediction with the given reasons} */
  public CustomerPrediction because(List<String> newReasons) {
    return new CustomerPrediction(
        batch,
        rank,
        customerId,
        asOf,
        probability,
        model,
        modelVersion,
        role,
        active,
        activity,
        value,
        newReasons);
  }
}
