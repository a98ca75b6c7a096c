package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.prediction.ChurnProbability;
import java.time.LocalDate;
import java.util.List;

/**
 * How likely a customer of a batch is to leave.
 *
 * @param batch to which it belongs
 * @param rank 1 for the likeliest to leave, by probability and then by customer id; {@link
 *     #UNRANKED} until the batch is stored, and always for what was never an answer
 * @param customerId as in the file, 1 to 256 characters of any kind but NUL
 * @param asOf the day from which the features look back
 * @param model that said so
 * @param reasons in sentences, the weightiest first; empty for most
 */
public record CustomerPrediction(
    BatchId batch,
    long rank,
    String customerId,
    LocalDate asOf,
    ChurnProbability probability,
    ModelId model,
    int modelVersion,
    List<String> reasons) {
  /** The rank of a prediction that has none. */
  public static final long UNRANKED = 0;

  public CustomerPrediction {
    requireNonNull(batch, "batch");
    requireNonNull(customerId, "customerId");
    requireNonNull(asOf, "asOf");
    requireNonNull(probability, "probability");
    requireNonNull(model, "model");
    reasons = List.copyOf(reasons);
    if (rank < 0) {
      throw new IllegalArgumentException("expected a rank from 1 on or none, found " + rank);
    }
  }

  /** {@return this prediction in its place in a batch} */
  public CustomerPrediction in(BatchId newBatch, long newRank) {
    return new CustomerPrediction(
        newBatch, newRank, customerId, asOf, probability, model, modelVersion, reasons);
  }

  /** {@return this prediction with its reasons} */
  public CustomerPrediction because(List<String> newReasons) {
    return new CustomerPrediction(
        batch, rank, customerId, asOf, probability, model, modelVersion, newReasons);
  }
}
