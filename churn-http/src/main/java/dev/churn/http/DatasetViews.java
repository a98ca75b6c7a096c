package dev.churn.http;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.ManageDatasets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Datasets as answers show them. */
final class DatasetViews {
  private final ManageDatasets datasets;
  private final ObjectStore objects;

  DatasetViews(ManageDatasets datasets, ObjectStore objects) {
    this.datasets = datasets;
    this.objects = objects;
  }

  private record RawView(
      String datasetId,
      String datasetType,
      String status,
      String filename,
      String fileUrl,
      long fileSize,
      long rowCount,
      long rejectedRowCount,
      boolean hasChurnLabel,
      LocalDate firstEventDate,
      LocalDate lastEventDate,
      Instant uploadedAt,
      Optional<String> errorMessage,
      DatasetRoutes.Validation validation,
      Optional<String> featuresDatasetId) {}

  private record FeaturesView(
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
      Optional<String> errorMessage,
      DatasetRoutes.Validation validation,
      String sourceDatasetId,
      List<LocalDate> asOfDates,
      long customers,
      int horizonDays,
      int activeWindowDays,
      double monetaryReference,
      List<SnapshotView> snapshots) {}

  private record SnapshotView(LocalDate asOf, String role, long rows, long labelled, long churned) {
    static SnapshotView of(Snapshot snapshot) {
      return new SnapshotView(
          snapshot.asOf(),
          lower(snapshot.role()),
          snapshot.rows(),
          snapshot.labelled(),
          snapshot.churned());
    }
  }

  Object of(Dataset dataset) {
    return dataset instanceof RawDataset raw ? raw(raw) : features((FeatureDataset) dataset);
  }

  private RawView raw(RawDataset dataset) {
    Optional<String> features =
        dataset.status() == DatasetStatus.READY
            ? datasets
                .findFeaturesOf(dataset.organizationId(), dataset.id())
                .map(table -> table.id().toString())
            : Optional.empty();
    return new RawView(
        dataset.id().toString(),
        "raw",
        lower(dataset.status()),
        dataset.file().filename(),
        objects.url(dataset.file().key()),
        dataset.file().size(),
        dataset.rowCount(),
        dataset.profile().rejectedRowCount(),
        dataset.options().hasChurnLabel(),
        dataset.profile().firstDay(),
        dataset.profile().lastDay(),
        dataset.uploadedAt(),
        dataset.errorMessage(),
        new DatasetRoutes.Validation(dataset.profile().rejected(), dataset.profile().warnings()),
        features);
  }

  private FeaturesView features(FeatureDataset dataset) {
    FeatureManifest manifest = dataset.manifest();
    // Its source goes with it; if that was a moment ago, this is the last that is heard of both.
    Optional<CsvProfile> source =
        datasets
            .find(dataset.organizationId(), dataset.sourceId())
            .map(raw -> ((RawDataset) raw).profile());
    return new FeaturesView(
        dataset.id().toString(),
        "features",
        lower(dataset.status()),
        dataset.file().filename(),
        objects.url(dataset.file().key()),
        dataset.file().size(),
        dataset.rowCount(),
        0,
        manifest.snapshots().stream().anyMatch(s -> s.role() == SnapshotRole.LABELLED),
        source.map(CsvProfile::firstDay),
        source.map(CsvProfile::lastDay),
        dataset.uploadedAt(),
        Optional.empty(),
        new DatasetRoutes.Validation(List.of(), warnings(manifest)),
        dataset.sourceId().toString(),
        manifest.snapshots().stream().map(Snapshot::asOf).toList(),
        manifest.customers(),
        manifest.horizonDays(),
        manifest.activeWindowDays(),
        manifest.definition().monetaryReference(),
        manifest.snapshots().stream().map(SnapshotView::of).toList());
  }

  private static List<String> warnings(FeatureManifest manifest) {
    return manifest.labelConflicts() == 0
        ? List.of()
        : List.of(
            "%d customers have rows that disagree on churn_label; that of the latest event counts"
                .formatted(manifest.labelConflicts()));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
