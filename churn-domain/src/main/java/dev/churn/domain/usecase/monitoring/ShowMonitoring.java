package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.usecase.dataset.Lookup;

/** Shows the realized performance of past predictions. */
public final class ShowMonitoring {
  private final Organizations organizations;
  private final PredictionOutcomes outcomes;
  private final MonitoringReports reports;
  private final ClosedHorizons horizons;

  public ShowMonitoring(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      PredictionOutcomes outcomes,
      MonitoringReports reports) {
    this.organizations = organizations;
    this.outcomes = outcomes;
    this.reports = reports;
    this.horizons = new ClosedHorizons(catalog, registry, outcomes);
  }

  /**
   * The monitoring report and the number of predictions without an outcome.
   *
   * @param pending the number of predictions whose outcome is still to come
   * @param unknown the number of predictions whose outcome cannot be determined, unless a later
   *     file contains it
   */
  public record Monitoring(MonitoringReport report, long pending, long unknown) {}

  /**
   * {@return the monitoring results of an organization}
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization does not
   *     exist
   */
  public Monitoring show(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    long pending = 0;
    long unknown = 0;
    for (PredictionCounts counts : outcomes.counts(organization)) {
      boolean canBeJudged = horizons.horizonOf(organization, counts.model()).isPresent();
      pending += canBeJudged ? counts.pending() : 0;
      unknown += counts.unknown() + (canBeJudged ? 0 : counts.pending());
    }
    return new Monitoring(reports.find(organization), pending, unknown);
  }
}
