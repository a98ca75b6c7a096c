package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;
import dev.churn.domain.monitoring.OutcomeDay;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.StoredContent;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates past predictions in the background after a newer dataset has been processed. A repeated
 * run gives the same result.
 */
public final class EvaluatePredictions implements JobHandler {
  /** The maximum number of as-of dates evaluated in one pass over the file. */
  private static final int DAYS_AT_ONCE = 128;

  private final DatasetCatalog catalog;
  private final PredictionOutcomes outcomes;
  private final MonitoringReports reports;
  private final Transactions transactions;
  private final ObjectStore objects;
  private final EventFiles events;
  private final ClosedHorizons horizons;
  private final DriftReader drift;

  public EvaluatePredictions(
      DatasetCatalog catalog,
      ModelRegistry registry,
      PredictionOutcomes outcomes,
      MonitoringReports reports,
      Transactions transactions,
      ObjectStore objects,
      EventFiles events,
      FeatureTables tables) {
    this.catalog = catalog;
    this.outcomes = outcomes;
    this.reports = reports;
    this.transactions = transactions;
    this.objects = objects;
    this.events = events;
    this.horizons = new ClosedHorizons(catalog, registry, outcomes);
    this.drift = new DriftReader(catalog, registry, objects, tables);
  }

  @Override
  public void run(Job job, Progress progress) {
    OrganizationId organization = job.request().organizationId();
    var raw = new DatasetId(job.request().subject());
    Optional<FeatureDataset> table = catalog.findFeaturesOf(organization, raw);
    if (table.isEmpty()) {
      return; // the table was deleted meanwhile, so there is nothing to evaluate
    }
    RawDataset source = Lookup.raw(catalog, organization, raw);
    storeOutcomes(source, table.get(), progress.part(0, 0.6));
    judge(organization, progress.part(0.6, 0.9));
    progress.report(0.9, "Measuring how far customers have drifted");
    LocalDate asOf = DriftReader.everybody(table.get()).asOf();
    if (reports.find(organization).asOf().filter(asOf::isBefore).isEmpty()) {
      reports.replace(organization, drift.read(organization, table.get(), progress.part(0.9, 1)));
      reports.lookedAt(organization, asOf);
    }
  }

  private void storeOutcomes(RawDataset source, FeatureDataset table, Progress progress) {
    List<OutcomeDay> days = horizons.find(source);
    for (int from = 0; from < days.size(); from += DAYS_AT_ONCE) {
      List<OutcomeDay> some = days.subList(from, Math.min(from + DAYS_AT_ONCE, days.size()));
      var request =
          new OutcomeRequest(
              source.options(),
              source.profile(),
              source.uploadDay(),
              source.asOf(),
              table.manifest().definition().activityEventTypes(),
              some.stream().map(day -> new Horizon(day.asOf(), day.horizonDays())).toList());
      Progress part =
          progress.part((double) from / days.size(), (double) (from + some.size()) / days.size());
      part.report(0, "Looking for what became of customers");
      outcomes.store(
          source.organizationId(),
          some,
          source.asOf(),
          sink ->
              events.outcomes(
                  request, new StoredContent(objects, source.file()), sink::customer, part));
    }
  }

  private void judge(OrganizationId organization, Progress progress) {
    List<YearMonth> months = outcomes.changedMonths(organization);
    for (int i = 0; i < months.size(); i++) {
      YearMonth month = months.get(i);
      progress.report((double) i / months.size(), "Judging the predictions of " + month);
      List<PredictionGroup> groups = outcomes.groups(organization, month);
      List<RealizedPerformance> realized = new ArrayList<>();
      for (PredictionGroup group : groups) {
        realized(organization, group).ifPresent(realized::add);
      }
      List<RealizedComparison> comparisons = compare(organization, groups);
      transactions.run(
          () -> {
            reports.replace(organization, month, realized, comparisons);
            outcomes.settle(organization, month);
          });
    }
  }

  private Optional<RealizedPerformance> realized(
      OrganizationId organization, PredictionGroup group) {
    var rows = outcomes.rows(organization, group);
    return RealizedPerformance.of(group, rows.probabilities(), rows.churned());
  }

  private List<RealizedComparison> compare(
      OrganizationId organization, List<PredictionGroup> groups) {
    List<RealizedComparison> comparisons = new ArrayList<>();
    for (PredictionGroup champion : groups) {
      for (PredictionGroup rival : groups) {
        if (champion.role() == ModelRole.CHAMPION
            && rival.role() != ModelRole.CHAMPION
            && !rival.model().equals(champion.model())) {
          RealizedComparison.of(champion, rival, outcomes.pairs(organization, champion, rival))
              .ifPresent(comparisons::add);
        }
      }
    }
    return comparisons;
  }

  @Override
  public void failed(Job job, String reason) {
    // The job records the failure, and the earlier results remain valid.
  }
}
