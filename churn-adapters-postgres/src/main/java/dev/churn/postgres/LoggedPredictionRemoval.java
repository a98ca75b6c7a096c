package dev.churn.postgres;

import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Deletes rows of {@code logged_predictions} and lowers what is counted of them. */
final class LoggedPredictionRemoval {
  private static final String OF =
      " where organization_id = :organization and as_of = :asOf and model_id = :model";

  private LoggedPredictionRemoval() {}

  /** Deleted rows that count together. */
  private record Gone(LocalDate asOf, UUID model, long rows) {}

  /**
   * Deletes the chosen rows of an organization; must be called in a transaction. Rows are locked
   * before their counts, as by those who add rows.
   *
   * @param chosen a condition in SQL; {@code :organization} is bound
   * @param parameters binds the other parameters of the condition
   * @return the number of rows
   */
  static long remove(
      Handle handle, OrganizationId organization, String chosen, UnaryOperator<Query> parameters) {
    List<Gone> all =
        parameters
            .apply(
                handle
                    .createQuery(
                        """
                        with gone as (
                          delete from logged_predictions where <chosen>
                          returning as_of, model_id
                        )
                        select as_of, model_id, count(*) as gone_count from gone
                        group by as_of, model_id
                        order by as_of, model_id
                        """
                            .replace("<chosen>", chosen))
                    .bind("organization", organization.value()))
            .map(
                (row, context) ->
                    new Gone(
                        Columns.date(row, "as_of"),
                        Columns.uuid(row, "model_id"),
                        row.getLong("gone_count")))
            .list();
    all.forEach(gone -> lower(handle, organization, gone));
    return all.stream().mapToLong(Gone::rows).sum();
  }

  private static void lower(Handle handle, OrganizationId organization, Gone gone) {
    // Locked first: what another transaction has lowered meanwhile must be seen by the comparison.
    long known =
        handle
            .createQuery(
                "select prediction_count from logged_prediction_counts" + OF + " for update")
            .bind("organization", organization.value())
            .bind("asOf", gone.asOf())
            .bind("model", gone.model())
            .mapTo(Long.class)
            .findOne()
            .orElse(0L);
    handle
        .createUpdate(
            known <= gone.rows()
                ? "delete from logged_prediction_counts" + OF
                : "update logged_prediction_counts set prediction_count = prediction_count - :rows"
                    + OF)
        .bind("organization", organization.value())
        .bind("asOf", gone.asOf())
        .bind("model", gone.model())
        .bind("rows", gone.rows())
        .execute();
  }
}
