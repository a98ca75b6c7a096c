package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Stores and reads the latest prediction for each customer of an organization. The batch with the
 * latest as-of date covers most customers, so it serves as the list itself, and only the
 * predictions for other customers are stored as separate rows. A batch of a million customers thus
 * becomes the latest without rewriting a million rows.
 */
final class LatestPredictions {
  private static final String COUNTS =
      """
      count(*) filter (where churn_probability < :medium) as low,
      count(*) filter (where churn_probability >= :medium and churn_probability < :high) as medium,
      count(*) filter (where churn_probability >= :high and churn_probability < :critical) as high,
      count(*) filter (where churn_probability >= :critical) as critical
      """;

  /** The number of states that can still be listed after the current one. */
  private static final int PAST_STATES = 16;

  private LatestPredictions() {}

  /**
   * The latest batch, its number of predictions by segment, and the number of predictions outside
   * it.
   */
  private record Latest(
      UUID batch, Map<RiskSegment, Long> inBatch, Map<RiskSegment, Long> besides) {
    static Latest read(ResultSet row) throws SQLException {
      return new Latest(
          row.getObject("batch_id", UUID.class), counts(row, "batch_"), counts(row, "earlier_"));
    }

    private static Map<RiskSegment, Long> counts(ResultSet row, String which) throws SQLException {
      Map<RiskSegment, Long> counts = new EnumMap<>(RiskSegment.class);
      for (RiskSegment segment : RiskSegment.values()) {
        counts.put(segment, row.getLong(which + Columns.code(segment) + "_count"));
      }
      return counts;
    }

    /** {@return the number of ranks above a segment; ranks are in order of probability} */
    long ranksAbove(Optional<RiskSegment> segment) {
      return segment
          .map(
              s ->
                  Arrays.stream(RiskSegment.values())
                      .filter(other -> other.from() > s.from())
                      .mapToLong(inBatch::get)
                      .sum())
          .orElse(0L);
    }

    /** {@return the last rank of a segment in the batch} */
    long lastRank(Optional<RiskSegment> segment) {
      return ranksAbove(segment) + sum(inBatch, segment);
    }

    long total(Optional<RiskSegment> segment) {
      return sum(inBatch, segment) + sum(besides, segment);
    }
  }

  private static long sum(Map<RiskSegment, Long> counts, Optional<RiskSegment> segment) {
    return segment
        .map(counts::get)
        .orElseGet(() -> counts.values().stream().mapToLong(Long::longValue).sum());
  }

  /**
   * Takes over the predictions of a batch that has just been completed, for each customer whose
   * latest they are.
   */
  static void take(Handle handle, OrganizationId organization, BatchId id) {
    bindIds(
            handle.createUpdate(
                """
                insert into latest_batches (organization_id) values (:organization)
                on conflict do nothing
                """),
            organization,
            id)
        .execute();
    // batches of one organization take turns
    Latest latest = find(handle, organization, "for update").orElseThrow();
    nextState(handle, organization, PAST_STATES);
    // Without statistics on the new rows, the planner would choose nested loops over all of them.
    handle.execute("set local enable_nestloop = off");
    handle.execute(PredictionRows.MORE_MEMORY);
    if (latest.batch() == null) {
      become(handle, organization, id);
    } else if (isLater(handle, id, latest.batch())) {
      keepWhomItDoesNotHave(handle, organization, id, latest.batch());
      become(handle, organization, id);
    } else {
      addWhomTheLatestDoesNotHave(handle, organization, id, latest.batch());
    }
    countBesides(handle, organization, id);
    // a surrounding transaction may continue
    handle.execute("set local enable_nestloop to default");
  }

  /** Removes the predictions of a batch that is being deleted; other batches take their places. */
  static void remove(Handle handle, OrganizationId organization, BatchId id) {
    Optional<Latest> latest = find(handle, organization, "for update");
    if (latest.isEmpty() || latest.get().batch() == null) {
      return;
    }
    nextState(handle, organization, 0); // lists with this batch cannot be continued
    handle.execute("set local enable_nestloop = off");
    handle.execute(PredictionRows.MORE_MEMORY);
    if (latest.get().batch().equals(id.value())) {
      becomeWithout(handle, organization, id);
    } else {
      replaceEarlier(handle, organization, id);
    }
    countBesides(handle, organization, id);
    handle.execute("set local enable_nestloop to default");
  }

