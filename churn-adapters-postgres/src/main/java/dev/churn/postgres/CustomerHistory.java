package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.SegmentChange;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads the answers of several batches for the same customers. */
final class CustomerHistory {
  private CustomerHistory() {}

  /** {@return the answers for one customer, the latest first} */
  static List<CustomerPrediction> of(
      Handle handle, OrganizationId organization, String customerId, int limit) {
    return handle
        .createQuery(
            PredictionRows.COLUMNS
                + "from prediction_batches b "
                + CustomerPages.JOIN
                + """
                join customer_predictions p
                  on p.batch_id = b.id and p.rank_order = found.rank_order
                where b.organization_id = :organization and b.status = 'completed'
                  and not p.is_shadow and p.customer_id = :customer
                order by b.as_of desc, b.position desc limit :limit
                """)
        .bind("organization", organization.value())
        .bind("customer", customerId)
        .bind("hash", CustomerPages.hash(customerId))
        .bind("limit", limit)
        .map((row, context) -> PredictionRows.read(row))
        .list();
  }

  private record Ranks(long now, long before, long total) {}

  /** {@return the customers whose segment differs between two batches} */
  static Page<SegmentChange> changes(
      Handle handle, OrganizationId organization, BatchId since, BatchId id, PageRequest page) {
    handle.execute(PredictionRows.MORE_MEMORY);
    List<Ranks> ranks =
        bind(
                handle.createQuery(
                    CHANGED
                        + """
                        select now_rank, before_rank, count(*) over () as total from changed
                        order by now_rank nulls last, before_rank
                        limit :limit offset :offset
                        """),
                organization,
                since,
                id)
            .bind("limit", page.limit())
            .bind("offset", page.offset())
            .map(
                (row, context) ->
                    new Ranks(
                        row.getLong("now_rank"), row.getLong("before_rank"), row.getLong("total")))
            .list();
    long total =
        ranks.isEmpty() && page.offset() > 0
            ? bind(
                    handle.createQuery(CHANGED + "select count(*) from changed"),
                    organization,
                    since,
                    id)
                .mapTo(Long.class)
                .one()
            : ranks.stream().mapToLong(Ranks::total).findFirst().orElse(0);
    Map<Long, CustomerPrediction> now =
        answers(handle, id, ranks.stream().map(Ranks::now).toList());
    Map<Long, CustomerPrediction> before =
        answers(handle, since, ranks.stream().map(Ranks::before).toList());
    List<SegmentChange> items = new ArrayList<>();
    for (Ranks changed : ranks) {
      Optional<CustomerPrediction> is = Optional.ofNullable(now.get(changed.now()));
      Optional<CustomerPrediction> was = Optional.ofNullable(before.get(changed.before()));
      items.add(new SegmentChange(is.or(() -> was).orElseThrow().customerId(), was, is));
    }
    return new Page<>(items, total, page);
  }

  private static final String CHANGED =
      """
      with changed as (
        select n.rank_order as now_rank, o.rank_order as before_rank
        from (
          select p.rank_order, p.customer_id,
            width_bucket(p.churn_probability, cast(:segments as float8[])) as segment
          from customer_predictions p join prediction_batches b on b.id = p.batch_id
          where b.organization_id = :organization and b.id = :id and b.status = 'completed'
            and not p.is_shadow
        ) n
        full join (
          select p.rank_order, p.customer_id,
            width_bucket(p.churn_probability, cast(:segments as float8[])) as segment
          from customer_predictions p join prediction_batches b on b.id = p.batch_id
          where b.organization_id = :organization and b.id = :since and b.status = 'completed'
            and not p.is_shadow
        ) o on o.customer_id = n.customer_id
        where n.segment is distinct from o.segment
      )
      """;

  private static Query bind(Query query, OrganizationId organization, BatchId since, BatchId id) {
    return query
        .bind("organization", organization.value())
        .bind("since", since.value())
        .bind("id", id.value())
        .bindArray(
            "segments",
            Double.class,
            Arrays.stream(RiskSegment.values()).skip(1).map(RiskSegment::from).toList());
  }

  private static Map<Long, CustomerPrediction> answers(
      Handle handle, BatchId batch, List<Long> ranks) {
    Map<Long, CustomerPrediction> byRank = new HashMap<>();
    handle
        .createQuery(
            PredictionRows.SELECT
                + "where p.batch_id = :batch and not p.is_shadow and p.rank_order = any (:ranks)")
        .bind("batch", batch.value())
        .bindArray("ranks", Long.class, ranks)
        .map((row, context) -> PredictionRows.read(row))
        .forEach(answer -> byRank.put(answer.rank(), answer));
    return byRank;
  }
}
