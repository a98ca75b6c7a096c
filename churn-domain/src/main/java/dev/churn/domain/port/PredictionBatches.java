package dev.churn.domain.port;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.ObjectKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores the batches of all organizations and their predictions; no method holds more than a page
 * of predictions in memory, except that {@link #store} may hold about 100 bytes for each answer.
 * Customer ids are ordered by their UTF-8 bytes, as in feature tables.
 *
 * <p>A prediction is either an answer or a shadow prediction. A shadow prediction was not the
 * answer for its customer, whatever the role of its model; shadow predictions are stored for
 * comparison and never listed.
 */
public interface PredictionBatches {
  /**
   * Adds a batch that is to be scored.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id exists already, {@code
   *     NOT_FOUND} if its organization does not exist
   */
  void add(PredictionBatch batch);

  /** {@return a batch of this organization, or empty if this organization has no such batch} */
  Optional<PredictionBatch> find(OrganizationId organization, BatchId id);

  /** {@return batches in any state, the latest first} */
  Page<PredictionBatch> list(OrganizationId organization, PageRequest page);

  /**
   * {@return the completed batch with the latest as-of date among those up to a day, of the same
   * date the one added last}
   *
   * @param last the last as-of date
   */
  Optional<PredictionBatch> findCompleted(OrganizationId organization, LocalDate last);

  /**
   * {@return the completed batch that comes immediately before a batch, by as-of date and then by
   * the order in which they were added; empty if there is none or the batch does not exist}
   */
  Optional<PredictionBatch> findBefore(OrganizationId organization, BatchId id);

  /**
   * Deletes a batch that has ended, with its predictions. Customers whose latest answer it had have
   * their latest among the remaining batches. Has no effect if it does not exist.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if it has not ended
   */
  void delete(OrganizationId organization, BatchId id);

  /** {@return the unfinished batches of a feature table, the latest first} */
  List<PredictionBatch> findUnfinished(OrganizationId organization, DatasetId features);

  /** {@return whether a batch scored or will score a feature table; failed ones do not count} */
  boolean refersTo(OrganizationId organization, DatasetId features);

  /** {@return whether a batch of this organization has its input or its output there} */
  boolean names(OrganizationId organization, ObjectKey key);

  /**
   * Records that a batch is being scored; has no effect on a batch that has ended.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  void start(OrganizationId organization, BatchId id);

  /**
   * Stores the predictions of an unfinished batch, replacing those already stored; if the source
   * throws, nothing is stored. Only {@link #read} sees them before the batch is completed.
   *
   * @param predictions called once, on the calling thread; it may use other ports, and writes at
   *     most one answer for each customer
   * @param ranked receives the answers by rank, as {@link #read} would, on the calling thread and
   *     before they are stored for good; an exception is passed on, and nothing is stored
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the batch does not exist,
   *     {@code CONFLICT} if it has ended
   */
  void store(
      OrganizationId organization,
      BatchId id,
      Source predictions,
      Consumer<CustomerPrediction> ranked);

  /** Stores the predictions of an unfinished batch, as above. */
  default void store(OrganizationId organization, BatchId id, Source predictions) {
    store(organization, id, predictions, answer -> {});
  }

  /** Writes the predictions of a batch, in any order. */
  @FunctionalInterface
  interface Source {
    void writeTo(Sink sink);
  }

  /** Receives the predictions of a batch; their batch, as-of date and rank are ignored. */
  interface Sink {
    void answer(CustomerPrediction prediction);

    void shadow(CustomerPrediction prediction);
  }

  /**
   * Completes a batch and makes its answers the latest of their customers, except for customers
   * with an answer of a later as-of date, or of the same date from a batch that was added later.
   * Has no effect on a batch that has ended.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  void complete(OrganizationId organization, BatchId id, PredictionBatch.Completed outcome);

  /**
   * Records that a batch failed and deletes its stored predictions; has no effect on a completed
   * batch.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  void fail(OrganizationId organization, BatchId id, PredictionBatch.Failed outcome);

  /**
   * Reads all stored answers of a batch, completed or not, by rank: active customers first, by
   * value at risk if any has one and otherwise by probability.
   */
  void read(OrganizationId organization, BatchId id, Consumer<CustomerPrediction> consumer);

  /** Reads which customers of a completed batch were at high or critical risk, in any order. */
  void readAtRisk(OrganizationId organization, BatchId id, HashConsumer consumer);

  /** Receives customers. */
  @FunctionalInterface
  interface HashConsumer {
    /**
     * Receives a customer.
     *
     * @param customerHash the {@link CustomerHash} of the id
     */
    void accept(long customerHash, RiskSegment segment);
  }

  /**
   * {@return the customers whose segment differs between two completed batches, also those whom
   * only one of them has} By probability in the later batch, active customers first, and at last
   * the customers that it does not have, likewise by probability in the earlier one.
   *
   * @param include the customers by their state in the later batch, or in the earlier one if only
   *     that has them
   */
  SegmentChanges changes(
      OrganizationId organization, BatchId since, BatchId id, Include include, PageRequest page);

  /**
   * {@return the answers for one customer in completed batches, the latest first} The latest is the
   * one with the latest as-of date, of the same date that of the batch added last.
   */
  List<CustomerPrediction> history(OrganizationId organization, String customerId, int limit);

  /** Reads all answers and shadow predictions of a completed batch, by customer id. */
  void readByCustomer(OrganizationId organization, BatchId id, ScoredConsumer consumer);

  /** Receives answers and shadow predictions. */
  @FunctionalInterface
  interface ScoredConsumer {
    void accept(CustomerPrediction prediction, boolean shadow);
  }

  /**
   * {@return answers of a completed batch by descending probability and then by customer id; empty
   * if the batch is not completed}
   */
  Page<CustomerPrediction> page(
      OrganizationId organization, BatchId id, Include include, PageRequest page);

  /**
   * {@return a part of a list: the answers of one completed batch, or the latest answer for each
   * customer} A list that continues at a cursor is the one that it was at its first part, in the
   * same order: a batch that completes meanwhile neither repeats nor hides a customer. The first
   * part says what all customers of the list are expected to cost, with the error of the batch that
   * the list is mainly of.
   *
   * @param batch the batch; empty means the latest answers of all batches
   * @param sort the order; empty means that of the cursor, without a cursor by value at risk if
   *     customers of the batch, or of the batch that most of the latest answers are of, have one,
   *     and otherwise by probability
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if the cursor is of another
   *     filter, another sort or another batch, {@code CONFLICT} if the list can no longer be
   *     continued: many batches have completed since, or one was deleted
   */
  PredictionSlice slice(
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      Optional<PredictionSort> sort,
      PredictionSlice.Start start,
      int limit);

  /**
   * {@return the latest answer for each customer of the organization, by descending probability and
   * then by customer id}
   *
   * @param segment restricts the result to this segment, if given
   */
  Page<CustomerPrediction> customers(
      OrganizationId organization,
      Optional<RiskSegment> segment,
      Include include,
      PageRequest page);
}
