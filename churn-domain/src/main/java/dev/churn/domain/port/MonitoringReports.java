package dev.churn.domain.port;

import dev.churn.domain.drift.Drift;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Stores the results of monitoring. */
public interface MonitoringReports {
  /** Replaces the realized performance of a month. */
  void replace(OrganizationId organization, YearMonth month, List<RealizedPerformance> outcomes);

  /**
   * Replaces the comparisons of two models.
   *
   * @param comparisons one for each population at most
   */
  void replace(OrganizationId organization, ModelPair models, List<RealizedComparison> comparisons);

  /** Replaces the organization's drift; empty removes it. */
  void replace(OrganizationId organization, Optional<Drift> drift);

  /**
   * Records that a dataset with {@code asOf} as its last known day was evaluated; an earlier date
   * than the recorded one has no effect.
   */
  void lookedAt(OrganizationId organization, LocalDate asOf);

  /**
   * {@return all monitoring results} Outcomes are ordered by population, active customers first,
   * then by month, the latest first, then by version, the latest first, then by role. Comparisons
   * are ordered by population, then by version of the rival and of the champion, the latest first.
   */
  MonitoringReport find(OrganizationId organization);
}
