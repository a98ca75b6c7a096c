package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditEntry.Outcome;
import dev.churn.domain.audit.AuditEntry.Subject;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.usecase.audit.AuditTrail;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows the audit log: to administrators that of their organization, to the operator all. */
public final class AuditRoutes {
  private static final Set<String> CODES =
      Stream.of(Action.values()).map(Action::code).collect(Collectors.toCollection(TreeSet::new));

  private final AuditTrail audit;

  public AuditRoutes(Churn churn) {
    this.audit = churn.audit();
  }

  public void register(Routes routes) {
    routes.get(
        Routes.ORGANIZATION + "/audit",
        Access.ADMIN,
        this::ofOrganization,
        "limit",
        "offset",
        "from",
        "to",
        "action",
        "principal");
    routes.get(
        "/api/v1/audit",
        Access.OPERATOR,
        this::ofAll,
        "limit",
        "offset",
        "from",
        "to",
        "action",
        "principal",
        "organization_id");
  }

  private record View(
      String id,
      Instant at,
      Optional<String> organizationId,
      Optional<String> target,
      String principalKind,
      Optional<String> principal,
      Optional<String> address,
      String action,
      Optional<String> subjectKind,
      Optional<String> subjectId,
      String requestId,
      Optional<Instant> endedAt,
      OptionalInt status) {
    static View of(AuditEntry entry) {
      return new View(
          entry.id().toString(),
          entry.at(),
          entry.organization().map(OrganizationId::toString),
          entry.target().map(TargetName::value),
          entry.actor().kind(),
          entry.actor().name(),
          entry.actor().address(),
          entry.action(),
          entry.subject().map(Subject::kind),
          entry.subject().map(Subject::id),
          entry.requestId(),
          entry.outcome().map(Outcome::at),
          entry.outcome().map(o -> OptionalInt.of(o.status())).orElse(OptionalInt.empty()));
    }
  }

  private void ofOrganization(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Requests.list(
        ctx,
        "entries",
        audit.page(organization, filter(ctx, Optional.empty()), Requests.page(ctx)),
        View::of);
  }

  private void ofAll(Context ctx) {
    Optional<OrganizationId> organization =
        Requests.query(ctx, "organization_id", OrganizationId::parse);
    Requests.list(
        ctx, "entries", audit.page(filter(ctx, organization), Requests.page(ctx)), View::of);
  }

  private static AuditFilter filter(Context ctx, Optional<OrganizationId> organization) {
    return new AuditFilter(
        organization,
        Requests.query(ctx, "from", text -> instant("from", text)),
        Requests.query(ctx, "to", text -> instant("to", text)),
        Requests.query(ctx, "action", AuditRoutes::action),
        Requests.query(ctx, "principal", text -> text));
  }

  private static String action(String code) {
    if (!CODES.contains(code)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "action: expected one of %s, found '%s'".formatted(String.join(", ", CODES), code));
    }
    return code;
  }

  private static Instant instant(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          name + ": expected an instant such as 2024-03-01T00:00:00Z, found something else");
    }
  }
}
