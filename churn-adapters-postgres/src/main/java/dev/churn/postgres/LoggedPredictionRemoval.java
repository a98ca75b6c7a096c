package dev.churn.postgres;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Deletes rows of {@code logged_predictions} and lowers what is counted of them. */
final class LoggedPredictionRemoval {
  private static final String SQL =
      """
      with gone as (
        delete from logged_predictions where <chosen>
        returning as_of, model_id
      ), counted as (
        select as_of, model_id, count(*) as gone_count from gone
        group by as_of, model_id
      ), emptied as (
        delete from logged_prediction_counts c using counted g
        where c.organization_id = :organization and c.as_of = g.as_of
          and c.model_id = g.model_id and c.prediction_count <= g.gone_count
      ), lowered as (
        update logged_prediction_counts c
        set prediction_count = c.prediction_count - g.gone_count
        from counted g
        where c.organization_id = :organization and c.as_of = g.as_of
          and c.model_id = g.model_id and c.prediction_count > g.gone_count
      )
      select count(*) from gone
      """;

  private LoggedPredictionRemoval() {}

  /**
   * {@return a query that deletes the chosen rows and gives their number} The caller binds {@code
   * :organization} and the parameters of the condition.
   *
   * @param chosen a condition in SQL on the rows of one organization
   */
  static Query of(Handle handle, String chosen) {
    return handle.createQuery(SQL.replace("<chosen>", chosen));
  }
}
