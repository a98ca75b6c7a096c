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

/** Shows what became of past predictions. */
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
   * What is known, and how much is not.
   *
   * @param pending how many predictions have no outcome yet
   * @param unknown how many will have none, or have none until a later file says more
   */
  public record Monitoring(MonitoringReport report, long pending, long unknown) {}

  /**
   * {@return what is known}
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization is not there
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
