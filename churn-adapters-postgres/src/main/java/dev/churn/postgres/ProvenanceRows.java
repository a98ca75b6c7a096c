package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Provenance;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

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
    handle
        .createUpdate(
            """
            update model_metadata set
              raw_dataset_id = :raw, raw_sha256 = :rawSha256, features_sha256 = :featuresSha256,
              learned_from = cast(:learnedFrom as date[]), judged_on = cast(:judgedOn as date[]),
              horizon_days = :horizon, labels_from_file = :labelsFromFile, seed = :seed,
              program_version = :program
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
        .bind("program", Columns.text(provenance.programVersion()))
        .execute();
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
            row.getLong("seed"),
            program,
            libraries(row)));
  }

  private static List<LocalDate> days(ResultSet row, String column) throws SQLException {
    return Stream.of((Date[]) row.getArray(column).getArray()).map(Date::toLocalDate).toList();
  }

  private static Map<String, String> libraries(ResultSet row) throws SQLException {
    List<String> names = Columns.texts(row, "library_names");
    List<String> versions = Columns.texts(row, "library_versions");
    Map<String, String> libraries = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      libraries.put(names.get(i), versions.get(i));
    }
    return libraries;
  }
}
