package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.LapsedPart;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionBatch.ScoredBy;
import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Reads and writes the rows of {@code prediction_batches}. */
final class BatchRows {
  private BatchRows() {}

  /** Inserts a batch that is to be computed. */
  static void insert(Handle handle, PredictionBatch batch) {
    ObjectKey key = batch.input().key();
    Update update =
        handle
            .createUpdate(
                """
                insert into prediction_batches
                  (id, organization_id, batch_name, source, as_of, expected_customers,
                   input_bucket, input_path, created_at, status, features_dataset_id, filename,
                   file_size, sha256, upload_day, first_event_date, event_type_count, row_count,
                   rejected_row_count, has_churn_label, options_as_of, date_format,
                   activity_event_types, column_names, column_headers,
                   convention_names, convention_values)
                values (:id, :organization, :name, :source, :asOf, :customers,
                   :bucket, :path, :createdAt, 'queued', cast(:features as uuid), :filename,
                   :size, :sha256, :uploadDay, :firstDay, :eventTypes, :rows,
                   :rejected, :labelled, :optionsAsOf, :dateFormat,
                   :activity, :columnNames, :columnHeaders, :conventionNames, :conventionValues)
                """)
            .bind("id", batch.id().value())
            .bind("organization", batch.organizationId().value())
            .bind("name", batch.name())
            .bind("asOf", batch.asOf())
            .bind(
                "customers",
                batch.expectedCustomers().isPresent()
                    ? batch.expectedCustomers().getAsLong()
                    : null)
            .bind("bucket", key.bucket().id())
            .bind("path", key.path())
            .bind("createdAt", Columns.timestamp(batch.createdAt()));
    bindInput(update, batch.input());
    update.execute();
  }

  /** Replaces the event file that was uploaded for a batch. */
  static int replaceInput(
      Handle handle, OrganizationId organization, BatchId id, UploadedEvents input) {
    Update update =
        handle
            .createUpdate(
                """
                update prediction_batches set input_bucket = :bucket, input_path = :path,
                  filename = :filename, file_size = :size, sha256 = :sha256,
                  first_event_date = :firstDay, event_type_count = :eventTypes, row_count = :rows,
                  rejected_row_count = :rejected, convention_names = :conventionNames,
                  convention_values = :conventionValues
                where organization_id = :organization and id = :id and source = :source
                """)
            .bind("organization", organization.value())
            .bind("id", id.value())
            .bind("bucket", input.key().bucket().id())
            .bind("path", input.key().path());
    bindInput(update, input);
    return update.execute();
  }

  private static void bindInput(Update update, PredictionInput input) {
    Optional<ScoringSnapshot> snapshot =
        input instanceof ScoringSnapshot found ? Optional.of(found) : Optional.empty();
    Optional<UploadedEvents> events =
        input instanceof UploadedEvents found ? Optional.of(found) : Optional.empty();
    Optional<StoredFile> file = events.map(UploadedEvents::file);
    Optional<UploadOptions> options = events.map(UploadedEvents::options);
    List<String> names = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    options.ifPresent(
        o ->
            o.columns()
                .forEach(
                    (name, header) -> {
                      names.add(name);
                      headers.add(header);
                    }));
    update
        .bind("source", snapshot.isPresent() ? "dataset" : "file")
        .bind("features", snapshot.map(s -> s.features().toString()).orElse(null))
        .bind("filename", file.map(f -> Columns.text(f.filename())).orElse(null))
        .bind("size", file.map(StoredFile::size).orElse(null))
        .bind("sha256", file.map(StoredFile::sha256).orElse(null))
        .bind("uploadDay", events.map(UploadedEvents::uploadDay).orElse(null))
        .bind("firstDay", events.map(UploadedEvents::firstDay).orElse(null))
        .bind("eventTypes", events.map(UploadedEvents::eventTypes).orElse(null))
        .bind("rows", events.map(UploadedEvents::rowCount).orElse(null))
        .bind("rejected", events.map(UploadedEvents::rejectedRowCount).orElse(null))
        .bind("labelled", options.map(UploadOptions::hasChurnLabel).orElse(null))
        .bind("optionsAsOf", options.flatMap(UploadOptions::asOf).orElse(null))
        .bind(
            "dateFormat",
            options.flatMap(UploadOptions::dateFormat).map(Columns::text).orElse(null))
        .bind("activity", options.map(o -> Columns.texts(o.activityEventTypes())).orElse(null))
        .bind("columnNames", options.map(o -> Columns.texts(names)).orElse(null))
        .bind("columnHeaders", options.map(o -> Columns.texts(headers)).orElse(null))
        .bind(
            "conventionNames",
            options.map(o -> Columns.texts(o.conventions().texts().keySet())).orElse(null))
        .bind(
            "conventionValues",
            options.map(o -> Columns.texts(o.conventions().texts().values())).orElse(null));
  }

