package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Provenance;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

/**
 * Reads and writes the provenance of a model: columns of {@code model_metadata} and the table
 * {@code model_libraries}; the caller opens the transaction.
 */
final class ProvenanceRows {
  /** Columns of a select from {@code model_metadata m}. */
  static final String LISTS =
      """
        array(select name from model_libraries l where l.model_id = m.id order by name)
          as library_names,
        array(select version from model_libraries l where l.model_id = m.id order by name)
          as library_versions
      """;

  private ProvenanceRows() {}

  /** Adds the provenance of a model that has none yet. */
  static void write(Handle handle, ModelId id, Provenance provenance) {
    Update update =
        handle
            .createUpdate(
                """
            update model_metadata set
              raw_dataset_id = :raw, raw_sha256 = :rawSha256, features_sha256 = :featuresSha256,
              learned_from = cast(:learnedFrom as date[]), judged_on = cast(:judgedOn as date[]),
              horizon_days = :horizon, labels_from_file = :labelsFromFile, seed = :seed,
              program_version = :program, active_window_days = :window,
              activity_event_types = :activity, churn_event_types = :churnTypes, upload_has_churn_label = :labelled,
              upload_as_of = :asOf, upload_date_format = :dateFormat,
              upload_activity_event_types = :uploadActivity, upload_column_names = :names,
              upload_column_headers = :headers, upload_convention_names = :conventionNames,
              upload_convention_values = :conventionValues
            where id = :id
            """)
            .bind("id", id.value())
            .bind("raw", provenance.raw().value())
            .bind("rawSha256", provenance.rawSha256())
            .bind("featuresSha256", provenance.featuresSha256())
            .bindArray("learnedFrom", String.class, texts(provenance.learnedFrom()))
            .bindArray("judgedOn", String.class, texts(provenance.judgedOn()))
            .bind("horizon", provenance.horizonDays())
            .bind("labelsFromFile", provenance.labelsFromFile())
            .bind("seed", provenance.seed())
            .bind("program", Columns.text(provenance.programVersion()));
    bindData(update, provenance.data());
    update.execute();
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into model_libraries (model_id, name, version) values (:id, :name, :version)");
    provenance
        .libraries()
        .forEach(
            (name, version) ->
                batch
                    .bind("id", id.value())
                    .bind("name", Columns.text(name))
                    .bind("version", Columns.text(version))
                    .add());
    batch.execute();
  }

  private static void bindData(Update update, Optional<DataDefinition> data) {
    Optional<UploadOptions> upload = data.map(DataDefinition::upload);
    Map<String, String> columns =
        new TreeMap<>(upload.map(UploadOptions::columns).orElse(Map.of()));
    update
        .bind("window", data.map(d -> d.activeWindow().days()).orElse(null))
        .bind("activity", data.map(d -> Columns.texts(d.activityEventTypes())).orElse(null))
        .bind("churnTypes", data.map(d -> Columns.texts(d.churnEventTypes())).orElse(null))
        .bind("labelled", upload.map(UploadOptions::hasChurnLabel).orElse(null))
        .bind("asOf", upload.flatMap(UploadOptions::asOf).orElse(null))
        .bind(
            "dateFormat", upload.flatMap(UploadOptions::dateFormat).map(Columns::text).orElse(null))
        .bind("uploadActivity", upload.map(o -> Columns.texts(o.activityEventTypes())).orElse(null))
        .bind("names", upload.map(o -> Columns.texts(columns.keySet())).orElse(null))
        .bind("headers", upload.map(o -> Columns.texts(columns.values())).orElse(null))
        .bind(
            "conventionNames",
            upload.map(o -> Columns.texts(o.conventions().texts().keySet())).orElse(null))
        .bind(
            "conventionValues",
            upload.map(o -> Columns.texts(o.conventions().texts().values())).orElse(null));
  }

  private static Object[] texts(List<LocalDate> days) {
    return days.stream().map(LocalDate::toString).toArray();
  }

  static Optional<Provenance> read(ResultSet row) throws SQLException {
    String program = row.getString("program_version");
    if (program == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Provenance(
            new DatasetId(Columns.uuid(row, "raw_dataset_id")),
            row.getString("raw_sha256"),
            row.getString("features_sha256"),
            days(row, "learned_from"),
            days(row, "judged_on"),
            row.getInt("horizon_days"),
            row.getBoolean("labels_from_file"),
            data(row),
            row.getLong("seed"),
            program,
            libraries(row)));
  }

  private static Optional<DataDefinition> data(ResultSet row) throws SQLException {
    int window = row.getInt("active_window_days");
    if (row.wasNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new DataDefinition(
            new ActiveWindow(window),
            Set.copyOf(Columns.texts(row, "activity_event_types")),
            Columns.textsOrNone(row, "churn_event_types"),
            new UploadOptions(
                row.getBoolean("upload_has_churn_label"),
                Optional.ofNullable(Columns.date(row, "upload_as_of")),
                Optional.ofNullable(row.getString("upload_date_format")),
                Set.copyOf(Columns.texts(row, "upload_activity_event_types")),
                Columns.map(row, "upload_column_names", "upload_column_headers"),
                Columns.conventions(row, "upload_"))));
  }

  private static List<LocalDate> days(ResultSet row, String column) throws SQLException {
    return Stream.of((Date[]) row.getArray(column).getArray()).map(Date::toLocalDate).toList();
  }

  private static Map<String, String> libraries(ResultSet row) throws SQLException {
    return Columns.map(row, "library_names", "library_versions");
  }
}
