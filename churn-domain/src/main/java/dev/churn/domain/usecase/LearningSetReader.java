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
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from a stored feature table what a model learns from. */
final class LearningSetReader {
  private final ObjectStore objects;
  private final FeatureEngineering features;

  LearningSetReader(ObjectStore objects, FeatureEngineering features) {
    this.objects = objects;
    this.features = features;
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

  /**
   * Reads the file that the catalogue describes: the table of a dataset that is processed again has
   * the same key, and its manifest would not fit.
   */
  private void readRows(FeatureDataset table, Map<LocalDate, LabelledRows> byDay) {
    MessageDigest digest = Digests.sha256();
    Optional<ChurnException> unreadable = Optional.empty();
    try (InputStream in = new DigestInputStream(objects.open(table.file().key()), digest)) {
      try {
        features.read(
            keptOpen(in),
            (customer, asOf, vector, churned) -> {
              LabelledRows rows = byDay.get(asOf);
              if (rows != null && churned.isPresent()) {
                rows.add(customer, vector, churned.get());
              }
            });
      } catch (ChurnException e) {
        unreadable = Optional.of(e); // if it is another file, that is the better reason
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Digests.hex(digest).equals(table.file().sha256())) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "The feature table %s is not the one that was stored; it may just be replaced"
              .formatted(table.id()));
    }
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
  }

  private static InputStream keptOpen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // what is left is still to be read
      }
    };
  }
}
