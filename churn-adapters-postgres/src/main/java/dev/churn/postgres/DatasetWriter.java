package dev.churn.postgres;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** Writes datasets; the caller opens the transaction. */
final class DatasetWriter {
  private static final String REPLACE =
      """
      update datasets set bucket = :bucket, path = :path, filename = :filename, file_size = :size,
        sha256 = :sha256, row_count = :rows,
      """;

  private DatasetWriter() {}

  static void insert(Handle handle, RawDataset dataset) {
    CsvProfile profile = dataset.profile();
    UploadOptions options = dataset.options();
    Map<String, String> conventions = options.conventions().texts();
    bindCommon(
            handle.createUpdate(
                """
                insert into datasets
                  (id, organization_id, dataset_type, status, bucket, path, filename, file_size,
                   sha256, row_count, uploaded_at, error_message, activity_event_types,
                   rejected_row_count, warnings, has_churn_label, first_event_date,
                   last_event_date, event_type_count, as_of, date_format,
                   convention_names, convention_values)
                values
                  (:id, :organization, 'raw', :status, :bucket, :path, :filename, :size,
                   :sha256, :rows, :uploadedAt, :error, :types,
                   :rejected, :warnings, :labelled, :firstDay, :lastDay, :eventTypes, :asOf,
                   :dateFormat, :conventionNames, :conventionValues)
                """),
            dataset)
        .bind("error", dataset.errorMessage().map(Columns::text))
        .bindArray("types", String.class, (Object[]) Columns.texts(options.activityEventTypes()))
        .bind("rejected", profile.rejectedRowCount())
        .bindArray("warnings", String.class, (Object[]) Columns.texts(profile.warnings()))
        .bind("labelled", options.hasChurnLabel())
        .bind("firstDay", profile.firstDay())
        .bind("lastDay", profile.lastDay())
        .bind("eventTypes", profile.eventTypes())
        .bind("asOf", options.asOf())
        .bind("dateFormat", options.dateFormat().map(Columns::text))
        .bindArray("conventionNames", String.class, (Object[]) Columns.texts(conventions.keySet()))
        .bindArray("conventionValues", String.class, (Object[]) Columns.texts(conventions.values()))
        .execute();
    EventCountRows.write(handle, dataset.id(), profile.counts());
    ReadingReportRows.write(handle, dataset.id(), profile.report());
    insertColumns(handle, dataset.id(), options);
    insertRejections(handle, dataset.id(), profile.rejected());
  }

  private static void insertColumns(Handle handle, DatasetId id, UploadOptions options) {
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into dataset_columns (dataset_id, name, header) values (:id, :name, :header)");
    options
        .columns()
        .forEach(
            (name, header) ->
                batch
                    .bind("id", id.value())
                    .bind("name", Columns.text(name))
                    .bind("header", Columns.text(header))
                    .add());
    batch.execute();
  }

