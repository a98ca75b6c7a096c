package dev.churn.domain.port;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The batches of every organization and their predictions; no call holds more than a page of
 * predictions in memory. Customer ids are ordered by their bytes in UTF-8, as feature tables are.
 *
 * <p>A prediction is an answer or a shadow. Shadows are what models said that only run beside the
 * others; they are kept for comparison and no list shows them.
 */
public interface PredictionBatches {
  /**
   * Adds a batch that is to be made.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id is taken, {@code
   *     NOT_FOUND} if its organization is not there
   */
  void add(PredictionBatch batch);

  /** {@return a batch of this organization; those of others are not found} */
  Optional<PredictionBatch> find(OrganizationId organization, BatchId id);

  /** {@return batches whatever became of them, the latest first} */
  Page<PredictionBatch> list(OrganizationId organization, PageRequest page);

  /** {@return the batches that are still to score a feature table, the latest first} */
  List<PredictionBatch> findUnfinished(OrganizationId organization, DatasetId features);

  /**
   * Notes that a batch is being made; one that has ended stays as it is.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  void start(OrganizationId organization, BatchId id);

  /**
   * Stores the predictions of a batch that has not ended, in place of those that are there: all or,
   * if the source throws, none. Nobody but {@link #read} sees them until the batch is completed.
   *
   * @param predictions called once, on the calling thread, and free to use other ports; each
   *     customer has one answer at most
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the batch is not there,
   *     {@code CONFLICT} if it has ended
   */
  void store(OrganizationId organization, BatchId id, Source predictions);

  /** Gives the predictions of a batch, in any order. */
  @FunctionalInterface
  interface Source {
    void writeTo(Sink sink);
  }

  /** Takes the predictions of a batch; what they say of batch, day and rank is ignored. */
  interface Sink {
    void answer(CustomerPrediction prediction);

    void shadow(CustomerPrediction prediction);
  }

  /**
   * Completes a batch and makes its answers the latest of their customers, but for customers with
   * an answer of a later as-of day, or of the same day from a batch that was added later. A batch
   * that has ended stays as it is.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  void complete(OrganizationId organization, BatchId id, PredictionBatch.Completed outcome);

  /**
   * Notes that a batch failed and removes what is stored of its predictions; one that is completed
   * stays as it is.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  void fail(OrganizationId organization, BatchId id, PredictionBatch.Failed outcome);

  /** Reads all stored answers of a batch, completed or not, by rank. */
  void read(OrganizationId organization, BatchId id, Consumer<CustomerPrediction> consumer);

  /** Reads all answers and shadows of a completed batch, by customer id. */
  void readByCustomer(OrganizationId organization, BatchId id, ScoredConsumer consumer);

  /** Takes predictions of both kinds. */
  @FunctionalInterface
  interface ScoredConsumer {
    void accept(CustomerPrediction prediction, boolean shadow);
  }

  /** {@return answers of a completed batch by rank; of another none} */
  Page<CustomerPrediction> page(OrganizationId organization, BatchId id, PageRequest page);

  /**
   * {@return the latest answer for each customer of the organization, by probability, the highest
   * first, and then by customer id}
   *
   * @param segment only those in it, if given
   */
  Page<CustomerPrediction> customers(
      OrganizationId organization, Optional<RiskSegment> segment, PageRequest page);
}
