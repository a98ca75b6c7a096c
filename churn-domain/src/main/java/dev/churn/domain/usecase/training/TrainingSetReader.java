package dev.churn.domain.usecase.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.dataset.FeatureTableReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the training rows from a stored feature table. */
final class TrainingSetReader {
  private final FeatureTableReader tables;

  TrainingSetReader(ObjectStore objects, FeatureTables tables) {
    this.tables = new FeatureTableReader(objects, tables);
  }

  /**
   * {@return the labeled rows of a feature table}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the table was made with other
   *     features, {@link ErrorCode#UNAVAILABLE} if the file is not the one that the catalog
   *     describes, {@link ErrorCode#CORRUPT} if it is not a feature table
   */
  TrainingSet read(FeatureDataset table) {
    int types = table.manifest().definition().watchedEventTypes().size();
    Map<LocalDate, LabeledRows> byDay = new HashMap<>();
    for (Snapshot snapshot : table.manifest().snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        byDay.put(snapshot.asOf(), new LabeledRows(types));
      }
    }
    readRows(table, byDay);
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (Snapshot snapshot : table.manifest().snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        snapshots.add(
            new LabeledSnapshot(snapshot.asOf(), snapshot.role(), byDay.get(snapshot.asOf())));
      }
    }
    return new TrainingSet(
        table.manifest().definition(),
        table.manifest().horizonDays(),
        table.manifest().activeWindow(),
        snapshots);
  }

  private void readRows(FeatureDataset table, Map<LocalDate, LabeledRows> byDay) {
    tables.read(table, byDay.keySet(), new RowsByDay(byDay));
  }

  /** Adds labeled rows to those of their day. */
  private record RowsByDay(Map<LocalDate, LabeledRows> byDay) implements FeatureRowConsumer {
    @Override
    public void accept(
        String customer, LocalDate asOf, FeatureVector features, Optional<Boolean> churned) {
      accept(customer, asOf, features, churned, NextActivity.UNKNOWN);
    }

    @Override
    public void accept(
        String customer,
        LocalDate asOf,
        FeatureVector features,
        Optional<Boolean> churned,
        int nextActivityDays) {
      if (churned.isPresent()) {
        byDay.get(asOf).add(customer, features, churned.get(), nextActivityDays);
      }
    }
  }
}
