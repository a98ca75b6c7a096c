package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates past predictions in the background after a newer dataset has been processed. A repeated
 * run gives the same result.
 */
public final class EvaluatePredictions implements JobHandler {
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final PredictionOutcomes outcomes;
  private final MonitoringReports reports;
  private final OutcomeReading reading;
  private final DriftReader drift;

  public EvaluatePredictions(
      DatasetCatalog catalog,
      ModelRegistry registry,
      PredictionOutcomes outcomes,
      MonitoringReports reports,
      ObjectStore objects,
      EventFiles events,
      FeatureTables tables) {
    this.catalog = catalog;
    this.outcomes = outcomes;
    this.reports = reports;
    this.registry = registry;
    this.reading = new OutcomeReading(outcomes, objects, events, tables);
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
    var horizons = new ModelHorizons(catalog, registry, organization);
    var closed =
        new ClosedHorizons(
            horizons, outcomes.predictedDays(organization), outcomes.recordedDays(organization));
    Set<String> churn = table.get().manifest().definition().churnEventTypes();
    reading.byEvents(source, table.get(), closed.byEvents(source, churn), progress.part(0, 0.6));
    reading.byLabels(table.get(), source, closed.byLabels(source));
    new PredictionJudge(outcomes, reports, organization, horizons).judge(progress.part(0.6, 0.9));
    progress.report(0.9, "Measuring how far customers have drifted");
    LocalDate asOf = DriftReader.everybody(table.get()).asOf();
    if (reports.find(organization).asOf().filter(asOf::isBefore).isEmpty()) {
      reports.replace(organization, drift.read(organization, table.get(), progress.part(0.9, 1)));
      reports.lookedAt(organization, asOf);
    }
  }

  @Override
  public void failed(Job job, String reason) {
    // The job records the failure, and the earlier results remain valid.
  }
}
