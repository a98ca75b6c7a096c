package dev.churn.domain.usecase.monitoring;

import static java.time.temporal.ChronoUnit.DAYS;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.DriftMeter;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.dataset.FeatureTableReader;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Compares the rows that the champion was trained on with the customers of a newer table. On both
 * sides only customers count who were active at their as-of date, by the window of the model;
 * otherwise customers who left long ago would appear as drift.
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
            .filter(table -> table.manifest().hasTheEight())
            .filter(table -> isAsLearned(table, active.get()));
    if (learned.isEmpty()) {
      return Optional.empty();
    }
    ActiveWindow window = window(active.get(), learned.get());
    Snapshot everybody = everybody(newer);
    var meter = new DriftMeter();
    readLabeled(
        learned.get(),
        window,
        (asOf, features) -> meter.sample(features, DAYS.between(asOf, everybody.asOf())));
    if (meter.isEmpty()) {
      return Optional.empty();
    }
    progress.report(0.3, "Measuring how far customers have drifted");
    readLabeled(
        learned.get(),
        window,
        (asOf, features) -> meter.reference(features, DAYS.between(asOf, everybody.asOf())));
    progress.report(0.6, "Measuring how far customers have drifted");
    tables.readTheEight(
        newer,
        Set.of(everybody.asOf()),
        (customer, asOf, features, churned) -> {
          boolean hasLeft = everybody.role() == SnapshotRole.SCORE && churned.isPresent();
          if (!hasLeft && window.includes(features)) {
            meter.current(features);
          }
        });
    int version = active.get().version().version();
    return Optional.of(
        new Drift(active.get().id(), version, everybody.asOf(), window, meter.drift()));
  }

  /**
   * Reads the rows to learn from of the active customers; marks of those who have left are none.
   */
  private void readLabeled(
      FeatureDataset table, ActiveWindow window, BiConsumer<LocalDate, FeatureVector> rows) {
    Set<LocalDate> days =
        table.manifest().snapshots().stream()
            .filter(snapshot -> snapshot.role() != SnapshotRole.SCORE)
            .map(Snapshot::asOf)
            .collect(Collectors.toUnmodifiableSet());
    tables.readTheEight(
        table,
        days,
        (customer, asOf, features, churned) -> {
          if (churned.isPresent() && window.includes(features)) {
            rows.accept(asOf, features);
          }
        });
  }

  /** Returns the window of the model; models of earlier versions have that of their table. */
  private static ActiveWindow window(TrainingRun model, FeatureDataset learned) {
    return model
        .version()
        .provenance()
        .flatMap(Provenance::data)
        .map(DataDefinition::activeWindow)
        .orElse(learned.manifest().activeWindow());
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
}
