package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.port.PredictionBatches.Source;
import dev.churn.domain.prediction.ChurnProbability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads and writes the rows of {@code customer_predictions}. */
final class PredictionRows {
  /**
   * Selects the columns that {@link #read} reads, of predictions {@code p} of batches {@code b}.
   */
  static final String SELECT =
      """
      select p.batch_id, p.rank_order, p.customer_id, b.as_of, p.churn_probability, p.model_id,
        p.model_version, p.role, p.is_active, p.reasons, p.is_shadow
      from customer_predictions p join prediction_batches b on b.id = p.batch_id
      """;

  /**
   * Raises the memory limit for sorts and joins over all rows of a batch, until the transaction
   * ends.
   */
  static final String MORE_MEMORY = "set local work_mem = '64MB'";

  private PredictionRows() {}

  /** Replaces the predictions of a batch; must be called in a transaction. */
  static void replace(Handle handle, BatchId id, Source predictions) {
    delete(handle, id);
    // Ranks are known only when all rows have arrived, so rows are collected in a temporary table,
    // which needs no write-ahead log.
    handle.execute(
        """
        create temporary table stored_predictions (
          is_shadow boolean, customer_id text collate "C", churn_probability double precision,
          model_id uuid, model_version integer, role text, is_active boolean, reasons text[]
        ) on commit drop
        """);
    try (var copy = new PredictionCopy(handle.getConnection(), "stored_predictions")) {
      predictions.writeTo(copy);
      copy.send();
    }
    handle.execute(MORE_MEMORY);
    handle
        .createUpdate(
            """
            insert into customer_predictions
              (batch_id, is_shadow, rank_order, customer_id, churn_probability, model_id,
               model_version, role, is_active, reasons)
            select :id, is_shadow,
              case when not is_shadow then
                row_number() over (order by is_shadow, churn_probability desc, customer_id)
              end,
              customer_id, churn_probability, model_id, model_version, role, is_active, reasons
            from stored_predictions
            order by is_shadow, churn_probability desc, customer_id
            """)
        .bind("id", id.value())
        .execute();
    handle.execute("drop table stored_predictions"); // a surrounding transaction may continue
  }

  static void delete(Handle handle, BatchId id) {
    handle
        .createUpdate("delete from customer_predictions where batch_id = :id")
        .bind("id", id.value())
        .execute();
  }

  static CustomerPrediction read(ResultSet row) throws SQLException {
    return new CustomerPrediction(
        new BatchId(Columns.uuid(row, "batch_id")),
        row.getLong("rank_order"), // 0 if there is none
        row.getString("customer_id"),
        Columns.date(row, "as_of"),
        new ChurnProbability(row.getDouble("churn_probability")),
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("model_version"),
        Optional.ofNullable(row.getString("role")).map(r -> Columns.parse(ModelRole.class, r)),
        Columns.optionalBoolean(row, "is_active"),
        Columns.texts(row, "reasons"));
  }
}
