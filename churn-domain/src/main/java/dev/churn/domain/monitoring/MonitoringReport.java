package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.drift.Drift;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The results of monitoring past predictions.
 *
 * @param asOf the last known day of the newest dataset evaluated; empty before the first evaluation
 * @param outcomes the realized performance, by population, month, model version and role
 * @param comparisons the comparisons with the champion, by population and version of the rival
 * @param drift the drift relative to the champion's training data, at the last evaluation
 */
public record MonitoringReport(
    Optional<LocalDate> asOf,
    List<RealizedPerformance> outcomes,
    List<RealizedComparison> comparisons,
    Optional<Drift> drift) {
  public MonitoringReport {
    requireNonNull(asOf, "asOf");
    outcomes = List.copyOf(outcomes);
    comparisons = List.copyOf(comparisons);
    requireNonNull(drift, "drift");
  }
}
