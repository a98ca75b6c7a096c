package dev.churn.domain.usecase.audit;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditEntry.Actor;
import dev.churn.domain.audit.AuditEntry.Outcome;
import dev.churn.domain.audit.AuditEntry.Subject;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Records calls in the audit log and shows it. An entry is stored before its change is made, and
 * its result afterwards. No change can therefore be made without an entry: if the entry cannot be
 * stored, the change is not made. If the result cannot be stored, or the server ends before, the
 * entry stays without a result, which means that the change may have been made or not.
 *
 * <p>Safe for use by several threads.
 */
public final class AuditTrail {
  /** How many refusals a server records within {@link #WINDOW}. */
  static final int MAX_REFUSALS = 60;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());

  private final Organizations organizations;
  private final AuditLog entries;
  private final InstantSource clock;
  private Instant windowEnd = Instant.MIN;
  private int refusals;

  public AuditTrail(Organizations organizations, AuditLog entries, InstantSource clock) {
    this.organizations = organizations;
    this.entries = entries;
    this.clock = clock;
  }

  /** A call to be recorded; see {@link AuditEntry} for its parts. */
  public record Call(
      Optional<OrganizationId> organization,
      Actor actor,
      String action,
      Optional<Subject> subject,
      String requestId,
      Optional<TargetName> target) {}

  /**
   * Records that a call begins. The change must not be made if this throws.
   *
   * @return the id of the entry, for {@link #end}
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the entry cannot be stored
   */
  public UUID begin(Call call) {
    AuditEntry entry = entry(call);
    entries.append(entry);
    return entry.id();
  }

  /**
   * Records the result of a call. If it cannot be stored, this is logged, since the change has been
   * made already.
   *
   * @param subject the thing that was changed, where only the call itself knew it
   */
  public void end(UUID entry, int status, Optional<Subject> subject) {
    try {
      entries.conclude(entry, new Outcome(clock.instant(), status, subject));
    } catch (RuntimeException e) { // also a defect: the caller must get the answer all the same
      LOG.log(
          System.Logger.Level.ERROR,
          "The audit entry %s stays without its result, status %d".formatted(entry, status),
          e);
    }
  }

  /**
   * Records a call that was refused for lack of rights. At most {@value #MAX_REFUSALS} in a minute
   * are recorded, so that refused calls cannot fill the database; more are counted in the log. What
   * cannot be stored is logged.
   */
  public void refused(Call call, int status) {
    if (!isWithinRate()) {
      return;
    }
    AuditEntry entry = entry(call);
    try {
      entries.append(entry.with(new Outcome(entry.at(), status, Optional.empty())));
    } catch (RuntimeException e) { // the refusal stands whether or not it is recorded
      LOG.log(
          System.Logger.Level.WARNING,
          "A refusal could not be recorded: {0} {1}",
          call.action(),
          e.getMessage());
    }
  }

  private synchronized boolean isWithinRate() {
    Instant now = clock.instant();
    if (now.isAfter(windowEnd)) {
      if (refusals > MAX_REFUSALS) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} refused calls were not recorded in the audit log",
            refusals - MAX_REFUSALS);
      }
      refusals = 0;
      windowEnd = now.plus(WINDOW);
    }
    refusals++;
    return refusals <= MAX_REFUSALS;
  }

  private AuditEntry entry(Call call) {
    return new AuditEntry(
        UUID.randomUUID(),
        clock.instant(),
        call.organization(),
        call.actor(),
        call.action(),
        call.subject(),
        call.requestId(),
        call.target(),
        Optional.empty());
  }

  /**
   * {@return the entries of an organization that pass a filter, the latest first}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public Page<AuditEntry> page(OrganizationId organization, AuditFilter filter, PageRequest page) {
    Lookup.organization(organizations, organization);
    return entries.page(filter.of(organization), page);
  }

  /** {@return the entries of all organizations that pass a filter, the latest first} */
  public Page<AuditEntry> page(AuditFilter filter, PageRequest page) {
    return entries.page(filter, page);
  }
}
