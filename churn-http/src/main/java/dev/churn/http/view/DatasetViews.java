package dev.churn.http.view;

import dev.churn.domain.Plural;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.http.view.DatasetView.Common;
import dev.churn.http.view.DatasetView.SnapshotView;
import dev.churn.http.view.DatasetView.Validation;
import java.util.List;
import java.util.Optional;

/** Makes the views of datasets, which need to look up what belongs to a dataset. */
public final class DatasetViews {
  private final ManageDatasets datasets;
  private final FileUrls urls;

  public DatasetViews(ManageDatasets datasets, FileUrls urls) {
    this.datasets = datasets;
    this.urls = urls;
  }

  public DatasetView of(Dataset dataset) {
    return of(dataset, List.of());
  }

  /**
   * {@return the view of a dataset}
   *
   * @param findings what is not as expected of a raw dataset, shown among its warnings
   */
  public DatasetView of(Dataset dataset, List<String> findings) {
    return dataset instanceof RawDataset raw
        ? raw(raw, findings)
        : features((FeatureDataset) dataset);
  }

  private DatasetView.Raw raw(RawDataset dataset, List<String> findings) {
    CsvProfile profile = dataset.profile();
    return new DatasetView.Raw(
        common(
            dataset,
            "raw",
            profile.rejectedRowCount(),
            dataset.options().hasChurnLabel(),
            Optional.of(profile),
            Validation.of(profile, findings),
            dataset.errorMessage()),
        ReadAsView.of(dataset.options()),
        dataset.status() == DatasetStatus.READY
            ? datasets
                .findFeaturesOf(dataset.organizationId(), dataset.id())
                .map(table -> table.id().toString())
            : Optional.empty());
  }

  private DatasetView.Features features(FeatureDataset dataset) {
    FeatureManifest manifest = dataset.manifest();
    // The source is deleted together with the table; a deletion that runs now may be between them.
    Optional<CsvProfile> source =
        datasets.findRaw(dataset.organizationId(), dataset.sourceId()).map(RawDataset::profile);
    return new DatasetView.Features(
        common(
            dataset,
            "features",
            0,
            manifest.snapshots().stream().anyMatch(s -> s.role() == SnapshotRole.LABELLED),
            source,
            Validation.ofTable(warnings(manifest)),
            Optional.empty()),
        dataset.sourceId().toString(),
        manifest.snapshots().stream().map(Snapshot::asOf).toList(),
        manifest.features(),
        manifest.definition().watchedEventTypes(),
        manifest.customers(),
        manifest.horizonDays(),
        manifest.activeWindowDays(),
        manifest.definition().monetaryReference(),
        manifest.snapshots().stream().map(SnapshotView::of).toList());
  }

  private Common common(
      Dataset dataset,
      String type,
      long rejectedRows,
      boolean hasChurnLabel,
      Optional<CsvProfile> source,
      Validation validation,
      Optional<String> errorMessage) {
    return new Common(
        dataset.id().toString(),
        type,
        Texts.of(dataset.status()),
        dataset.file().filename(),
        urls.of(dataset.file().key()),
        dataset.file().size(),
        dataset.rowCount(),
        rejectedRows,
        hasChurnLabel,
        source.map(CsvProfile::firstDay),
        source.map(CsvProfile::lastDay),
        dataset.uploadedAt(),
        validation,
        errorMessage);
  }

  private static List<String> warnings(FeatureManifest manifest) {
    return manifest.labelConflicts() == 0
        ? List.of()
        : List.of(
            "%s %s rows that disagree on churn_label; that of the latest event counts"
                .formatted(
                    Plural.of(manifest.labelConflicts(), "customer"),
                    Plural.verb(manifest.labelConflicts(), "has", "have")));
  }
}
