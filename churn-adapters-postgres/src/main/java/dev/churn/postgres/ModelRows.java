package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reads and writes the rows of {@code model_metadata}; the caller opens the transaction. */
final class ModelRows {
  /** Selects models of one organization; no query reads those of several. */
  static final String SELECT =
      """
      select m.*,
        array(select name from model_parameters p where p.model_id = m.id order by name)
          as parameter_names,
        array(select value from model_parameters p where p.model_id = m.id order by name)
          as parameter_values,
        array(select name from model_options o where o.model_id = m.id order by name)
          as option_names,
        array(select value from model_options o where o.model_id = m.id order by name)
          as option_values,
      %s,
      %s
      from model_metadata m
      where m.organization_id = :organization
      """
          .formatted(ProvenanceRows.LISTS, EvaluationReader.LISTS);

  private ModelRows() {}

  static void insert(Handle handle, TrainingRun model) {
    if (!(model.outcome() instanceof TrainingRun.InTraining)) {
      throw new IllegalArgumentException("expected a model in training, found " + model.outcome());
    }
    handle
        .createUpdate(
            """
            insert into model_metadata
              (id, organization_id, model_type, features_dataset_id, requested_at,
               requested_by, status)
            values (:id, :organization, :type, :features, :requestedAt, :requestedBy, 'training')
            """)
        .bind("id", model.id().value())
        .bind("organization", model.organizationId().value())
        .bind("type", model.type().id())
        .bind("features", model.features().value())
        .bind("requestedAt", Columns.timestamp(model.requestedAt()))
        .bind("requestedBy", model.requestedBy().map(Requester::name).orElse(null))
        .execute();
    insertTexts(handle, "model_options", model.id(), model.specification().options());
  }

  /** Completes a model and assigns it the next version. */
  static void complete(
      Handle handle, OrganizationId organization, ModelId id, ModelVersion outcome) {
    EvaluationWriter.write(handle, id, outcome.evaluation());
    handle
        .createUpdate(
            """
            update model_metadata set
              status = 'completed', failed_at = null, error_message = null,
              version = (
                select coalesce(max(version), 0) + 1 from model_metadata
                where organization_id = :organization),
              trained_type = :type, trained_at = :trainedAt, training_samples = :samples,
              churn_rate = :churnRate,
              artifact_sha256 = :sha256, evaluated_sha256 = :evaluated, activated = :activated, activation_reason = :reason
            where organization_id = :organization and id = :id
            """)
        .bind("organization", organization.value())
        .bind("id", id.value())
        .bind("type", outcome.type().id())
        .bind("trainedAt", Columns.timestamp(outcome.trainedAt()))
        .bind("samples", outcome.trainingSamples())
        .bind("churnRate", outcome.churnRate())
        .bind("sha256", outcome.artifactSha256())
        .bind("evaluated", outcome.evaluatedSha256().orElse(null))
        .bind("activated", outcome.activation().activated())
        .bind("reason", Columns.text(outcome.activation().reason()))
        .execute();
    outcome
        .activation()
        .comparison()
        .ifPresent(comparison -> ChampionComparisonRows.write(handle, id, comparison));
    insertTexts(handle, "model_parameters", id, outcome.parameters());
    outcome.provenance().ifPresent(provenance -> ProvenanceRows.write(handle, id, provenance));
  }

  private static void insertTexts(
      Handle handle, String table, ModelId id, Map<String, String> texts) {
    if (texts.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into %s (model_id, name, value) values (:id, :name, :value)".formatted(table));
    texts.forEach(
        (name, value) ->
            batch
                .bind("id", id.value())
                .bind("name", Columns.text(name))
                .bind("value", Columns.text(value))
                .add());
    batch.execute();
  }

  static TrainingRun read(ResultSet row) throws SQLException {
    return new TrainingRun(
        new ModelId(Columns.uuid(row, "id")),
        new OrganizationId(Columns.uuid(row, "organization_id")),
        new ModelSpecification(ModelType.parse(row.getString("model_type")), texts(row, "option")),
        new DatasetId(Columns.uuid(row, "features_dataset_id")),
        Columns.instant(row, "requested_at"),
        Optional.ofNullable(row.getString("requested_by")).map(Requester::new),
        outcome(row));
  }

  private static TrainingRun.Outcome outcome(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return switch (status) {
      case "training" -> new TrainingRun.InTraining();
      case "failed" ->
          new TrainingRun.Failed(Columns.instant(row, "failed_at"), row.getString("error_message"));
      case "completed" -> trained(row);
      default -> throw new IllegalStateException("unknown status " + status);
    };
  }

  private static ModelVersion trained(ResultSet row) throws SQLException {
    return new ModelVersion(
        row.getInt("version"),
        ModelType.parse(row.getString("trained_type")),
        Columns.instant(row, "trained_at"),
        row.getLong("training_samples"),
        row.getDouble("churn_rate"),
        EvaluationReader.read(row),
        texts(row, "parameter"),
        row.getString("artifact_sha256"),
        Optional.ofNullable(row.getString("evaluated_sha256")),
        ProvenanceRows.read(row),
        new Activation(
            row.getBoolean("activated"),
            row.getString("activation_reason"),
            ChampionComparisonRows.read(row)));
  }

  /** {@return texts by name, from two columns with names and texts in the same order} */
  private static Map<String, String> texts(ResultSet row, String kind) throws SQLException {
    List<String> names = Columns.texts(row, kind + "_names");
    List<String> values = Columns.texts(row, kind + "_values");
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      texts.put(names.get(i), values.get(i));
    }
    return texts;
  }
}
