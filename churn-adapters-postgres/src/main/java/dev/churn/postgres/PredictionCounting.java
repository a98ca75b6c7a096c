package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.model.ModelId;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Counts predictions when they are stored, so that reports need not; must be called in the
 * transaction that stores them.
 */
final class PredictionCounting {
  /**
   * SQL for the number of predictions of each model and as-of date, as {@code made_counts} in a
   * with clause: as_of, model_id, prediction_count.
   */
  static final String COUNTS =
      """
      made_counts as (
        select as_of, model_id, cast(sum(prediction_count) as bigint) as prediction_count
        from (
          select b.as_of, c.model_id, c.prediction_count
          from prediction_batches b join batch_model_counts c on c.batch_id = b.id
          where b.organization_id = :organization and b.status = 'completed'
          union all
          select as_of, model_id, prediction_count
          from logged_prediction_counts where organization_id = :organization
        ) counts
        group by as_of, model_id
      )
      """;

  private PredictionCounting() {}

  /** Predictions of a batch that count together. */
  record Kind(ModelId model, boolean isShadow) {}

  /** Stores how many predictions a batch has. */
  static void countBatch(Handle handle, BatchId id, Map<Kind, Long> counts) {
    counts.forEach(
        (kind, count) ->
            handle
                .createUpdate(
                    """
                    insert into batch_model_counts
                      (batch_id, model_id, is_shadow, prediction_count)
                    values (:id, :model, :shadow, :count)
                    """)
                .bind("id", id.value())
                .bind("model", kind.model().value())
                .bind("shadow", kind.isShadow())
                .bind("count", count)
                .execute());
  }

  static void deleteBatch(Handle handle, BatchId id) {
    handle
        .createUpdate("delete from batch_model_counts where batch_id = :id")
        .bind("id", id.value())
        .execute();
  }

  /** Counts predictions that were added to the log and differ by customer only. */
  static void countLogged(Handle handle, LoggedPrediction any, long added) {
    if (added > 0) {
      handle
          .createUpdate(
              """
              insert into logged_prediction_counts as known
                (organization_id, as_of, model_id, prediction_count)
              values (:organization, :asOf, :model, :added)
              on conflict (organization_id, as_of, model_id) do update
                set prediction_count = known.prediction_count + excluded.prediction_count
              """)
          .bind("organization", any.organizationId().value())
          .bind("asOf", any.asOf())
          .bind("model", any.model().value())
          .bind("added", added)
          .execute();
    }
  }
}
