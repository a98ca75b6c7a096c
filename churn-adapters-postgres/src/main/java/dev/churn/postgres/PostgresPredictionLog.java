package dev.churn.postgres;

import static java.util.Comparator.comparing;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.prediction.ChurnProbability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Single predictions in the table {@code logged_predictions}. */
final class PostgresPredictionLog implements PredictionLog {
  private static final int FETCH_SIZE = 1_000;

  /** Servers that write the same rows do it in the same order, so that none waits in a circle. */
  private static final Comparator<LoggedPrediction> BY_KEY =
      comparing((LoggedPrediction prediction) -> prediction.organizationId().value())
          .thenComparing(LoggedPrediction::asOf)
          .thenComparing(LoggedPrediction::customerId)
          .thenComparing(prediction -> prediction.model().value());

  private final Database database;

  PostgresPredictionLog(Database database) {
    this.database = database;
  }

  @Override
  public void append(List<LoggedPrediction> predictions) {
    if (predictions.isEmpty()) {
      return;
    }
    database.inTransaction(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  insert into logged_predictions as known
                    (organization_id, as_of, customer_id, model_id, model_version, role,
                     probability, created_at)
                  values (:organization, :asOf, :customer, :model, :version, :role, :probability,
                    :createdAt)
                  on conflict (organization_id, as_of, customer_id, model_id) do update set
                    role = excluded.role, probability = excluded.probability,
                    created_at = excluded.created_at
                  where known.created_at <= excluded.created_at
                  """);
          predictions.stream()
              .sorted(BY_KEY)
              .forEach(
                  prediction ->
                      batch
                          .bind("organization", prediction.organizationId().value())
                          .bind("asOf", prediction.asOf())
                          .bind("customer", Columns.text(prediction.customerId()))
                          .bind("model", prediction.model().value())
                          .bind("version", prediction.modelVersion())
                          .bind("role", Columns.code(prediction.role()))
                          .bind("probability", prediction.probability().value())
                          .bind("createdAt", Columns.timestamp(prediction.createdAt()))
                          .add());
          return batch.execute();
        });
  }

  @Override
  public void read(
      OrganizationId organization,
      LocalDate from,
      LocalDate to,
      Consumer<LoggedPrediction> consumer) {
    database.inLongTransaction( // the driver reads in parts within a transaction only
        handle -> {
          handle
              .createQuery(
                  """
                  select * from logged_predictions
                  where organization_id = :organization and as_of between :from and :to
                  order by as_of, customer_id, model_id
                  """)
              .setFetchSize(FETCH_SIZE)
              .bind("organization", organization.value())
              .bind("from", from)
              .bind("to", to)
              .map((row, context) -> read(row))
              .forEach(consumer);
          return null;
        });
  }

  private static LoggedPrediction read(ResultSet row) throws SQLException {
    return new LoggedPrediction(
        new OrganizationId(Columns.uuid(row, "organization_id")),
        row.getString("customer_id"),
        Columns.date(row, "as_of"),
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("model_version"),
        Columns.parse(ModelRole.class, row.getString("role")),
        new ChurnProbability(row.getDouble("probability")),
        Columns.instant(row, "created_at"));
  }
}
