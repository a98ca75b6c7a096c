package dev.churn.domain.audit;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Chooses entries of the audit log; an empty part restricts nothing.
 *
 * @param organization the organization that the calls named
 * @param from the first instant
 * @param to the instant before which the calls began
 * @param action the code of an operation
 * @param principal the name of a caller
 */
public record AuditFilter(
    Optional<OrganizationId> organization,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> action,
    Optional<String> principal) {
  public AuditFilter {
    requireNonNull(organization, "organization");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(action, "action");
    requireNonNull(principal, "principal");
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      String problem = "expected to, %s, or earlier, found %s".formatted(to.get(), from.get());
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "from: " + problem, List.of(new FieldError("from", problem)));
    }
  }

  /** {@return a filter that lets every entry pass} */
  public static AuditFilter all() {
    return new AuditFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** {@return this filter for the entries of one organization} */
  public AuditFilter of(OrganizationId id) {
    return new AuditFilter(Optional.of(id), from, to, action, principal);
  }

  /** {@return whether an entry passes} */
  public boolean admits(AuditEntry entry) {
    return organization.map(id -> entry.organization().equals(Optional.of(id))).orElse(true)
        && from.map(first -> !entry.at().isBefore(first)).orElse(true)
        && to.map(end -> entry.at().isBefore(end)).orElse(true)
        && action.map(entry.action()::equals).orElse(true)
        && principal.map(name -> entry.actor().name().equals(Optional.of(name))).orElse(true);
  }
}
