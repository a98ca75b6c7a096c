package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.RiskSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Stores the latest prediction for each customer of an organization; {@link LatestPredictionPages}
 * reads them. A late batch of many customers, the main batch, serves as the list itself.
 * Predictions of other customers, and later predictions of its customers, are stored as separate
 * rows, in {@code earlier_predictions}, which hide those of the main batch. A batch of a million
 * customers thus becomes the list without rewriting a million rows, and a small batch after it adds
 * only rows of its own. Callers hold the lock of {@link LatestBatch}.
 */
final class LatestPredictions {
  private static final String COUNTS = counts("", "") + ", " + counts("lapsed_", "is_lapsed and ");

  private static String counts(String prefix, String condition) {
    return """
        count(*) filter (where <if> churn_probability < :medium) as <of>low,
        count(*) filter (where <if> churn_probability >= :medium and churn_probability < :high)
          as <of>medium,
        count(*) filter (where <if> churn_probability >= :high and churn_probability < :critical)
          as <of>high,
        count(*) filter (where <if> churn_probability >= :critical) as <of>critical
        """
        .replace("<if>", condition)
        .replace("<of>", prefix);
  }

  /** The number of states that can still be listed after the current one. */
  private static final int PAST_STATES = 16;

  private LatestPredictions() {}

  /**
   * Takes over the predictions of a batch that has just been completed, for each customer whose
   * latest they are.
   *
   * @param known the main batch, which {@link LatestBatch#createAndLock} gave
   */
  static void publish(
      Handle handle, OrganizationId organization, Optional<UUID> known, BatchId id) {
    nextState(handle, organization, PAST_STATES);
    // Without statistics on the new rows, the planner would choose nested loops over all of them.
    handle.execute("set local enable_nestloop = off");
    handle.execute(PredictionRows.MORE_MEMORY);
    UUID main = id.value();
    if (known.isEmpty()) {
      setMainBatch(handle, organization, id);
    } else {
      Rank rank = rank(handle, id, known.get());
      if (rank.isLater() && rank.isLarge()) {
        retireOutdated(handle, organization, id);
        insert(handle, organization, known.get(), Optional.of(id));
        setMainBatch(handle, organization, id);
      } else {
        Optional<BatchId> except =
            rank.isLater() ? Optional.empty() : Optional.of(new BatchId(known.get()));
        insert(handle, organization, id.value(), except);
        main = known.get();
      }
    }
    count(handle, organization, main);
    // a surrounding transaction may continue
    handle.execute("set local enable_nestloop to default");
  }

