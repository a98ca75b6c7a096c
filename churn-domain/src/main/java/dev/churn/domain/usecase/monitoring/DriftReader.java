package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.RfmScales;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.Drift;
import dev.churn.domain.monitoring.DriftMeter;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.dataset.FeatureTableReader;
import java.util.Optional;

/**
 * Compares the rows that the champion was trained on with the customers of a newer table, on both
 * sides the active ones: the lapsed become more with every month, which would appear as drift.
 */
final class DriftReader {
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final FeatureTableReader tables;

  DriftReader(
      DatasetCatalog catalog, ModelRegistry registry, ObjectStore objects, FeatureTables tables) {
    this.catalog = catalog;
    this.registry = registry;
    this.tables = new FeatureTableReader(objects, tables);
  }

  /** {@return the snapshot with every customer, which every table contains} */
  static Snapshot everybody(FeatureDataset table) {
    return table.manifest().snapshots().stream()
        .filter(s -> s.role() == SnapshotRole.SCORE || s.role() == SnapshotRole.LABELLED)
        .findFirst()
        .orElseThrow();
  }

  /**
   * {@return the drift; empty if there is no champion, or if its feature table is deleted,
   * recomputed or of another version}
   */
  Optional<Drift> read(OrganizationId organization, FeatureDataset newer, Progress progress) {
    Optional<TrainingRun> active = registry.findActive(organization);
    Optional<FeatureDataset> learned =
        active
            .flatMap(model -> catalog.findFeatures(organization, model.features()))
            .filter(table -> table.manifest().hasKnownFeatures())
            .filter(table -> isAsLearned(table, active.get()));
    if (learned.isEmpty()) {
      return Optional.empty();
    }
    int window =
        everybody(learned.get()).role() == SnapshotRole.LABELLED
            ? 0
            : learned.get().manifest().activeWindowDays();
    var meter = new DriftMeter();
    tables.read(
        learned.get(),
        (customer, asOf, features, churned) -> {
          if (churned.isPresent() && isActive(features, window)) {
            meter.sample(features);
          }
        });
    if (meter.isEmpty()) {
      return Optional.empty();
    }
    progress.report(0.3, "Measuring how far customers have drifted");
    tables.read(
        learned.get(),
        (customer, asOf, features, churned) -> {
          if (churned.isPresent() && isActive(features, window)) {
            meter.reference(features);
          }
        });
    progress.report(0.6, "Measuring how far customers have drifted");
    Snapshot everybody = everybody(newer);
    tables.read(
        newer,
        (customer, asOf, features, churned) -> {
          if (asOf.equals(everybody.asOf()) && isActive(features, window)) {
            meter.current(features);
          }
        });
    int version = active.get().version().version();
    return Optional.of(new Drift(active.get().id(), version, everybody.asOf(), meter.drift()));
  }

  /**
   * Returns whether the table still is the one the model was trained on; a recomputed table has the
   * same id but other rows.
   */
  private static boolean isAsLearned(FeatureDataset table, TrainingRun active) {
    return active
        .version()
        .provenance()
        .map(provenance -> provenance.featuresSha256().equals(table.file().sha256()))
        .orElse(true);
  }

  /**
   * {@return whether the last activity is within the window; always true for a window of 0} With a
   * window of a year or more it is always true too, because the features do not distinguish longer
   * silences.
   */
  static boolean isActive(FeatureVector features, int window) {
    if (window == 0 || window >= RfmScales.RECENCY_DAYS) {
      return true;
    }
    return RfmCounts.recencyDays(features.get(Feature.RECENCY_SCORE)) < window;
  }
}
