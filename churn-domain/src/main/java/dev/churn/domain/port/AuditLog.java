package dev.churn.domain.port;

import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.util.UUID;

/**
 * Stores the audit log. Entries are only ever added; a store refuses to change or delete them, also
 * on behalf of its owner, except by {@link #drop}. The entries of an organization that is deleted
 * stay, without what may identify a person.
 */
public interface AuditLog {
  /**
   * Adds an entry, within the caller's transaction if there is one.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id exists already, {@code
   *     UNAVAILABLE} if it could not be stored
   */
  void append(AuditEntry entry);

  /**
   * Adds the result of an entry that has none; has no effect if it has one or does not exist.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if it could not be stored
   */
  void conclude(UUID entry, AuditEntry.Outcome outcome);

  /** {@return the entries that pass a filter, the latest first} */
  Page<AuditEntry> page(AuditFilter filter, PageRequest page);

  /**
   * Deletes the oldest entries that began before an instant. Only the retention of the audit log
   * calls this.
   *
   * @param limit how many entries are deleted at most
   * @return how many entries were deleted
   */
  int drop(Instant before, int limit);
}
