package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What is known of past predictions.
 *
 * @param asOf the last known day of the newest dataset that was looked at; empty before there is
 *     one
 * @param outcomes by model version, role and month
 * @param comparisons by version of the rival and month
 * @param drift of the active model, as it was when last looked at
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
