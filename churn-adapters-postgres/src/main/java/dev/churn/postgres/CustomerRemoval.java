package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Removes a customer from a batch; the customers below move up one rank. That rewrites the rows
 * below twice, since ranks must be distinct after each of them.
 */
final class CustomerRemoval {
  /** Above every rank. */
  private static final long FAR = 1L << 40;

  private CustomerRemoval() {}

  private record Gone(
      boolean isShadow,
      long rank,
      Optional<Long> place,
      Optional<Long> placeByValue,
      boolean isLapsed,
      double probability,
      UUID model) {}

  /** {@return the number of predictions that were removed} */
  static long remove(Handle handle, OrganizationId organization, BatchId batch, String customerId) {
    Optional<UUID> main = LatestBatch.lock(handle, organization);
    List<Gone> gone = delete(handle, organization, batch, customerId);
    for (Gone prediction : gone) {
      lowerCount(handle, batch, prediction);
      if (!prediction.isShadow()) {
        closeGap(handle, organization, batch, prediction.rank());
        closeListGaps(handle, batch, prediction);
        prediction
            .placeByValue()
            .ifPresent(place -> ValuePages.remove(handle, batch, prediction.rank(), place));
        lowerFigures(handle, batch, prediction.probability());
        if (prediction.isLapsed()) {
          lowerLapsedFigures(handle, batch, prediction.probability());
        }
      }
    }
    if (!gone.isEmpty()) {
      RiskSumRows.renew(handle, batch);
    }
    if (!gone.isEmpty() && main.isPresent()) {
      LatestPredictions.nextState(handle, organization, 0); // lists cannot be continued
      forget(handle, organization, batch, customerId);
      LatestPredictions.setMainBatch(handle, organization, new BatchId(main.get()));
      LatestPredictions.count(handle, organization, main.get());
    }
    return gone.size();
  }

  private static List<Gone> delete(
      Handle handle, OrganizationId organization, BatchId batch, String customerId) {
    return handle
        .createQuery(
            """
            delete from customer_predictions p using prediction_batches b
            where b.organization_id = :organization and b.id = :batch and b.status = 'completed'
              and p.batch_id = b.id and p.customer_id = :customer
            returning p.is_shadow, p.rank_order, p.list_order, p.value_order, p.is_lapsed,
              p.churn_probability, p.model_id
            """)
        .bind("organization", organization.value())
        .bind("batch", batch.value())
        .bind("customer", customerId)
        .map(
            (row, context) ->
                new Gone(
                    row.getBoolean("is_shadow"),
                    row.getLong("rank_order"),
                    place(row, "list_order"),
                    place(row, "value_order"),
                    row.getBoolean("is_lapsed"),
                    row.getDouble("churn_probability"),
                    Columns.uuid(row, "model_id")))
        .list();
  }

  private static Optional<Long> place(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Integer.class)).map(Integer::longValue);
  }

  private static void closeGap(
      Handle handle, OrganizationId organization, BatchId batch, long rank) {
    update(
            handle,
            batch,
            """
            update customer_predictions set rank_order = rank_order + :far
            where batch_id = :batch and not is_shadow and rank_order > :rank
            """)
        .bind("rank", rank)
        .bind("far", FAR)
        .execute();
    update(
            handle,
            batch,
            """
            update customer_predictions set rank_order = rank_order - :far - 1
            where batch_id = :batch and not is_shadow and rank_order > :far
            """)
        .bind("far", FAR)
        .execute();
    update(
            handle,
            batch,
            """
            update batch_customers set
              hashes = array(
                select u.hash from unnest(hashes, ranks) with ordinality as u (hash, rank, i)
                where u.rank <> :rank order by u.i),
              ranks = array(
                select case when u.rank > :rank then u.rank - 1 else u.rank end
                from unnest(hashes, ranks) with ordinality as u (hash, rank, i)
                where u.rank <> :rank order by u.i)
            where batch_id = :batch
            """)
        .bind("rank", rank)
        .execute();
    for (String table : List.of("earlier_predictions", "past_predictions")) {
      update(
              handle,
              batch,
              "update %s set rank_order = rank_order - 1".formatted(table)
                  + " where organization_id = :organization and batch_id = :batch"
                  + " and rank_order > :rank")
          .bind("organization", organization.value())
          .bind("rank", rank)
          .execute();
    }
  }

  private static void closeListGaps(Handle handle, BatchId batch, Gone gone) {
    if (gone.place().isEmpty() && gone.placeByValue().isEmpty()) {
      return;
    }
    update(
            handle,
            batch,
            """
            update customer_predictions set
              list_order = list_order - cast(list_order > :place as integer),
              value_order = value_order - cast(value_order > :placeByValue as integer)
            where batch_id = :batch and not is_shadow
              and (list_order > :place or value_order > :placeByValue)
            """)
        .bind("place", gone.place().orElse(FAR))
        .bind("placeByValue", gone.placeByValue().orElse(FAR))
        .execute();
  }

  private static void lowerLapsedFigures(Handle handle, BatchId batch, double probability) {
    String segment = Columns.code(new ChurnProbability(probability).segment());
    update(
            handle,
            batch,
            """
            update prediction_batches set
              lapsed_avg_churn_probability = case when n.lapsed <= 1 then 0 else
                least(1, greatest(0,
                  (lapsed_avg_churn_probability * n.lapsed - :probability) / (n.lapsed - 1))) end,
              lapsed_%1$s_count = lapsed_%1$s_count - 1
            from (
              select lapsed_low_count + lapsed_medium_count + lapsed_high_count
                + lapsed_critical_count as lapsed
              from prediction_batches where id = :batch
            ) n
            where id = :batch
            """
                .formatted(segment))
        .bind("probability", probability)
        .execute();
  }

  private static void lowerFigures(Handle handle, BatchId batch, double probability) {
    String segment = Columns.code(new ChurnProbability(probability).segment());
    update(
            handle,
            batch,
            """
            update prediction_batches set
              avg_churn_probability = least(1, greatest(0,
                (avg_churn_probability * predictions_generated - :probability)
                  / greatest(1, predictions_generated - 1))),
              %1$s_count = %1$s_count - 1
            where id = :batch
            """
                .formatted(segment))
        .bind("probability", probability)
        .execute();
  }

  private static void lowerCount(Handle handle, BatchId batch, Gone gone) {
    int emptied =
        update(
                handle,
                batch,
                """
                delete from batch_model_counts
                where batch_id = :batch and model_id = :model and is_shadow = :shadow
                  and prediction_count = 1
                """)
            .bind("model", gone.model())
            .bind("shadow", gone.isShadow())
            .execute();
    if (emptied == 0) {
      update(
              handle,
              batch,
              """
              update batch_model_counts set prediction_count = prediction_count - 1
              where batch_id = :batch and model_id = :model and is_shadow = :shadow
              """)
          .bind("model", gone.model())
          .bind("shadow", gone.isShadow())
          .execute();
    }
  }

  private static void forget(
      Handle handle, OrganizationId organization, BatchId batch, String customerId) {
    for (String table : List.of("earlier_predictions", "past_predictions")) {
      update(
              handle,
              batch,
              "delete from %s where organization_id = :organization and batch_id = :batch"
                      .formatted(table)
                  + " and customer_id = :customer")
          .bind("organization", organization.value())
          .bind("customer", customerId)
          .execute();
    }
  }

  private static Update update(Handle handle, BatchId batch, String sql) {
    return handle.createUpdate(sql).bind("batch", batch.value());
  }
}
