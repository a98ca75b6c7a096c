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
 * What became of the customers for whom was predicted: of the predictions of completed batches,
 * shadows included, and of the log. An outcome belongs to customer, as-of day and horizon, and so
 * to every prediction that speaks of these.
 */
public interface PredictionOutcomes {
  /** {@return which models predicted as of which days, by day and model} */
  List<PredictedDay> predictedDays(OrganizationId organization);

  /**
   * Stores what became of the customers for whom the models of some days predicted, all or, if the
   * source throws, nothing. What is known already is replaced, but not by what is unknown, and a
   * day that was told of from a later day E stays as it is.
   *
   * @param days no two of the same day and horizon
   * @param knownUntil E, the last day that the source knows
   * @param source called once, on the calling thread
   */
  void store(
      OrganizationId organization, List<OutcomeDay> days, LocalDate knownUntil, Source source);

  /** Tells of customers. */
  @FunctionalInterface
  interface Source {
    void writeTo(Sink sink);
  }

  /** Takes what is known of customers, whether or not was predicted for them. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a customer, each one once at most.
     *
     * @param churned for each of the days, in their order; may be changed afterwards
     */
    void customer(String customerId, boolean[] churned);
  }

  /**
   * {@return the months of as-of days whose outcomes have changed since {@link #settle}, the
   * earliest first}
   */
  List<YearMonth> changedMonths(OrganizationId organization);

  /** Notes that the outcomes of a month have been looked at as they are. */
  void settle(OrganizationId organization, YearMonth month);

  /** {@return the groups of a month that have a known outcome, by model version and role} */
  List<PredictionGroup> groups(OrganizationId organization, YearMonth month);

  /** {@return the predictions of a group whose outcome is known} */
  EvaluatedRows rows(OrganizationId organization, PredictionGroup group);

  /**
   * {@return the customers and as-of days for which two groups of the same month predicted, where
   * the outcome is known, in an order that is always the same}
   */
  PairedRows pairs(OrganizationId organization, PredictionGroup first, PredictionGroup second);

  /**
   * {@return how many predictions the models made, by model} Days that were told of count as they
   * did then, several predictions for one customer, role and day as one; until then each counts.
   */
  List<PredictionCounts> counts(OrganizationId organization);
}