  /** Makes the latest of the other batches the list, and collects the rest from all of them. */
  private static void becomeWithout(Handle handle, OrganizationId organization, BatchId id) {
    Optional<UUID> next =
        bindIds(
                handle.createQuery(
                    """
                    select id from prediction_batches
                    where organization_id = :organization and status = 'completed' and id <> :id
                    order by as_of desc, position desc limit 1
                    """),
                organization,
                id)
            .mapTo(UUID.class)
            .findOne();
    handle
        .createUpdate("delete from earlier_predictions where organization_id = :organization")
        .bind("organization", organization.value())
        .execute();
    if (next.isEmpty()) {
      handle
          .createUpdate(
              """
              update latest_batches set batch_id = null, batch_low_count = 0,
                batch_medium_count = 0, batch_high_count = 0, batch_critical_count = 0
              where organization_id = :organization
              """)
          .bind("organization", organization.value())
          .execute();
      return;
    }
    become(handle, organization, new BatchId(next.get()));
    bindIds(
            handle.createUpdate(
                latestOfOthers(
                    """
                    and not exists (
                      select from customer_predictions o
                      where o.batch_id = :latest and not o.is_shadow
                        and o.customer_id = p.customer_id
                    )
                    """)),
            organization,
            id)
        .bind("latest", next.get())
        .execute();
  }

  private static void replaceEarlier(Handle handle, OrganizationId organization, BatchId id) {
    handle.execute(
        "create temporary table orphaned_customers (customer_id text collate \"C\") on commit drop");
    bindIds(
            handle.createUpdate(
                """
                with gone as (
                  delete from earlier_predictions
                  where organization_id = :organization and batch_id = :id
                  returning customer_id
                )
                insert into orphaned_customers select customer_id from gone
                """),
            organization,
            id)
        .execute();
    bindIds(
            handle.createUpdate(
                latestOfOthers(
                    "and p.customer_id in (select customer_id from orphaned_customers)")),
            organization,
            id)
        .execute();
    handle.execute("drop table orphaned_customers");
  }

  /**
   * {@return an insert of the latest answers of all completed batches except one}
   *
   * @param which the condition for the customers
   */
  private static String latestOfOthers(String which) {
    return """
        insert into earlier_predictions
          (organization_id, customer_id, batch_id, batch_position, rank_order, as_of,
           churn_probability, since)
        select distinct on (p.customer_id) b.organization_id, p.customer_id, b.id, b.position,
          p.rank_order, b.as_of, p.churn_probability,
          (select state from latest_batches where organization_id = :organization)
        from customer_predictions p join prediction_batches b on b.id = p.batch_id
        where b.organization_id = :organization and b.status = 'completed' and b.id <> :id
          and not p.is_shadow
        """
        + which
        + " order by p.customer_id, b.as_of desc, b.position desc";
  }

  /** Begins a new state, and forgets all but a number of earlier ones. */
  private static void nextState(Handle handle, OrganizationId organization, int kept) {
    handle
        .createUpdate(
            """
            update latest_batches set state = state + 1,
              oldest_state = greatest(oldest_state, state + 1 - :kept)
            where organization_id = :organization
            """)
        .bind("organization", organization.value())
        .bind("kept", kept)
        .execute();
    handle
        .createUpdate(
            """
            delete from past_predictions p using latest_batches l
            where l.organization_id = :organization and p.organization_id = l.organization_id
              and p.until <= l.oldest_state
            """)
        .bind("organization", organization.value())
        .execute();
  }

  /**
   * {@return a statement that moves rows from {@code earlier_predictions e} to the past}
   *
   * @param using the tables that decide which rows
   * @param which the condition for the rows
   */
  private static String retire(String using, String which) {
    return """
        with gone as (
          delete from earlier_predictions e using %s
          where e.organization_id = :organization and %s
          returning e.*
        )
        insert into past_predictions
          (organization_id, customer_id, batch_id, rank_order, as_of, churn_probability, since,
           until)
        select g.organization_id, g.customer_id, g.batch_id, g.rank_order, g.as_of,
          g.churn_probability, g.since, l.state
        from gone g join latest_batches l on l.organization_id = g.organization_id
        """
        .formatted(using, which);
  }

  private static Optional<Latest> find(Handle handle, OrganizationId organization, String locking) {
    return handle
        .createQuery(
            "select * from latest_batches where organization_id = :organization " + locking)
        .bind("organization", organization.value())
        .map((row, context) -> Latest.read(row))
        .findOne();
  }

  private static boolean isLater(Handle handle, BatchId id, UUID latest) {
    return handle
        .createQuery(
            """
            select (n.as_of, n.position) > (l.as_of, l.position)
            from prediction_batches n, prediction_batches l where n.id = :id and l.id = :latest
            """)
        .bind("id", id.value())
        .bind("latest", latest)
        .mapTo(Boolean.class)
        .one();
  }

  private static void become(Handle handle, OrganizationId organization, BatchId id) {
    bindSegments(
            bindIds(
                handle.createUpdate(
                    "update latest_batches l set batch_id = :id, batch_low_count = n.low,"
                        + " batch_medium_count = n.medium, batch_high_count = n.high,"
                        + " batch_critical_count = n.critical from (select "
                        + COUNTS
                        + """
                        from customer_predictions where batch_id = :id and not is_shadow) n
                        where l.organization_id = :organization
                        """),
                organization,
                id))
        .execute();
  }

