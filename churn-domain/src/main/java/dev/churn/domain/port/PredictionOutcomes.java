package dev.churn.domain.port;

import dev.churn.domain.monitoring.EvaluatedRows;
import dev.churn.domain.monitoring.OutcomeDay;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * Stores the outcomes of predictions, both those of completed batches, including shadow
 * predictions, and those of the prediction log. An outcome belongs to a customer, an as-of date and
 * a horizon, and therefore to every prediction with the same three.
 */
public interface PredictionOutcomes {
  /** {@return the models and as-of dates for which predictions exist, by date and model} */
  List<PredictedDay> predictedDays(OrganizationId organization);

  /**
   * Stores outcomes of the customers for whom models predicted at the given as-of dates; if the
   * source throws, nothing is stored. Known outcomes replace stored ones, unknown outcomes do not,
   * and a date whose outcomes come from a later day E does not change.
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
     * @param churned the outcome for each of the as-of dates, in their order; the caller may reuse
     *     the array
     */
    void customer(String customerId, boolean[] churned);
  }

  /**
   * {@return the months of as-of dates whose outcomes have changed since {@link #settle}, the
   * earliest first}
   */
  List<YearMonth> changedMonths(OrganizationId organization);

  /** Records that the current outcomes of a month have been evaluated. */
  void settle(OrganizationId organization, YearMonth month);

  /** {@return the groups of a month with known outcomes, by model version and role} */
  List<PredictionGroup> groups(OrganizationId organization, YearMonth month);

  /** {@return the predictions of a group with a known outcome} */
  EvaluatedRows rows(OrganizationId organization, PredictionGroup group);

  /**
   * {@return the customers and as-of dates for which two groups of the same month predicted and the
   * outcome is known, always in the same order}
   */
  PairedRows pairs(OrganizationId organization, PredictionGroup first, PredictionGroup second);

  /**
   * {@return the number of predictions of each model} For as-of dates with outcomes, the counts are
   * those at the time the outcomes were stored, and several predictions for one customer, role and
   * date count as one; for other dates every prediction counts.
   */
  List<PredictionCounts> counts(OrganizationId organization);
}
