package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Keeps and reads the latest answer for each customer of an organisation. */
final class LatestPredictions {
  private LatestPredictions() {}

  /** Takes the answers of a batch that has just been completed, where they are the latest. */
  static void take(Handle handle, OrganizationId organization, BatchId id) {
    handle
        .createUpdate(
            """
            insert into latest_prediction_counts values (:organization, 0, 0, 0, 0)
            on conflict do nothing
            """)
        .bind("organization", organization.value())
        .execute();
    handle // batches of one organisation take turns
        .createQuery(
            """
            select low_count from latest_prediction_counts
            where organization_id = :organization for update
            """)
        .bind("organization", organization.value())
        .mapTo(Long.class)
        .one();
    handle
        .createUpdate(
            """
            insert into latest_predictions as known
              (organization_id, customer_id, batch_id, batch_position, rank_order, as_of,
               churn_probability)
            select b.organization_id, p.customer_id, b.id, b.position, p.rank_order, b.as_of,
              p.churn_probability
            from customer_predictions p join prediction_batches b on b.id = p.batch_id
            where b.organization_id = :organization and b.id = :id and not p.is_shadow
            on conflict (organization_id, customer_id) do update
              set batch_id = excluded.batch_id, batch_position = excluded.batch_position,
                rank_order = excluded.rank_order, as_of = excluded.as_of,
                churn_probability = excluded.churn_probability
              where (excluded.as_of, excluded.batch_position) > (known.as_of, known.batch_position)
            """)
        .bind("organization", organization.value())
        .bind("id", id.value())
        .execute();
    bindSegments(
            handle.createUpdate(
                """
                update latest_prediction_counts c
                set low_count = n.low, medium_count = n.medium, high_count = n.high,
                  critical_count = n.critical
                from (
                  select count(*) filter (where churn_probability < :medium) as low,
                    count(*) filter (
                      where churn_probability >= :medium and churn_probability < :high) as medium,
                    count(*) filter (
                      where churn_probability >= :high and churn_probability < :critical) as high,
                    count(*) filter (where churn_probability >= :critical) as critical
                  from latest_predictions where organization_id = :organization
                ) n
                where c.organization_id = :organization
                """))
        .bind("organization", organization.value())
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindSegments(S statement) {
    return statement
        .bind("medium", RiskSegment.MEDIUM.from())
        .bind("high", RiskSegment.HIGH.from())
        .bind("critical", RiskSegment.CRITICAL.from());
  }

  /** {@return a part of the list, by probability; segments are ranges of it} */
  static Page<CustomerPrediction> page(
      Handle handle, OrganizationId organization, Optional<RiskSegment> segment, PageRequest page) {
    List<CustomerPrediction> items =
        handle
            .createQuery(
                """
                with wanted as (
                  select batch_id, rank_order, churn_probability, customer_id
                  from latest_predictions
                  where organization_id = :organization
                    and churn_probability >= :from and churn_probability < :to
                  order by churn_probability desc, customer_id
                  limit :limit offset :offset
                )
                """
                    + PredictionRows.SELECT
                    + """
                    join wanted w on w.batch_id = p.batch_id and w.rank_order = p.rank_order
                    where not p.is_shadow
                    order by w.churn_probability desc, w.customer_id
                    """)
            .bind("organization", organization.value())
            .bind("from", segment.map(RiskSegment::from).orElse(0.0))
            .bind("to", segment.map(RiskSegment::to).orElse(Double.POSITIVE_INFINITY))
            .bind("limit", page.limit())
            .bind("offset", page.offset())
            .map((row, context) -> PredictionRows.read(row))
            .list();
    return new Page<>(items, total(handle, organization, segment), page);
  }

  private static long total(
      Handle handle, OrganizationId organization, Optional<RiskSegment> segment) {
    String counts =
        segment
            .map(s -> Columns.code(s) + "_count")
            .orElse("low_count + medium_count + high_count + critical_count");
    return handle
        .createQuery(
            "select "
                + counts
                + " from latest_prediction_counts where organization_id = :organization")
        .bind("organization", organization.value())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }
}
