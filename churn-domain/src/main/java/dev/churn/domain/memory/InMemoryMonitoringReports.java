package dev.churn.domain.memory;

import dev.churn.domain.drift.Drift;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.MonitoringReports;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The results of monitoring in memory. */
public final class InMemoryMonitoringReports implements MonitoringReports {
  private static final MonitoringReport NOTHING =
      new MonitoringReport(Optional.empty(), List.of(), List.of(), Optional.empty());
  private static final Comparator<RealizedPerformance> OUTCOMES =
      Comparator.comparing(RealizedPerformance::population)
          .thenComparing(
              RealizedPerformance::group,
              Comparator.comparing(PredictionGroup::month)
                  .thenComparing(PredictionGroup::version)
                  .reversed()
                  .thenComparing(PredictionGroup::role));
  private static final Comparator<RealizedComparison> COMPARISONS =
      Comparator.comparing(RealizedComparison::population)
          .thenComparing(found -> -found.models().rivalVersion())
          .thenComparing(found -> -found.models().championVersion());

  private final InMemoryDatabase database;

  public InMemoryMonitoringReports(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void replace(
      OrganizationId organization, YearMonth month, List<RealizedPerformance> outcomes) {
    database.run(
        () -> {
          MonitoringReport known = find(organization);
          List<RealizedPerformance> realized = new ArrayList<>(known.outcomes());
          realized.removeIf(found -> found.group().month().equals(month));
          realized.addAll(outcomes);
          realized.sort(OUTCOMES);
          put(
              organization,
              new MonitoringReport(known.asOf(), realized, known.comparisons(), known.drift()));
        });
  }

  @Override
  public void replace(
      OrganizationId organization, ModelPair models, List<RealizedComparison> comparisons) {
    database.run(
        () -> {
          MonitoringReport known = find(organization);
          List<RealizedComparison> compared = new ArrayList<>(known.comparisons());
          compared.removeIf(found -> found.models().equals(models));
          compared.addAll(comparisons);
          compared.sort(COMPARISONS);
          put(
              organization,
              new MonitoringReport(known.asOf(), known.outcomes(), compared, known.drift()));
        });
  }

  @Override
  public void replace(OrganizationId organization, Optional<Drift> drift) {
    database.run(
        () -> {
          MonitoringReport known = find(organization);
          put(
              organization,
              new MonitoringReport(known.asOf(), known.outcomes(), known.comparisons(), drift));
        });
  }

  @Override
  public void lookedAt(OrganizationId organization, LocalDate asOf) {
    database.run(
        () -> {
          MonitoringReport known = find(organization);
          LocalDate latest = known.asOf().filter(asOf::isBefore).orElse(asOf);
          put(
              organization,
              new MonitoringReport(
                  Optional.of(latest), known.outcomes(), known.comparisons(), known.drift()));
        });
  }

  private void put(OrganizationId organization, MonitoringReport report) {
    InMemoryOrganizations.require(database, organization);
    database.reports.put(organization, report);
  }

  @Override
  public MonitoringReport find(OrganizationId organization) {
    return database.call(() -> database.reports.getOrDefault(organization, NOTHING));
  }
}
