package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabelledRows;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import dev.churn.domain.port.FeatureEngineering;
import dev.churn.domain.port.ObjectStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads from a stored feature table what a model learns from. */
final class LearningSetReader {
  private final FeatureTableReader tables;

  LearningSetReader(ObjectStore objects, FeatureEngineering features) {
    this.tables = new FeatureTableReader(objects, features);
  }

  /**
   * {@return the labelled rows of a feature table}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the file is not the one that the
   *     catalogue describes, {@link ErrorCode#CORRUPT} if it is no feature table
   */
  LearningSet read(FeatureDataset table) {
    Map<LocalDate, LabelledRows> byDay = new HashMap<>();
    for (Snapshot snapshot : table.manifest().snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        byDay.put(snapshot.asOf(), new LabelledRows());
      }
    }
    readRows(table, byDay);
    List<LabelledSnapshot> snapshots = new ArrayList<>();
    for (Snapshot snapshot : table.manifest().snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        snapshots.add(
            new LabelledSnapshot(snapshot.asOf(), snapshot.role(), byDay.get(snapshot.asOf())));
      }
    }
    return new LearningSet(
        table.manifest().definition(), table.manifest().horizonDays(), snapshots);
  }

  private void readRows(FeatureDataset table, Map<LocalDate, LabelledRows> byDay) {
    tables.read(
        table,
        (customer, asOf, vector, churned) -> {
          LabelledRows rows = byDay.get(asOf);
          if (rows != null && churned.isPresent()) {
            rows.add(customer, vector, churned.get());
          }
        });
  }
}
