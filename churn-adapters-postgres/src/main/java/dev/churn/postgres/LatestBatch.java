package dev.churn.postgres;

import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.StateTotals;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.RiskSegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The row of an organization in {@code latest_batches}, which names the main batch of its latest
 * predictions.
 *
 * <p>The row is also the lock of an organization's completed batches. Two transactions that lock
 * rows in different orders deadlock, so there is one order. A transaction locks:
 *
 * <ol>
 *   <li>the row in {@code latest_batches}, by {@link #lock}, first of all or right after that of
 *       its organization,
 *   <li>the row in {@code prediction_batches},
 *   <li>rows of predictions and what is counted of them.
 * </ol>
 *
 * <p>A transaction that needs only one batch, such as one that starts, fills or fails it, begins
 * with that batch and does not lock {@code latest_batches} afterwards. Naming another batch as the
 * main batch locks that batch too, since its key is referenced; this is the reason why the batch
 * that is being deleted must not be locked first. Transactions that lock several batches also begin
 * with {@code latest_batches}.
 *
 * @param batch the main batch, or null if there is none
 * @param inBatch its number of predictions by segment and state
 * @param hidden how many of them separate rows hide
 * @param separate the number of separate rows
 */
record LatestBatch(UUID batch, StateCounts inBatch, StateCounts hidden, StateCounts separate) {
  private static LatestBatch read(ResultSet row) throws SQLException {
    return new LatestBatch(
        row.getObject("batch_id", UUID.class),
        StateCounts.read(row, "batch_"),
        StateCounts.read(row, "hidden_"),
        StateCounts.read(row, "earlier_"));
  }

  long total(Optional<RiskSegment> segment, Include include) {
    return Math.max(
        0,
        inBatch.sum(segment, include)
            - hidden.sum(segment, include)
            + separate.sum(segment, include));
  }

  StateTotals totals(Optional<RiskSegment> segment) {
    return new StateTotals(total(segment, Include.ACTIVE), total(segment, Include.LAPSED));
  }

  /** {@return the row without a lock; empty if no batch was ever completed} */
  static Optional<LatestBatch> find(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(
            """
            select l.*, b.lapsed_low_count as batch_lapsed_low_count,
              b.lapsed_medium_count as batch_lapsed_medium_count,
              b.lapsed_high_count as batch_lapsed_high_count,
              b.lapsed_critical_count as batch_lapsed_critical_count
            from latest_batches l left join prediction_batches b on b.id = l.batch_id
            where l.organization_id = :organization
            """)
        .bind("organization", organization.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /**
   * Locks the latest predictions of an organization until the transaction ends.
   *
   * @return the main batch, or empty if there is none; then no batch has been completed
   */
  static Optional<UUID> lock(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(
            "select batch_id from latest_batches where organization_id = :organization for update")
        .bind("organization", organization.value())
        .mapTo(UUID.class)
        .findOne();
  }

  /** Like {@link #lock}, for an organization that may have no latest predictions yet. */
  static Optional<UUID> createAndLock(Handle handle, OrganizationId organization) {
    handle
        .createUpdate(
            """
            insert into latest_batches (organization_id) values (:organization)
            on conflict do nothing
            """)
        .bind("organization", organization.value())
        .execute();
    return lock(handle, organization);
  }
}
