package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.feature.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A dataset as answers show it. */
public sealed interface DatasetView {
  /** The fields of datasets of both types. */
  record Common(
      String datasetId,
      String datasetType,
      String status,
      String filename,
      String fileUrl,
      long fileSize,
      long rowCount,
      long rejectedRowCount,
      boolean hasChurnLabel,
      Optional<LocalDate> firstEventDate,
      Optional<LocalDate> lastEventDate,
      Instant uploadedAt,
      Validation validation,
      Optional<String> errorMessage) {}

  /**
   * A file as it was uploaded.
   *
   * @param featuresDatasetId empty until its features are ready
   */
  record Raw(@JsonUnwrapped Common common, Optional<String> featuresDatasetId)
      implements DatasetView {}

  /** A feature table. */
  record Features(
      @JsonUnwrapped Common common,
      String sourceDatasetId,
      List<LocalDate> asOfDates,
      List<String> features,
      long customers,
      int horizonDays,
      int activeWindowDays,
      double monetaryReference,
      List<SnapshotView> snapshots)
      implements DatasetView {}

  /** The customers of a feature table at one day. */
  record SnapshotView(LocalDate asOf, String role, long rows, long labelled, long churned) {
    static SnapshotView of(Snapshot snapshot) {
      return new SnapshotView(
          snapshot.asOf(),
          Texts.of(snapshot.role()),
          snapshot.rows(),
          snapshot.labeled(),
          snapshot.churned());
    }
  }

  /** The report on a file's rows. */
  public record Validation(List<RejectedRow> rejected, List<String> warnings) {
    public static Validation of(CsvProfile profile) {
      return new Validation(profile.rejected(), profile.warnings());
    }
  }

  /**
   * A dataset with the run that its upload started, as the answer for one shows it.
   *
   * @param pipeline the steps of the run; empty if the upload started none
   */
  record Details(@JsonUnwrapped DatasetView dataset, Optional<List<PipelineView>> pipeline) {}
}
