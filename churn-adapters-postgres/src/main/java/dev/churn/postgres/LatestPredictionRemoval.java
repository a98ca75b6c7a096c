package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.organization.OrganizationId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Removes a batch from the latest predictions, in which those of other batches take its place. */
final class LatestPredictionRemoval {
  private LatestPredictionRemoval() {}

  /**
   * Removes the predictions of a batch that is being deleted; other batches take their places.
   *
   * @param known the main batch, which {@link LatestBatch#lock} gave
   */
  static void remove(Handle handle, OrganizationId organization, UUID known, BatchId id) {
    LatestPredictions.nextState(
        handle, organization, 0); // lists with this batch cannot be continued
    handle.execute("set local enable_nestloop = off");
    handle.execute(PredictionRows.MORE_MEMORY);
    UUID main = known;
    if (main.equals(id.value())) {
      main = replaceMainBatch(handle, organization, id).orElse(main);
    } else {
      replaceRows(handle, organization, id, main);
    }
    LatestPredictions.count(handle, organization, main);
    handle.execute("set local enable_nestloop to default");
  }

  /**
   * Makes a late and large one of the other batches the main batch, and collects the rest.
   *
   * @return the new main batch, or empty if there is no other batch
   */
  private static Optional<UUID> replaceMainBatch(
      Handle handle, OrganizationId organization, BatchId id) {
    Optional<UUID> next =
        LatestPredictions.bindIds(
                handle.createQuery(
                    """
                    with others as (
                      select id, as_of, position, predictions_generated as size
                      from prediction_batches
                      where organization_id = :organization and status = 'completed' and id <> :id
                    )
                    select id from others where 2 * size >= (select max(size) from others)
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
      return next;
    }
    LatestPredictions.setMainBatch(handle, organization, new BatchId(next.get()));
    insertLatestOfOthers(handle, organization, id, next.get(), "");
    return next;
  }

  private static void replaceRows(
      Handle handle, OrganizationId organization, BatchId id, UUID main) {
    handle.execute(
        "create temporary table orphaned_customers (customer_id text collate \"C\") on commit drop");
    LatestPredictions.bindIds(
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
    insertLatestOfOthers(
        handle,
        organization,
        id,
        main,
        "and p.customer_id in (select customer_id from orphaned_customers)");
    handle.execute("drop table orphaned_customers");
  }

  /**
   * Adds separate rows for the customers whose latest answer, among all completed batches except
   * one, is not that of the main batch.
   *
   * @param which a further condition for the customers
   */
  private static void insertLatestOfOthers(
      Handle handle, OrganizationId organization, BatchId except, UUID main, String which) {
    LatestPredictions.bindIds(
            handle.createUpdate(
                """
                insert into earlier_predictions
                  (organization_id, customer_id, batch_id, batch_position, rank_order, as_of,
                   churn_probability, since, is_lapsed, value_at_risk)
                select :organization, l.customer_id, l.batch_id, l.position, l.rank_order, l.as_of,
                  l.churn_probability,
                  (select state from latest_batches where organization_id = :organization),
                  coalesce(l.is_lapsed, false), l.value_at_risk
                from (
                  select distinct on (p.customer_id) p.customer_id, p.batch_id, b.position,
                    p.rank_order, b.as_of, p.churn_probability, p.is_lapsed, p.value_at_risk
                  from customer_predictions p join prediction_batches b on b.id = p.batch_id
                  where b.organization_id = :organization and b.status = 'completed'
                    and b.id <> :id and not p.is_shadow
                    -- names the batches, or all predictions would be read
                    and p.batch_id = any (array(
                      select o.id from prediction_batches o
                      where o.organization_id = :organization and o.status = 'completed'
                        and o.id <> :id
                    ))
                """
                    + which
                    + """
                       order by p.customer_id, b.as_of desc, b.position desc
                    ) l
                    where l.batch_id <> :main
                    """),
            organization,
            except)
        .bind("main", main)
        .execute();
  }
}
