package dev.churn.domain.port;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.removal.Removal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
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
   * An erasure on whose behalf something was noted.
   *
   * @param bytes the size of what was removed
   */
  record Behalf(ErasureId erasure, long bytes) {
    public Behalf {
      requireNonNull(erasure, "erasure");
      if (bytes < 0) {
        throw new IllegalArgumentException("expected a size of at least 0, found " + bytes);
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
   * Notes removals on behalf of an erasure, within the caller's transaction if there is one. A
   * removal that is noted already belongs to this erasure from now on, unless it belongs to one.
   * What is done stays known until {@link #forget}, so that it is not noted again.
   *
   * @param sizes what is to be removed, with its size in bytes
   * @param dueAt the time of the first attempt by {@link #claim}
   */
  void note(ErasureId erasure, Map<? extends Removal, Long> sizes, Instant dueAt);

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

  /**
   * Removes the note of a removal that is done; has no effect if it is not noted.
   *
   * @return on whose behalf it was noted, to the first caller only
   */
  Optional<Behalf> done(Removal removal);

  /** {@return whether nothing is left to be removed on behalf of an erasure} */
  boolean isDone(ErasureId erasure);

  /** Forgets what was done on behalf of an erasure. */
  void forget(ErasureId erasure);

  /** {@return the number of removals that are noted, due or not} */
  long count();
}
