package dev.churn.domain.port;

import dev.churn.domain.monitoring.Drift;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What was found of past predictions. */
public interface MonitoringReports {
  /** Replaces all that was found of a month. */
  void replace(
      OrganizationId organization,
      YearMonth month,
      List<RealizedPerformance> outcomes,
      List<RealizedComparison> comparisons);

  /** Replaces the organization's drift; empty means that there is none any more. */
  void replace(OrganizationId organization, Optional<Drift> drift);

  /** Notes that a dataset was looked at whose last known day is {@code asOf}; earlier ones stay. */
  void lookedAt(OrganizationId organization, LocalDate asOf);

  /**
   * {@return all that was found} Outcomes and comparisons are by month, the latest first, then by
   * version, the latest first, then by role.
   */
  MonitoringReport find(OrganizationId organization);
}
