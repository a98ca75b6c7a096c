package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.event.WatchedTypes;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.feature.SnapshotPlan.Planned;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.Content;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The size of a feature table before it is computed. It depends on the number of customers at each
 * snapshot and hardly on the size of the file: tables of 0.7 to 6.7 times their file were seen.
 */
final class TableSize {
  /** Bytes of a row of a table; 125 to 215 were seen, depending on amounts and names. */
  private static final long ROW = 215;

  /** Bytes that a row has for each event type that the table may watch. */
  private static final long WATCHED_TYPE = 24;

  /** Bytes of a compressed table per byte of the same table; 0.19 to 0.27 were seen. */
  private static final double COMPRESSED = 0.27;

  private final RawDataset raw;
  private final OrganizationSettings settings;
  private final List<Planned> snapshots;

  private TableSize(RawDataset raw, OrganizationSettings settings, List<Planned> snapshots) {
    this.raw = raw;
    this.settings = settings;
    this.snapshots = snapshots;
  }

  /** {@return the size of a file's table, or empty if the file is too short for one} */
  static Optional<TableSize> of(RawDataset raw, OrganizationSettings settings) {
    try {
      SnapshotPlan plan =
          raw.options().hasChurnLabel()
              ? SnapshotPlan.byFileLabels(raw.asOf())
              : SnapshotPlan.byHorizon(
                  raw.profile().firstDay(), raw.asOf(), settings.churnThresholdDays());
      return Optional.of(new TableSize(raw, settings, plan.snapshots()));
    } catch (ChurnException e) {
      return Optional.empty();
    }
  }

  /** {@return a size in bytes that the table will hardly exceed, whoever the customers are} */
  long bound(Compression compression) {
    return stored(raw.profile().events() * snapshots.size(), compression);
  }

  /**
   * {@return the estimated size in bytes} It reads the file once to count the rows of the table.
   */
  long estimate(EventFiles files, Content csv, Compression compression) {
    Set<String> ofFile = raw.options().activityEventTypes();
    var request =
        new OutcomeRequest(
            raw.options(),
            raw.profile(),
            raw.uploadDay(),
            raw.asOf(),
            ofFile.isEmpty() ? settings.activityEventTypes() : ofFile,
            snapshots.stream()
                .skip(1) // at the last day everybody is known
                .map(snapshot -> new Horizon(snapshot.asOf(), settings.churnThresholdDays()))
                .toList());
    long[] rows = {0};
    files.outcomes(
        request,
        csv,
        (customer, known, churned, activeDays, spend) -> {
          rows[0]++;
          for (boolean at : known) {
            rows[0] += at ? 1 : 0;
          }
        },
        Progress.none());
    return stored(rows[0], compression);
  }

  private long stored(long rows, Compression compression) {
    int types = raw.profile().eventTypes();
    long size = rows * (ROW + WATCHED_TYPE * (types < 2 ? 0 : Math.min(WatchedTypes.MAX, types)));
    return compression == Compression.GZIP ? Math.round(size * COMPRESSED) : size;
  }
}