  private static void insertRejections(Handle handle, DatasetId id, List<RejectedRow> rejected) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into dataset_rejections (dataset_id, position, line, column_name, reason)
            values (:id, :position, :line, :column, :reason)
            """);
    for (int i = 0; i < rejected.size(); i++) {
      RejectedRow row = rejected.get(i);
      batch
          .bind("id", id.value())
          .bind("position", i)
          .bind("line", row.line())
          .bind("column", row.column())
          .bind("reason", Columns.text(row.reason()))
          .add();
    }
    batch.execute();
  }

  /** Inserts a feature table. */
  static void insert(Handle handle, FeatureDataset dataset) {
    FeatureManifest manifest = dataset.manifest();
    bindCommon(
            handle.createUpdate(
                """
                insert into datasets
                  (id, organization_id, dataset_type, status, bucket, path, filename, file_size,
                   sha256, row_count, uploaded_at, activity_event_types, churn_event_types,
                   watched_event_types, source_dataset_id, feature_names, horizon_days, active_window_days, monetary_reference,
                   customers, label_conflicts)
                values
                  (:id, :organization, 'features', :status, :bucket, :path, :filename, :size,
                   :sha256, :rows, :uploadedAt, :types, :churnTypes, :watched, :source, :features,
                   :horizon, :window, :reference, :customers, :conflicts)
                """),
            dataset)
        .bindArray(
            "types",
            String.class,
            (Object[]) Columns.texts(manifest.definition().activityEventTypes()))
        .bindArray(
            "churnTypes",
            String.class,
            (Object[]) Columns.texts(manifest.definition().churnEventTypes()))
        .bindArray(
            "watched",
            String.class,
            (Object[]) Columns.texts(manifest.definition().watchedEventTypes()))
        .bindArray("features", String.class, (Object[]) Columns.texts(manifest.features()))
        .bind("source", dataset.sourceId().value())
        .bind("horizon", manifest.horizonDays())
        .bind("window", manifest.activeWindowDays())
        .bind("reference", manifest.definition().monetaryReference())
        .bind("customers", manifest.customers())
        .bind("conflicts", manifest.labelConflicts())
        .execute();
    insertSnapshots(handle, dataset.id().value(), manifest.snapshots());
  }

  /** Replaces the file of a raw dataset and what was found in it. */
  static void replace(Handle handle, RawDataset dataset) {
    CsvProfile profile = dataset.profile();
    UploadOptions options = dataset.options();
    Map<String, String> conventions = options.conventions().texts();
    bindFile(
            handle.createUpdate(
                REPLACE
                    + """
                    rejected_row_count = :rejected, warnings = :warnings,
                      first_event_date = :firstDay, last_event_date = :lastDay,
                      event_type_count = :eventTypes, as_of = :asOf, date_format = :dateFormat,
                      convention_names = :conventionNames, convention_values = :conventionValues
                    where organization_id = :organization and id = :id
                    """),
            dataset)
        .bind("rejected", profile.rejectedRowCount())
        .bindArray("warnings", String.class, (Object[]) Columns.texts(profile.warnings()))
        .bind("firstDay", profile.firstDay())
        .bind("lastDay", profile.lastDay())
        .bind("eventTypes", profile.eventTypes())
        .bind("asOf", options.asOf())
        .bind("dateFormat", options.dateFormat().map(Columns::text))
        .bindArray("conventionNames", String.class, (Object[]) Columns.texts(conventions.keySet()))
        .bindArray("conventionValues", String.class, (Object[]) Columns.texts(conventions.values()))
        .execute();
    for (String table :
        List.of("dataset_columns", "dataset_rejections", "dataset_value_problems")) {
      deleteOf(handle, table, dataset);
    }
    EventCountRows.write(handle, dataset.id(), profile.counts());
    ReadingReportRows.write(handle, dataset.id(), profile.report());
    insertColumns(handle, dataset.id(), options);
    insertRejections(handle, dataset.id(), profile.rejected());
  }

  /** Replaces the file of a feature table and its counts. */
  static void replace(Handle handle, FeatureDataset table) {
    bindFile(
            handle.createUpdate(
                REPLACE
                    + "customers = :customers where organization_id = :organization and id = :id"),
            table)
        .bind("customers", table.manifest().customers())
        .execute();
    deleteOf(handle, "feature_snapshots", table);
    insertSnapshots(handle, table.id().value(), table.manifest().snapshots());
  }

  private static void deleteOf(Handle handle, String table, Dataset dataset) {
    handle
        .createUpdate("delete from %s where dataset_id = :id".formatted(table))
        .bind("id", dataset.id().value())
        .execute();
  }

  private static void insertSnapshots(Handle handle, UUID id, List<Snapshot> snapshots) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into feature_snapshots
              (dataset_id, position, as_of, role, row_count, labelled_count, churned_count)
            values (:id, :position, :asOf, :role, :rows, :labelled, :churned)
            """);
    for (int i = 0; i < snapshots.size(); i++) {
      Snapshot snapshot = snapshots.get(i);
      batch
          .bind("id", id)
          .bind("position", i)
          .bind("asOf", snapshot.asOf())
          .bind("role", Columns.code(snapshot.role()))
          .bind("rows", snapshot.rows())
          .bind("labelled", snapshot.labeled())
          .bind("churned", snapshot.churned())
          .add();
    }
    batch.execute();
  }

  private static <S extends SqlStatement<S>> S bindCommon(S statement, Dataset dataset) {
    return bindFile(statement, dataset)
        .bind("status", Columns.code(dataset.status()))
        .bind("uploadedAt", Columns.timestamp(dataset.uploadedAt()));
  }

  private static <S extends SqlStatement<S>> S bindFile(S statement, Dataset dataset) {
    StoredFile file = dataset.file();
    return statement
        .bind("id", dataset.id().value())
        .bind("organization", dataset.organizationId().value())
        .bind("bucket", file.key().bucket().id())
        .bind("path", file.key().path())
        .bind("filename", Columns.text(file.filename()))
        .bind("size", file.size())
        .bind("sha256", file.sha256())
        .bind("rows", dataset.rowCount());
  }
}
