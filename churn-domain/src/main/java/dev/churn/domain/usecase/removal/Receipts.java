package dev.churn.domain.usecase.removal;

import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Subject;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.Removals.Behalf;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal;
import dev.churn.domain.removal.Removal.StoredObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the receipts of deleted datasets and organizations. Rows are counted in the transaction
 * that deletes them. Objects are noted with their sizes before they are deleted, and counted in the
 * transaction that ends the note, so that each is counted once, whatever is cut off and repeated.
 */
public final class Receipts {
  /** Pause before the second attempt to remove something; doubles with every further one. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  private static final String STORAGE = "storage";

  private final Erasures erasures;
  private final Removals removals;
  private final Transactions transactions;
  private final InstantSource clock;

  public Receipts(
      Erasures erasures, Removals removals, Transactions transactions, InstantSource clock) {
    this.erasures = erasures;
    this.removals = removals;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** {@return a new receipt} Call this in the transaction that begins the deletion. */
  public ErasureId begin(OrganizationId organization, Subject subject) {
    var id = new ErasureId(UUID.randomUUID());
    erasures.add(
        new Erasure(
            id,
            organization,
            subject,
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            List.of()));
    return id;
  }

  /**
   * {@return the receipt of an organization whose deletion has begun and not ended; of a target,
   * that of its organization}
   */
  public Optional<ErasureId> findRunning(OrganizationId organization) {
    return erasures.findRunning(organization);
  }

  /** Counts what is deleted; call this in the transaction that deletes it. */
  public void note(ErasureId id, String kind, String place, long count) {
    erasures.note(id, kind, place, count);
  }

  /**
   * Notes what is to be removed on behalf of a receipt, with its size in bytes; of deleted rows in
   * the transaction that deletes them.
   */
  public void noteObjects(ErasureId id, Map<? extends Removal, Long> sizes) {
    // not due at once: the caller of this is about to try
    removals.note(id, sizes, clock.instant().plus(FIRST_PAUSE));
  }

  /** Ends a receipt for which nothing was noted; call this in the transaction that begins it. */
  public void end(ErasureId id) {
    erasures.end(id, clock.instant(), Optional.empty());
  }

  /** Ends a note, counts what was noted, and ends the receipt with the last note. */
  void done(Removal removal) {
    transactions.run(() -> removals.done(removal).ifPresent(behalf -> count(removal, behalf)));
  }

  private void count(Removal removal, Behalf behalf) {
    ErasureId id = behalf.erasure();
    erasures.lock(id); // of two that end the last notes, the second has to see the first
    if (removal instanceof StoredObject) {
      erasures.note(id, "objects", STORAGE, 1);
      erasures.note(id, "object_bytes", STORAGE, behalf.bytes());
    }
    if (removals.isDone(id)) {
      erasures.end(id, clock.instant(), Optional.empty());
      removals.forget(id);
    }
  }
}
