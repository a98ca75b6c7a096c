package dev.churn.domain.port;

import dev.churn.domain.removal.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Stores what is still to be removed from object storage, so that a deletion survives failures of
 * the storage and restarts. Each removal is noted once.
 */
public interface Removals {
  /** A removal that the caller is to try now. */
  record Claimed(Removal removal, int attempt) {
    public Claimed {
      if (attempt < 1) {
        throw new IllegalArgumentException("expected attempt 1 or later, found " + attempt);
      }
    }
  }

  /**
   * Notes removals, within the caller's transaction if there is one. A removal that is noted
   * already stays as it is.
   *
   * @param dueAt the time of the first attempt by {@link #claim}
   */
  void note(Collection<? extends Removal> removals, Instant dueAt);

  /**
   * {@return the removal that has been due the longest, or empty if none is due} Its attempt is
   * counted. If the caller then neither removes nor postpones the note, it is due again at {@code
   * until}.
   */
  Optional<Claimed> claim(Instant now, Instant until);

  /**
   * Postpones a removal that failed; has no effect if it is not noted.
   *
   * @param reason the reason of the failure, for operators
   */
  void postpone(Removal removal, Instant dueAt, String reason);

  /** Removes the note of a removal that is done; has no effect if it is not noted. */
  void done(Removal removal);

  /** {@return the number of removals that are noted, due or not} */
  long count();
}