  /** {@return whether the batch existed and had not ended} */
  static boolean complete(
      Handle handle, OrganizationId organization, BatchId id, Completed outcome) {
    return handle
            .createUpdate(
                """
                update prediction_batches
                set status = 'completed', completed_at = :completedAt,
                  avg_churn_probability = :average, low_count = :low, medium_count = :medium,
                  high_count = :high, critical_count = :critical, output_bucket = :bucket,
                  output_path = :path, output_size = :size, output_sha256 = :sha256,
                  scored_by_models = :models,
                  scored_by_versions = cast(:versions as integer[]), scored_by_roles = :roles,
                  active_window_days = :window, lapsed_avg_churn_probability = :lapsedAverage,
                  lapsed_low_count = :lapsedLow, lapsed_medium_count = :lapsedMedium,
                  lapsed_high_count = :lapsedHigh, lapsed_critical_count = :lapsedCritical
                where organization_id = :organization and id = :id
                  and status in ('queued', 'running')
                """)
            .bind("completedAt", Columns.timestamp(outcome.completedAt()))
            .bind("average", outcome.averageProbability())
            .bind("low", outcome.risks().low())
            .bind("medium", outcome.risks().medium())
            .bind("high", outcome.risks().high())
            .bind("critical", outcome.risks().critical())
            .bind("bucket", outcome.output().bucket().id())
            .bind("path", outcome.output().path())
            .bind("size", outcome.fingerprint().map(Fingerprint::size).orElse(null))
            .bind("sha256", outcome.fingerprint().map(Fingerprint::sha256).orElse(null))
            .bindArray("models", UUID.class, each(outcome, by -> by.model().value()))
            .bindArray("versions", Long.class, each(outcome, by -> (long) by.version()))
            .bindArray("roles", String.class, each(outcome, by -> Columns.code(by.role())))
            .bind("window", outcome.lapsed().map(part -> part.window().days()).orElse(null))
            .bind(
                "lapsedAverage", outcome.lapsed().map(LapsedPart::averageProbability).orElse(null))
            .bind("lapsedLow", lapsed(outcome, RiskSegment.LOW))
            .bind("lapsedMedium", lapsed(outcome, RiskSegment.MEDIUM))
            .bind("lapsedHigh", lapsed(outcome, RiskSegment.HIGH))
            .bind("lapsedCritical", lapsed(outcome, RiskSegment.CRITICAL))
            .bind("organization", organization.value())
            .bind("id", id.value())
            .execute()
        == 1;
  }

  private static Long lapsed(Completed outcome, RiskSegment segment) {
    return outcome.lapsed().map(part -> part.risks().of(segment)).orElse(null);
  }

