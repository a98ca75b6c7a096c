package dev.churn.domain.port;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.JudgedPrediction;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.outcome.RecordedDay;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stores the outcomes of predictions, both those of completed batches, including shadow
 * predictions, and those of the prediction log. An outcome belongs to a customer, an as-of date and
 * a horizon, and therefore to every prediction with the same three. If a model has several
 * predictions for a customer and an as-of date in the same role, the latest counts.
 */
public interface PredictionOutcomes {
  /** One of this many parts of the customers, drawn by their ids, can be read alone. */
  int PARTS = 1024;

  /** {@return the models and as-of dates for which predictions exist, by date and model} */
  List<PredictedDay> predictedDays(OrganizationId organization);

  /**
   * Stores outcomes of the customers for whom models predicted at the given as-of dates; if the
   * source throws, nothing is stored. Known outcomes replace stored ones where the day {@link
   * OutcomeDay#isReplaceable allows it}, with what was seen of the customer; unknown outcomes do
   * not, and a date whose outcomes come from a later day E does not change.
   *
   * @param days the as-of dates and horizons, each combination only once
   * @param knownUntil E, the last day that the source covers
   * @param source called once, on the calling thread
   */
  void store(
      OrganizationId organization, List<OutcomeDay> days, LocalDate knownUntil, Source source);

  /** Writes the outcomes of customers. */
  @FunctionalInterface
  interface Source {
    void writeTo(Sink sink);
  }

  /** Receives the outcomes of customers, with or without a prediction. */
  @FunctionalInterface
  interface Sink {
    /**
     * Receives the outcomes of one customer, each customer at most once.
     *
     * @param outcomes the outcome for each of the as-of dates, in their order; the caller may reuse
     *     the array
     */
    void customer(String customerId, ObservedOutcome[] outcomes);
  }

  /**
   * {@return the months of as-of dates whose outcomes have changed since {@link #settle}, the
   * earliest first}
   */
  List<YearMonth> changedMonths(OrganizationId organization);

  /** Records that the current outcomes of a month have been evaluated. */
  void settle(OrganizationId organization, YearMonth month);

  /** {@return the as-of dates with outcomes, by date and horizon} */
  List<RecordedDay> recordedDays(OrganizationId organization);

  /**
   * Reads the predictions of models for an as-of date whose outcome is stored, known or unknown, in
   * any order.
   *
   * @param day one of {@link #recordedDays}
   * @param models the models whose predictions are read
   */
  void read(
      OrganizationId organization,
      RecordedDay day,
      Set<ModelId> models,
      Consumer<JudgedPrediction> consumer);

  /**
   * {@return the customers and as-of dates with a known outcome for which the champion predicted as
   * champion and the rival in another role, always in the same order; whether a customer was active
   * is what the champion's prediction says}
   *
   * @param days some of {@link #recordedDays}
   * @param parts only customers of the first of {@link #PARTS} parts are read
   */
  PairedRows pairs(
      OrganizationId organization, ModelPair models, List<RecordedDay> days, int parts);

  /**
   * {@return the number of predictions of each model and as-of date, by date and model} For as-of
   * dates with outcomes, the counts are those at the time the outcomes were stored, and several
   * predictions for one customer, role and date count as one; for other dates every prediction
   * counts. The time that this takes does not depend on the number of predictions.
   */
  List<PredictionCounts> counts(OrganizationId organization);

  /**
   * Deletes the outcomes of customers for as-of dates before a day, except those that are not
   * evaluated yet. What was measured with them stays; {@link #counts} may no longer count them as
   * known.
   *
   * @param limit how many outcomes are deleted at most
   * @return how many were deleted
   */
  int drop(OrganizationId organization, LocalDate before, int limit);
}
