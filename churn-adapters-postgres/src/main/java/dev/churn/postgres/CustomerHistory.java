package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentChange;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.batch.StateTotals;
import dev.churn.domain.organization.OrganizationId;
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

  /** Ranks among all customers, 0 for none. */
  private record Ranks(long now, long before, StateTotals totals) {}

  /** {@return the customers whose segment differs between two batches} */
  static SegmentChanges changes(
      Handle handle,
      OrganizationId organization,
      BatchId since,
      BatchId id,
      Include include,
      PageRequest page) {
    handle.execute(PredictionRows.MORE_MEMORY);
    List<Ranks> rows =
        bind(handle.createQuery(CHANGED + PAGE), organization, since, id)
            .define("state", LatestPredictionPages.ofState("is_lapsed", include))
            .define(
                "order",
                include == Include.ALL
                    ? "now_rank nulls last, before_rank"
                    : "now_place nulls last, before_place")
            .bind("limit", page.limit())
            .bind("offset", page.offset())
            .map(
                (row, context) ->
                    new Ranks(
                        row.getLong("now_rank"),
                        row.getLong("before_rank"),
                        new StateTotals(row.getLong("active"), row.getLong("lapsed"))))
            .list();
    StateTotals totals = rows.get(0).totals(); // which comes even with an empty page
    List<Ranks> ranks = rows.stream().filter(row -> row.now() + row.before() > 0).toList();
    Map<Long, CustomerPrediction> now =
        answers(handle, id, include, ranks.stream().map(Ranks::now).toList());
    Map<Long, CustomerPrediction> before =
        answers(handle, since, include, ranks.stream().map(Ranks::before).toList());
    List<SegmentChange> items = new ArrayList<>();
    for (Ranks changed : ranks) {
      Optional<CustomerPrediction> is = Optional.ofNullable(now.get(changed.now()));
      Optional<CustomerPrediction> was = Optional.ofNullable(before.get(changed.before()));
      items.add(new SegmentChange(is.or(() -> was).orElseThrow().customerId(), was, is));
    }
    return new SegmentChanges(items, totals);
  }

  private static final String CHANGED =
      """
      with changed as (
        select n.rank_order as now_rank, o.rank_order as before_rank, n.place as now_place,
          o.place as before_place,
          case when n.rank_order is null then o.is_lapsed else n.is_lapsed end as is_lapsed
        from (
          select p.rank_order, p.customer_id, coalesce(p.list_order, p.rank_order) as place,
            coalesce(p.is_lapsed, false) as is_lapsed,
            width_bucket(p.churn_probability, cast(:segments as float8[])) as segment
          from customer_predictions p join prediction_batches b on b.id = p.batch_id
          where b.organization_id = :organization and b.id = :id and b.status = 'completed'
            and not p.is_shadow
        ) n
        full join (
          select p.rank_order, p.customer_id, coalesce(p.list_order, p.rank_order) as place,
            coalesce(p.is_lapsed, false) as is_lapsed,
            width_bucket(p.churn_probability, cast(:segments as float8[])) as segment
          from customer_predictions p join prediction_batches b on b.id = p.batch_id
          where b.organization_id = :organization and b.id = :since and b.status = 'completed'
            and not p.is_shadow
        ) o on o.customer_id = n.customer_id
        where n.segment is distinct from o.segment
      )
      """;

  /** A page of {@code changed}, and the totals in every row, also in that of an empty page. */
  private static final String PAGE =
      """
      select c.now_rank, c.before_rank, t.active, t.lapsed
      from (
        select count(*) filter (where not is_lapsed) as active,
          count(*) filter (where is_lapsed) as lapsed
        from changed
      ) t
      left join lateral (
        select row_number() over (order by <order>) as position, now_rank, before_rank
        from changed where true <state>
        order by <order> limit :limit offset :offset
      ) c on true
      order by c.position
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
      Handle handle, BatchId batch, Include include, List<Long> ranks) {
    Map<Long, CustomerPrediction> byRank = new HashMap<>();
    handle
        .createQuery(
            PredictionRows.select(include, PredictionSort.CHURN_PROBABILITY)
                + "where p.batch_id = :batch and not p.is_shadow and p.rank_order = any (:ranks)")
        .bind("batch", batch.value())
        .bindArray("ranks", Long.class, ranks)
        .map((row, context) -> Map.entry(row.getLong("rank_order"), PredictionRows.read(row)))
        .forEach(answer -> byRank.put(answer.getKey(), answer.getValue()));
    return byRank;
  }
}
