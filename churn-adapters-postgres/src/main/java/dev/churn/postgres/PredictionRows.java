package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.port.PredictionBatches.Sink;
import dev.churn.domain.port.PredictionBatches.Source;
import dev.churn.domain.prediction.ChurnProbability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Reads and writes the rows of {@code customer_predictions}. */
final class PredictionRows {
  /**
   * The columns that {@link #read} reads, of predictions {@code p} of batches {@code b}; the rank
   * is by value where there are values.
   */
  static final String COLUMNS = columns(Include.ACTIVE, PredictionSort.VALUE_AT_RISK);

  private static final String TABLES =
      """
      from customer_predictions p join prediction_batches b on b.id = p.batch_id
      """;

  /** Selects the columns that {@link #read} reads. */
  static final String SELECT = COLUMNS + TABLES;

  private static String columns(Include include, PredictionSort sort) {
    return "select p.batch_id, %s as rank,".formatted(rank(include, sort))
        + """
           p.rank_order, p.customer_id, b.as_of, p.churn_probability, p.model_id, p.model_version,
            p.role, p.is_active, p.is_lapsed, p.days_silent, p.has_left, p.expected_activity,
            p.expected_spend, p.value_at_risk, p.reasons, p.is_shadow
          """;
  }

  private static String rank(Include include, PredictionSort sort) {
    List<String> orders = new ArrayList<>();
    if (sort == PredictionSort.VALUE_AT_RISK) {
      orders.add("p.value_order");
    }
    if (include != Include.ALL) {
      orders.add("p.list_order");
    }
    orders.add("p.rank_order");
    return "coalesce(%s)".formatted(String.join(", ", orders));
  }

  /** {@return SQL that selects the columns that {@link #read} reads, with the ranks of a list} */
  static String select(Include include, PredictionSort sort) {
    return columns(include, sort) + TABLES;
  }

  /**
   * Raises the memory limit for sorts and joins over all rows of a batch, until the transaction
   * ends.
   */
  static final String MORE_MEMORY = "set local work_mem = '64MB'";

  private PredictionRows() {}

  /**
   * Replaces the predictions of a batch; must be called in a transaction.
   *
   * @param ranked receives the answers by rank while they are stored
   */
  static void replace(
      Handle handle,
      PredictionBatch batch,
      Source predictions,
      Consumer<CustomerPrediction> ranked) {
    delete(handle, batch.id());
    var answers = new AnswerBuffer(batch);
    try (var copy = new PredictionCopy(handle.getConnection(), batch.id())) {
      predictions.writeTo(
          new Sink() {
            @Override
            public void answer(CustomerPrediction prediction) {
              answers.add(prediction);
            }

            @Override
            public void shadow(CustomerPrediction prediction) {
              copy.shadow(prediction);
            }
          });
      boolean hasLapsed = answers.hasLapsed();
      boolean hasValues = answers.hasValues();
      answers.forEachRanked(
          (answer, places) -> copy.answer(answer, places, hasLapsed, hasValues), ranked);
      copy.send();
      PredictionCounting.countBatch(handle, batch.id(), copy.counts());
    }
    CustomerPages.store(handle.getConnection(), batch.id(), answers.hashesByRank());
    if (answers.hasValues()) {
      ValuePages.store(handle.getConnection(), batch.id(), answers.ranksByValue());
    }
  }

  static void delete(Handle handle, BatchId id) {
    handle
        .createUpdate("delete from customer_predictions where batch_id = :id")
        .bind("id", id.value())
        .execute();
    CustomerPages.delete(handle, id);
    ValuePages.delete(handle, id);
    PredictionCounting.deleteBatch(handle, id);
  }

  static CustomerPrediction read(ResultSet row) throws SQLException {
    return new CustomerPrediction(
        new BatchId(Columns.uuid(row, "batch_id")),
        row.getLong("rank"), // 0 if there is none
        row.getString("customer_id"),
        Columns.date(row, "as_of"),
        new ChurnProbability(row.getDouble("churn_probability")),
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("model_version"),
        Optional.ofNullable(row.getString("role")).map(r -> Columns.parse(ModelRole.class, r)),
        Columns.optionalBoolean(row, "is_active"),
        Columns.activity(row),
        Columns.value(row),
        Columns.texts(row, "reasons"));
  }
}
