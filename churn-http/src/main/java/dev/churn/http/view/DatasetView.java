package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.feature.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
  record Raw(@JsonUnwrapped Common common, ReadAsView readAs, Optional<String> featuresDatasetId)
      implements DatasetView {}

  /** A feature table. */
  record Features(
      @JsonUnwrapped Common common,
      String sourceDatasetId,
      List<LocalDate> asOfDates,
      List<String> features,
      List<String> watchedEventTypes,
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

  /**
   * The report on a file's rows and values.
   *
   * @param rejected the first rejected rows
   * @param rejections the rejected rows by column and reason
   * @param unread the values that were left out of rows that are kept, by column and reason
   * @param conversions sentences about what was converted
   */
  public record Validation(
      List<RejectedRow> rejected,
      List<ValueProblem> rejections,
      List<ValueProblem> unread,
      List<String> conversions,
      List<String> warnings) {
    public static Validation of(CsvProfile profile) {
      return of(profile, List.of());
    }

    public static Validation of(CsvProfile profile, List<String> moreWarnings) {
      return new Validation(
          profile.rejected(),
          profile.report().rejections(),
          profile.report().unread(),
          profile.report().conversions(),
          Stream.concat(profile.warnings().stream(), moreWarnings.stream()).toList());
    }

    /** {@return the report on a table, of which only warnings can be known} */
    static Validation ofTable(List<String> warnings) {
      return new Validation(List.of(), List.of(), List.of(), List.of(), warnings);
    }
  }

  /**
   * A dataset with the run that its upload started, as the answer for one shows it.
   *
   * @param pipeline the steps of the run; empty if the upload started none
   * @param check whether the data is as expected; empty until it was checked
   */
  record Details(
      @JsonUnwrapped DatasetView dataset,
      Optional<List<PipelineView>> pipeline,
      Optional<CheckView> check) {}

  /**
   * Whether the data of a raw dataset is as expected.
   *
   * @param passed whether a pipeline goes on, and models are activated
   */
  record CheckView(
      boolean passed,
      boolean forced,
      Optional<String> comparedWithDatasetId,
      List<FindingView> findings) {
    public static CheckView of(FileCheck check) {
      return new CheckView(
          check.isPassed(),
          check.isForced(),
          check.comparedWith().map(Object::toString),
          check.findings().stream().map(FindingView::of).toList());
    }
  }

  /** What is not as expected. */
  record FindingView(String kind, String text, String expected, String found) {
    static FindingView of(Finding finding) {
      return new FindingView(
          Texts.of(finding.kind()), finding.sentence(), finding.expected(), finding.found());
    }
  }
}
