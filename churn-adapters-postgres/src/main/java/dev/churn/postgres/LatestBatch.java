package dev.churn.postgres;

import dev.churn.domain.organization.OrganizationId;
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
 *   <li>the row in {@code latest_batches}, by {@link #lock}, before it locks anything else,
 *   <li>the row in {@code prediction_batches},
 *   <li>rows of predictions and what is counted of them.
 * </ol>
 *
 * <p>A transaction that needs only one batch, such as one that starts, fills or fails it, begins
 * with that batch and does not lock {@code latest_batches} afterwards. Naming another batch as the
 * main batch locks that batch too, since its key is referenced; this is the reason why the batch
 * that is being deleted must not be locked first. Transactions that lock several batches also begin
 * with {@code latest_batches}.
 */
final class LatestBatch {
  private LatestBatch() {}

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
