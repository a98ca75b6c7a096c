package dev.churn.http.audit;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry.Actor;
import dev.churn.domain.audit.AuditEntry.Subject;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.audit.AuditTrail;
import dev.churn.domain.usecase.audit.AuditTrail.Call;
import dev.churn.http.access.Principal;
import dev.churn.http.problem.ProblemType;
import dev.churn.http.request.ClientAddress;
import dev.churn.http.request.RequestLog;
import dev.churn.http.request.RequestTarget;
import dev.churn.http.request.Requests;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Records the calls of routes: before the route runs, that it begins, and after its response is
 * made, how it ended. HEAD requests give out nothing and are not recorded.
 */
public final class Auditing {
  private static final String ENTRY = "churn.audit-entry";
  private static final String SUBJECT = "churn.audit-subject";
  private static final String ACTION = "churn.audit-action";

  /** Refusals that say nothing about the rights of the caller. */
  private static final Set<ErrorCode> UNRECORDED =
      Set.of(ErrorCode.UNAVAILABLE, ErrorCode.INVALID_INPUT, ErrorCode.TOO_MANY);

  private final AuditTrail trail;

  public Auditing(AuditTrail trail) {
    this.trail = trail;
  }

  /** Records how calls ended, when the status of each is known. */
  public void register(RoutesConfig routes) {
    routes.after(
        ctx -> {
          UUID entry = ctx.attribute(ENTRY);
          if (entry != null) {
            trail.end(entry, ctx.statusCode(), Optional.ofNullable(ctx.attribute(SUBJECT)));
          }
        });
  }

  /** {@return a handler that records a call that is refused, and refuses it} */
  public Handler refusals(Action action, Handler rights) {
    return ctx -> {
      try {
        rights.handle(ctx);
      } catch (ChurnException e) {
        if (!UNRECORDED.contains(e.code())) {
          trail.refused(call(ctx, action), ProblemType.of(e.code()).status());
        }
        throw e;
      }
    };
  }

  /** {@return a handler that records the call and only then runs the route} */
  public Handler recorded(Action action, Handler route) {
    return ctx -> {
      if (action.isRecorded() && !ctx.method().name().equals("HEAD")) {
        ctx.attribute(ACTION, action);
        ctx.attribute(ENTRY, trail.begin(call(ctx, action)));
      }
      route.handle(ctx);
    };
  }

  /**
   * Names the thing that a call created or found, for the entry of the call; has no effect if the
   * call is not recorded.
   */
  public static void subject(Context ctx, Object id) {
    Action action = ctx.attribute(ACTION);
    if (action != null) {
      ctx.attribute(SUBJECT, new Subject(action.subject().orElseThrow(), id.toString()));
    }
  }

  private static Call call(Context ctx, Action action) {
    return new Call(
        organization(ctx),
        actor(ctx),
        action.code(),
        action
            .parameter()
            .map(name -> new Subject(action.subject().orElseThrow(), ctx.pathParam(name))),
        RequestLog.idOf(ctx),
        RequestTarget.given(ctx));
  }

  private static Optional<OrganizationId> organization(Context ctx) {
    return Optional.ofNullable(ctx.pathParamMap().get("org_id"))
        .flatMap(
            text -> {
              try {
                return Optional.of(OrganizationId.parse(text));
              } catch (ChurnException e) {
                return Optional.empty(); // the route refuses it
              }
            });
  }

  private static Actor actor(Context ctx) {
    Principal principal = Principal.of(ctx);
    return new Actor(
        principal.kind().name().toLowerCase(Locale.ROOT),
        Optional.of(forwardedUser(ctx).orElse(principal.name())),
        Optional.of(ClientAddress.of(ctx)));
  }

  /** {@return the user whom a trusted proxy names, where the server itself asks nobody} */
  private static Optional<String> forwardedUser(Context ctx) {
    if (Principal.of(ctx).kind() != Principal.Kind.ANYBODY) {
      return Optional.empty();
    }
    try {
      return Requests.requester(ctx).map(Requester::name);
    } catch (ChurnException e) {
      return Optional.empty(); // not a plain name; a route that needs it refuses it
    }
  }
}
