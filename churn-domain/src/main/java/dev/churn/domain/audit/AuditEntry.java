package dev.churn.domain.audit;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.TargetName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One call that changed something or gave out customer data, or one that was refused for lack of
 * rights.
 *
 * @param at the time at which the call began
 * @param organization the organization that the call named; it may not exist, or not any more
 * @param actor the caller
 * @param action a stable code of the operation, such as {@code dataset.upload}
 * @param subject the thing that was changed, if it is known
 * @param requestId the id of the request, which the server's log lines share; at most 64 characters
 * @param target the target that the call named; empty for the default one
 * @param outcome the result; empty while the call runs, and for ever if its server ended meanwhile:
 *     the change may then have been made or not
 */
public record AuditEntry(
    UUID id,
    Instant at,
    Optional<OrganizationId> organization,
    Actor actor,
    String action,
    Optional<Subject> subject,
    String requestId,
    Optional<TargetName> target,
    Optional<Outcome> outcome) {
  static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,49}(\\.[a-z][a-z0-9_]{0,49})?");
  private static final int MAX_REQUEST_ID = 64;
  private static final int MAX_TEXT = 200;

  public AuditEntry {
    requireNonNull(id, "id");
    requireNonNull(at, "at");
    requireNonNull(organization, "organization");
    requireNonNull(actor, "actor");
    requireCode("action", action);
    requireNonNull(subject, "subject");
    requireNonNull(requestId, "requestId");
    requireNonNull(target, "target");
    requireNonNull(outcome, "outcome");
    if (requestId.length() > MAX_REQUEST_ID) {
      throw new IllegalArgumentException(
          "expected a request id of at most %d characters, found %d"
              .formatted(MAX_REQUEST_ID, requestId.length()));
    }
  }

  /** Creates an entry of a call that names no target. */
  public AuditEntry(
      UUID id,
      Instant at,
      Optional<OrganizationId> organization,
      Actor actor,
      String action,
      Optional<Subject> subject,
      String requestId,
      Optional<Outcome> outcome) {
    this(id, at, organization, actor, action, subject, requestId, Optional.empty(), outcome);
  }

  /**
   * A caller.
   *
   * @param kind a code of how the server knew the caller, such as {@code api_key}
   * @param name tells callers of a kind apart; empty once the organization has been deleted
   * @param address the network address that the call came from; empty if unknown, or once the
   *     organization has been deleted
   */
  public record Actor(String kind, Optional<String> name, Optional<String> address) {
    public Actor {
      requireCode("kind", kind);
      name = name.map(AuditEntry::cut);
      address = address.map(AuditEntry::cut);
    }

    /** {@return this caller without what may identify a person} */
    public Actor anonymous() {
      return new Actor(kind, Optional.empty(), Optional.empty());
    }
  }

  /**
   * A thing that is changed.
   *
   * @param kind a code, such as {@code dataset}
   * @param id the id of the thing; of a customer it is a keyed hash of the customer's id
   */
  public record Subject(String kind, String id) {
    public Subject {
      requireCode("kind", kind);
      id = cut(requireNonNull(id, "id"));
    }
  }

  /**
   * The result of a call.
   *
   * @param at the time at which the call ended
   * @param status the status code of its HTTP response
   * @param subject the thing that was changed, where only the call itself knew it: a new dataset,
   *     for example
   */
  public record Outcome(Instant at, int status, Optional<Subject> subject) {
    public Outcome {
      requireNonNull(at, "at");
      requireNonNull(subject, "subject");
      if (status < 100 || status > 599) {
        throw new IllegalArgumentException("expected a status from 100 to 599, found " + status);
      }
    }
  }

  /** {@return this entry with its result, and with the subject that the result names, if any} */
  public AuditEntry with(Outcome result) {
    return new AuditEntry(
        id,
        at,
        organization,
        actor,
        action,
        result.subject().or(() -> subject),
        requestId,
        target,
        Optional.of(result));
  }

  /** {@return this entry without what may identify a person} */
  public AuditEntry anonymous() {
    return new AuditEntry(
        id, at, organization, actor.anonymous(), action, subject, requestId, target, outcome);
  }

  private static void requireCode(String what, String code) {
    if (!CODE.matcher(requireNonNull(code, what)).matches()) {
      throw new IllegalArgumentException(
          "%s: expected a code such as dataset.upload, found '%s'".formatted(what, code));
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
