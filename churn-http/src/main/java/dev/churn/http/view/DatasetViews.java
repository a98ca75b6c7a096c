package dev.churn.http.view;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.operation.FindFiles;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Datasets as answers show them. */
public final class DatasetViews {
  /** The report on a file's rows. */
  public record Validation(List<RejectedRow> rejected, List<String> warnings) {}

  private final ManageDatasets datasets;
  private final FindFiles files;

  public DatasetViews(ManageDatasets datasets, FindFiles files) {
    this.datasets = datasets;
    this.files = files;
  }

  private record SnapshotView(LocalDate asOf, String role, long rows, long labelled, long churned) {
    static SnapshotView of(Snapshot snapshot) {
      return new SnapshotView(
          snapshot.asOf(),
          lower(snapshot.role()),
          snapshot.rows(),
          snapshot.labeled(),
          snapshot.churned());
    }
  }

  public Map<String, Object> of(Dataset dataset) {
    return dataset instanceof RawDataset raw ? raw(raw) : features((FeatureDataset) dataset);
  }

  private Map<String, Object> raw(RawDataset dataset) {
    CsvProfile profile = dataset.profile();
    Map<String, Object> view =
        head(
            dataset,
            "raw",
            profile.rejectedRowCount(),
            dataset.options().hasChurnLabel(),
            Optional.of(profile),
            new Validation(profile.rejected(), profile.warnings()));
    view.put("error_message", dataset.errorMessage());
    view.put(
        "features_dataset_id",
        dataset.status() == DatasetStatus.READY
            ? datasets
                .findFeaturesOf(dataset.organizationId(), dataset.id())
                .map(table -> table.id().toString())
            : Optional.empty());
    return view;
  }

  private Map<String, Object> features(FeatureDataset dataset) {
    FeatureManifest manifest = dataset.manifest();
    // Its source goes with it; if that was a moment ago, this is the last that is heard of both.
    Optional<CsvProfile> source =
        datasets.findRaw(dataset.organizationId(), dataset.sourceId()).map(RawDataset::profile);
    Map<String, Object> view =
        head(
            dataset,
            "features",
            0,
            manifest.snapshots().stream().anyMatch(s -> s.role() == SnapshotRole.LABELLED),
            source,
            new Validation(List.of(), warnings(manifest)));
    view.put("error_message", Optional.empty());
    view.put("source_dataset_id", dataset.sourceId().toString());
    view.put("as_of_dates", manifest.snapshots().stream().map(Snapshot::asOf).toList());
    view.put("features", manifest.features());
    view.put("customers", manifest.customers());
    view.put("horizon_days", manifest.horizonDays());
    view.put("active_window_days", manifest.activeWindowDays());
    view.put("monetary_reference", manifest.definition().monetaryReference());
    view.put("snapshots", manifest.snapshots().stream().map(SnapshotView::of).toList());
    return view;
  }

  /** {@return what answers show of datasets of both types} */
  private Map<String, Object> head(
      Dataset dataset,
      String type,
      long rejectedRows,
      boolean hasChurnLabel,
      Optional<CsvProfile> source,
      Validation validation) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("dataset_id", dataset.id().toString());
    view.put("dataset_type", type);
    view.put("status", lower(dataset.status()));
    view.put("filename", dataset.file().filename());
    view.put("file_url", files.url(dataset.file().key()));
    view.put("file_size", dataset.file().size());
    view.put("row_count", dataset.rowCount());
    view.put("rejected_row_count", rejectedRows);
    view.put("has_churn_label", hasChurnLabel);
    view.put("first_event_date", source.map(CsvProfile::firstDay));
    view.put("last_event_date", source.map(CsvProfile::lastDay));
    view.put("uploaded_at", dataset.uploadedAt());
    view.put("validation", validation);
    return view;
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