  /** Begins a new state, and forgets all but a number of earlier ones. */
  static void nextState(Handle handle, OrganizationId organization, int kept) {
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

  /** The rows {@code e} of whose customers {@code :batch} has a later prediction. */
  private static final String LATER =
      """
      p.batch_id = :batch and not p.is_shadow and p.customer_id = e.customer_id
      and b.id = p.batch_id and (e.as_of, e.batch_position) < (b.as_of, b.position)
      """;

  /** {@return a statement that moves rows from {@code earlier_predictions e} to the past} */
  private static String retire(String which) {
    return """
        with gone as (
          delete from earlier_predictions e using customer_predictions p, prediction_batches b
          where e.organization_id = :organization and %s
          returning e.*
        )
        insert into past_predictions
          (organization_id, customer_id, batch_id, rank_order, as_of, churn_probability, since,
           until, is_lapsed, value_at_risk)
        select g.organization_id, g.customer_id, g.batch_id, g.rank_order, g.as_of,
          g.churn_probability, g.since, l.state, g.is_lapsed, g.value_at_risk
        from gone g join latest_batches l on l.organization_id = g.organization_id
        """
        .formatted(which);
  }

  /**
   * How a batch compares with the main batch.
   *
   * @param isLarge whether it has at least half as many answers
   */
  private record Rank(boolean isLater, boolean isLarge) {}

  private static Rank rank(Handle handle, BatchId id, UUID main) {
    return handle
        .createQuery(
            """
            select (n.as_of, n.position) > (m.as_of, m.position) as is_later,
              2 * n.predictions_generated >= m.predictions_generated as is_large
            from prediction_batches n, prediction_batches m where n.id = :id and m.id = :main
            """)
        .bind("id", id.value())
        .bind("main", main)
        .map((row, context) -> new Rank(row.getBoolean("is_later"), row.getBoolean("is_large")))
        .one();
  }

  /** Makes a completed batch the main batch, or renews what is known of the main batch. */
  static void setMainBatch(Handle handle, OrganizationId organization, BatchId id) {
    bindIds(
            handle.createUpdate(
                """
                update latest_batches l set batch_id = b.id, batch_low_count = b.low_count,
                  batch_medium_count = b.medium_count, batch_high_count = b.high_count,
                  batch_critical_count = b.critical_count
                from prediction_batches b
                where l.organization_id = :organization and b.id = :id
                """),
            organization,
            id)
        .execute();
  }

  /** Moves to the past the separate rows of customers of whom a batch has a later prediction. */
  private static void retireOutdated(Handle handle, OrganizationId organization, BatchId id) {
    if (hasSeparateRows(handle, organization)) {
      bindIds(handle.createUpdate(retire(LATER)), organization, id)
          .bind("batch", id.value())
          .execute();
    }
  }

  /**
   * Adds the predictions of a batch as separate rows, unless the customer has a later one there.
   *
   * @param except leaves out the customers of this batch
   */
  private static void insert(
      Handle handle, OrganizationId organization, UUID batch, Optional<BatchId> except) {
    String rest =
        except.isEmpty()
            ? ""
            : """
              and not exists (
                select from customer_predictions o
                where o.batch_id = :except and not o.is_shadow
                  and o.customer_id = p.customer_id
              )
              """;
    if (hasSeparateRows(handle, organization)) { // otherwise the join would be in vain
      handle
          .createUpdate(retire(LATER + rest))
          .bind("organization", organization.value())
          .bind("batch", batch)
          .bind("except", except.map(BatchId::value).orElse(batch))
          .execute();
    }
    // What is the same for all rows is looked up once; a join would look it up for each.
    handle
        .createUpdate(
            """
            insert into earlier_predictions
              (organization_id, customer_id, batch_id, batch_position, rank_order, as_of,
               churn_probability, since, is_lapsed, value_at_risk)
            select :organization, p.customer_id, p.batch_id,
              (select position from prediction_batches where id = :batch), p.rank_order,
              (select as_of from prediction_batches where id = :batch), p.churn_probability,
              (select state from latest_batches where organization_id = :organization),
              coalesce(p.is_lapsed, false), p.value_at_risk
            from customer_predictions p
            where p.batch_id = :batch and not p.is_shadow
            """
                + rest
                // those that are left are later
                + " on conflict (organization_id, customer_id) do nothing")
        .bind("organization", organization.value())
        .bind("batch", batch)
        .bind("except", except.map(BatchId::value).orElse(batch))
        .execute();
  }

  /** Counts the separate rows, and the predictions of the main batch that they hide. */
  static void count(Handle handle, OrganizationId organization, UUID main) {
    if (!hasSeparateRows(handle, organization)) {
      handle
          .createUpdate(
              """
              update latest_batches set earlier_low_count = 0, earlier_medium_count = 0,
                earlier_high_count = 0, earlier_critical_count = 0, hidden_low_count = 0,
                hidden_medium_count = 0, hidden_high_count = 0, hidden_critical_count = 0,
                earlier_lapsed_low_count = 0, earlier_lapsed_medium_count = 0,
                earlier_lapsed_high_count = 0, earlier_lapsed_critical_count = 0,
                hidden_lapsed_low_count = 0, hidden_lapsed_medium_count = 0,
                hidden_lapsed_high_count = 0, hidden_lapsed_critical_count = 0,
                besides_risk_sums = null
              where organization_id = :organization
              """)
          .bind("organization", organization.value())
          .execute();
      return;
    }
    bindSegments(
            handle.createUpdate(
                "update latest_batches l set "
                    + assignments("earlier_", "n")
                    + ", "
                    + assignments("hidden_", "h")
                    + " from (select "
                    + COUNTS
                    + "from earlier_predictions where organization_id = :organization) n, (select "
                    + COUNTS
                    + """
                    from (
                      select p.churn_probability, p.is_lapsed
                      from customer_predictions p
                        join earlier_predictions e on e.customer_id = p.customer_id
                      where p.batch_id = :main and not p.is_shadow
                        and e.organization_id = :organization
                    ) b) h
                    where l.organization_id = :organization
                    """))
        .bind("main", main)
        .bind("organization", organization.value())
        .execute();
    RiskSumRows.renewSeparate(handle, organization, main);
  }

  private static String assignments(String prefix, String counts) {
    List<String> all = new ArrayList<>();
    for (String state : List.of("", "lapsed_")) {
      for (RiskSegment segment : RiskSegment.values()) {
        String name = state + Columns.code(segment);
        all.add("%s%s_count = %s.%s".formatted(prefix, name, counts, name));
      }
    }
    return String.join(", ", all);
  }

  static boolean hasSeparateRows(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(
            """
            select exists (
              select from earlier_predictions where organization_id = :organization
            )
            """)
        .bind("organization", organization.value())
        .mapTo(Boolean.class)
        .one();
  }

  static <S extends SqlStatement<S>> S bindIds(
      S statement, OrganizationId organization, BatchId id) {
    return statement.bind("organization", organization.value()).bind("id", id.value());
  }

  private static <S extends SqlStatement<S>> S bindSegments(S statement) {
    return statement
        .bind("medium", RiskSegment.MEDIUM.from())
        .bind("high", RiskSegment.HIGH.from())
        .bind("critical", RiskSegment.CRITICAL.from());
  }
}
