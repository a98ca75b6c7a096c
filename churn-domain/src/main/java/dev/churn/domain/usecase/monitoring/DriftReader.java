package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.Model;
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
 * Compares the rows that the active model learned from with the customers of a newer table. Models
 * learn from active customers alone, so of the newer table too only those are taken; else the
 * silent ones would look like drift.
 */
final class DriftReader {
  /** Recency tells silences apart up to so many days. */
  private static final int RECENCY_DAYS = 365;

  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final FeatureTableReader tables;

  DriftReader(
      DatasetCatalog catalog, ModelRegistry registry, ObjectStore objects, FeatureTables tables) {
    this.catalog = catalog;
    this.registry = registry;
    this.tables = new FeatureTableReader(objects, tables);
  }

  /** {@return the snapshot that holds everybody, which every table has} */
  static Snapshot everybody(FeatureDataset table) {
    return table.manifest().snapshots().stream()
        .filter(s -> s.role() == SnapshotRole.SCORE || s.role() == SnapshotRole.LABELLED)
        .findFirst()
        .orElseThrow();
  }

  /** {@return the drift, or empty if no model is active or the table it learned from is gone} */
  Optional<Drift> read(OrganizationId organization, FeatureDataset newer, Progress progress) {
    Optional<Model> active = registry.findActive(organization);
    Optional<FeatureDataset> learned =
        active
            .flatMap(model -> catalog.findFeatures(organization, model.features()))
            .filter(table -> isAsLearned(table, active.get()));
    if (learned.isEmpty()) {
      return Optional.empty();
    }
    var meter = new DriftMeter();
    tables.read(
        learned.get(),
        (customer, asOf, features, churned) -> {
          if (churned.isPresent()) {
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
          if (churned.isPresent()) {
            meter.reference(features);
          }
        });
    progress.report(0.6, "Measuring how far customers have drifted");
    Snapshot everybody = everybody(newer);
    int window =
        everybody(learned.get()).role() == SnapshotRole.LABELLED
            ? 0
            : learned.get().manifest().activeWindowDays();
    tables.read(
        newer,
        (customer, asOf, features, churned) -> {
          if (asOf.equals(everybody.asOf()) && isActive(features, window)) {
            meter.current(features);
          }
        });
    int version = ((Model.Trained) active.get().outcome()).version();
    return Optional.of(new Drift(active.get().id(), version, everybody.asOf(), meter.drift()));
  }

  /** A table that was made anew has the same id, and other rows. */
  private static boolean isAsLearned(FeatureDataset table, Model active) {
    return ((Model.Trained) active.outcome())
        .provenance()
        .map(provenance -> provenance.featuresSha256().equals(table.file().sha256()))
        .orElse(true);
  }

  /**
   * {@return whether the last activity lies within the window, 0 being everyone} In a window of a
   * year or more, those who are silent for longer than a year cannot be told apart, and count.
   */
  static boolean isActive(FeatureVector features, int window) {
    if (window == 0 || window >= RECENCY_DAYS) {
      return true;
    }
    double share = features.get(Feature.RECENCY_SCORE) / 100;
    return Math.round(RECENCY_DAYS * (1 - share)) < window;
  }
}