  private static void keepWhomItDoesNotHave(
      Handle handle, OrganizationId organization, BatchId id, UUID latest) {
    bindIds(
            handle.createUpdate(
                retire(
                    "customer_predictions p",
                    "p.batch_id = :id and not p.is_shadow and p.customer_id = e.customer_id")),
            organization,
            id)
        .execute();
    bindIds(handle.createUpdate(insertFrom(":latest", ":id")), organization, id)
        .bind("latest", latest)
        .execute();
  }

  private static void addWhomTheLatestDoesNotHave(
      Handle handle, OrganizationId organization, BatchId id, UUID latest) {
    bindIds(
            handle.createUpdate(
                retire(
                    "customer_predictions p join prediction_batches b on b.id = p.batch_id",
                    """
                    p.batch_id = :id and not p.is_shadow and p.customer_id = e.customer_id
                    and (b.as_of, b.position) > (e.as_of, e.batch_position)
                    """)),
            organization,
            id)
        .execute();
    bindIds(
            handle.createUpdate(
                insertFrom(":id", ":latest")
                    // those that remain are later
                    + "on conflict (organization_id, customer_id) do nothing"),
            organization,
            id)
        .bind("latest", latest)
        .execute();
  }

  /**
   * {@return an insert of the predictions of a batch for the customers that another batch does not
   * have}
   */
  private static String insertFrom(String batch, String other) {
    return """
        insert into earlier_predictions
          (organization_id, customer_id, batch_id, batch_position, rank_order, as_of,
           churn_probability, since)
        select b.organization_id, p.customer_id, b.id, b.position, p.rank_order, b.as_of,
          p.churn_probability,
          (select state from latest_batches where organization_id = :organization)
        from customer_predictions p join prediction_batches b on b.id = p.batch_id
        where b.organization_id = :organization and p.batch_id = %s and not p.is_shadow
          and not exists (
            select from customer_predictions o
            where o.batch_id = %s and not o.is_shadow and o.customer_id = p.customer_id
          )
        """
        .formatted(batch, other);
  }

  private static void countBesides(Handle handle, OrganizationId organization, BatchId id) {
    bindSegments(
            bindIds(
                handle.createUpdate(
                    "update latest_batches l set earlier_low_count = n.low,"
                        + " earlier_medium_count = n.medium, earlier_high_count = n.high,"
                        + " earlier_critical_count = n.critical from (select "
                        + COUNTS
                        + """
                        from earlier_predictions where organization_id = :organization) n
                        where l.organization_id = :organization
                        """),
                organization,
                id))
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindIds(
      S statement, OrganizationId organization, BatchId id) {
    return statement.bind("organization", organization.value()).bind("id", id.value());
  }

  private static <S extends SqlStatement<S>> S bindSegments(S statement) {
    return statement
        .bind("medium", RiskSegment.MEDIUM.from())
        .bind("high", RiskSegment.HIGH.from())
        .bind("critical", RiskSegment.CRITICAL.from());
  }

  /** {@return the number of latest predictions in a segment, or in all} */
  static long total(Handle handle, OrganizationId organization, Optional<RiskSegment> segment) {
    return find(handle, organization, "").map(latest -> latest.total(segment)).orElse(0L);
  }

  /**
   * {@return a page of the list by descending probability, in which segments are ranges} The caller
   * must read within one snapshot of the database.
   */
  static Page<CustomerPrediction> page(
      Handle handle, OrganizationId organization, Optional<RiskSegment> segment, PageRequest page) {
    Optional<Latest> found = find(handle, organization, "");
    long total = found.map(latest -> latest.total(segment)).orElse(0L);
    if (page.offset() >= total) {
      return new Page<>(List.of(), total, page);
    }
    Latest latest = found.orElseThrow();
    long besides = sum(latest.besides(), segment);
    // If all predictions are in the batch, ranks give the start of the page, and nothing before it
    // is read.
    long skipped = besides == 0 ? page.offset() : 0;
    long offset = page.offset() - skipped;
    List<CustomerPrediction> items =
        handle
            .createQuery(
                """
                with wanted as (
                  (
                    select batch_id, rank_order, churn_probability, customer_id
                    from customer_predictions
                    where batch_id = :latest and not is_shadow
                      and rank_order > :above and rank_order <= :last
                      and churn_probability >= :from and churn_probability < :to
                    order by rank_order limit :reach
                  )
                  union all
                  (
                    select batch_id, rank_order, churn_probability, customer_id
                    from earlier_predictions
                    where organization_id = :organization
                      and churn_probability >= :from and churn_probability < :to
                    order by churn_probability desc, customer_id limit :reach
                  )
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
            .bind("latest", latest.batch())
            .bind("above", latest.ranksAbove(segment) + skipped)
            .bind("last", latest.lastRank(segment))
            .bind("from", segment.map(RiskSegment::from).orElse(0.0))
            .bind("to", segment.map(RiskSegment::to).orElse(Double.POSITIVE_INFINITY))
            .bind("reach", offset + page.limit())
            .bind("limit", page.limit())
            .bind("offset", offset)
            .map((row, context) -> PredictionRows.read(row))
            .list();
    return new Page<>(items, total, page);
  }
}