  /**
   * {@return the lapsed customers of a completed batch, empty for batches of earlier versions} They
   * are never more than all, although earlier versions lower only the counts of all.
   */
  private static Optional<LapsedPart> lapsed(ResultSet row) throws SQLException {
    int window = row.getInt("active_window_days");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new LapsedPart(
                new ActiveWindow(window),
                row.getDouble("lapsed_avg_churn_probability"),
                new RiskDistribution(
                    Math.min(row.getLong("low_count"), row.getLong("lapsed_low_count")),
                    Math.min(row.getLong("medium_count"), row.getLong("lapsed_medium_count")),
                    Math.min(row.getLong("high_count"), row.getLong("lapsed_high_count")),
                    Math.min(
                        row.getLong("critical_count"), row.getLong("lapsed_critical_count")))));
  }

  private static <T> List<T> each(Completed outcome, Function<ScoredBy, T> part) {
    return outcome.models().stream().map(part).toList();
  }

  /** {@return what the file of a completed batch holds, empty for batches of earlier versions} */
  private static Optional<Fingerprint> fingerprint(ResultSet row) throws SQLException {
    String sha256 = row.getString("output_sha256");
    return sha256 == null
        ? Optional.empty()
        : Optional.of(new Fingerprint(row.getLong("output_size"), sha256));
  }

  /** {@return the models of a completed batch, empty for batches of earlier versions} */
  private static List<ScoredBy> models(ResultSet row) throws SQLException {
    Array models = row.getArray("scored_by_models");
    if (models == null) {
      return List.of();
    }
    UUID[] ids = (UUID[]) models.getArray();
    Integer[] versions = (Integer[]) row.getArray("scored_by_versions").getArray();
    List<String> roles = Columns.texts(row, "scored_by_roles");
    List<ScoredBy> all = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      all.add(
          new ScoredBy(
              new ModelId(ids[i]), versions[i], Columns.parse(ModelRole.class, roles.get(i))));
    }
    return all;
  }

  /** {@return whether the batch existed and was not completed} */
  static boolean fail(Handle handle, OrganizationId organization, BatchId id, Failed outcome) {
    return handle
            .createUpdate(
                """
                update prediction_batches
                set status = 'failed', failed_at = :failedAt, error_message = :reason
                where organization_id = :organization and id = :id and status <> 'completed'
                """)
            .bind("failedAt", Columns.timestamp(outcome.failedAt()))
            .bind("reason", Columns.text(outcome.reason()))
            .bind("organization", organization.value())
            .bind("id", id.value())
            .execute()
        == 1;
  }

  static PredictionBatch read(ResultSet row) throws SQLException {
    long customers = row.getLong("expected_customers");
    return new PredictionBatch(
        new BatchId(Columns.uuid(row, "id")),
        new OrganizationId(Columns.uuid(row, "organization_id")),
        row.getString("batch_name"),
        row.getString("source").equals("dataset") ? snapshot(row) : events(row),
        Columns.date(row, "as_of"),
        row.getObject("expected_customers") == null
            ? OptionalLong.empty()
            : OptionalLong.of(customers),
        Columns.instant(row, "created_at"),
        state(row));
  }

  private static ObjectKey key(ResultSet row, String which) throws SQLException {
    return new ObjectKey(
        Columns.bucket(row.getString(which + "_bucket")), row.getString(which + "_path"));
  }

  private static ScoringSnapshot snapshot(ResultSet row) throws SQLException {
    return new ScoringSnapshot(
        new DatasetId(Columns.uuid(row, "features_dataset_id")), key(row, "input"));
  }

  private static UploadedEvents events(ResultSet row) throws SQLException {
    return new UploadedEvents(
        new StoredFile(
            key(row, "input"),
            row.getString("filename"),
            row.getLong("file_size"),
            row.getString("sha256")),
        new UploadOptions(
            row.getBoolean("has_churn_label"),
            Optional.ofNullable(Columns.date(row, "options_as_of")),
            Optional.ofNullable(row.getString("date_format")),
            Set.copyOf(Columns.texts(row, "activity_event_types")),
            Columns.map(row, "column_names", "column_headers"),
            Columns.conventions(row, "")),
        Columns.date(row, "upload_day"),
        Columns.date(row, "first_event_date"),
        row.getInt("event_type_count"),
        row.getLong("row_count"),
        row.getLong("rejected_row_count"));
  }

  private static PredictionBatch.State state(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return switch (status) {
      case "queued" -> new PredictionBatch.Queued();
      case "running" -> new PredictionBatch.Running();
      case "failed" ->
          new Failed(Columns.instant(row, "failed_at"), row.getString("error_message"));
      case "completed" ->
          new Completed(
              Columns.instant(row, "completed_at"),
              row.getDouble("avg_churn_probability"),
              new RiskDistribution(
                  row.getLong("low_count"),
                  row.getLong("medium_count"),
                  row.getLong("high_count"),
                  row.getLong("critical_count")),
              key(row, "output"),
              fingerprint(row),
              models(row),
              lapsed(row),
              RiskSumRows.ofBatch(row));
      default -> throw new IllegalStateException("unknown status " + status);
    };
  }
}
