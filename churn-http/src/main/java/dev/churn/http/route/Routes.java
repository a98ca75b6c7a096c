package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.usecase.serving.KnownTargets;
import dev.churn.http.access.Access;
import dev.churn.http.access.Authentication;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.limit.RateLimits;
import dev.churn.http.limit.RouteGroup;
import dev.churn.http.request.BodyReading;
import dev.churn.http.request.JsonBodies;
import dev.churn.http.request.RequestTarget;
import dev.churn.http.request.Requests;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Registers routes. Every GET route also answers HEAD. Each route declares who may call it, which
 * is checked before anything else, how often its caller may call, and how the audit log calls it;
 * see {@link Auditing}. It names the options that its query may have and refuses others, and it
 * refuses a body that it does not read, since options may have been meant by it. Only {@link #open}
 * routes accept any query and do not look at a body.
 */
public final class Routes {
  /** The path that all routes of an organization begin with. */
  static final String ORGANIZATION = "/api/v1/churn/v2/organizations/{org_id}";

  /** The options of {@link dev.churn.http.request.Requests#page}. */
  static final String[] PAGE = {"limit", "offset"};

  private final RoutesConfig routes;
  private final Authentication authentication;
  private final RateLimits limits;
  private final JsonBodies bodies;
  private final Auditing auditing;
  private final KnownTargets targets;
  private final boolean takesTarget;
  private final List<Declared> declared;

  public Routes(
      RoutesConfig routes,
      Authentication authentication,
      RateLimits limits,
      JsonBodies bodies,
      Auditing auditing,
      KnownTargets targets) {
    this(routes, authentication, limits, bodies, auditing, targets, false, new ArrayList<>());
  }

  private Routes(
      RoutesConfig routes,
      Authentication authentication,
      RateLimits limits,
      JsonBodies bodies,
      Auditing auditing,
      KnownTargets targets,
      boolean takesTarget,
      List<Declared> declared) {
    this.auditing = auditing;
    this.targets = targets;
    this.takesTarget = takesTarget;
    this.declared = declared;
    this.routes = routes;
    this.authentication = authentication;
    this.limits = limits;
    this.bodies = bodies;
  }

  /** {@return the same routes, but those registered there take the option {@code target}} */
  Routes ofTargets() {
    return new Routes(routes, authentication, limits, bodies, auditing, targets, true, declared);
  }

  /**
   * A route and who may call it.
   *
   * @param path with its parameters in braces
   * @param action how the audit log calls it
   */
  public record Declared(String method, String path, Access access, Action action) {}

  /** {@return the routes that have been registered so far; HEAD goes with GET} */
  public List<Declared> declared() {
    return List.copyOf(declared);
  }

  /** Adds a GET route that accepts any query, since monitors and browsers add their own options. */
  void open(String path, Access access, Handler handler) {
    open(path, access, Action.READ, handler);
  }

  /** Adds a GET route that accepts any query and gives out customer data as files. */
  void open(String path, Access access, Action action, Handler handler) {
    get(path, guarded("GET", path, access, action, BodyUse.IGNORED, handler));
  }

  private void get(String path, Handler guarded) {
    routes.get(path, guarded);
    routes.head(path, guarded); // the container does not send the body
  }

  void get(String path, Access access, Handler handler, String... options) {
    get(path, access, Action.READ, handler, options);
  }

  /** Adds a GET route that gives out customer data as files. */
  void get(String path, Access access, Action action, Handler handler, String... options) {
    Handler checked = withoutBody(options, handler);
    get(path, guarded("GET", path, access, action, BodyUse.NONE, checked));
  }

  /** Adds a POST route whose options are in the query; it refuses a body. */
  void post(String path, Access access, Action action, Handler handler, String... options) {
    Handler checked = withoutBody(options, handler);
    routes.post(path, guarded("POST", path, access, action, BodyUse.NONE, checked));
  }

  /** Adds a POST route that reads a body. */
  void postBody(String path, Access access, Action action, Handler handler, String... options) {
    Handler checked = withOnly(options, handler);
    routes.post(path, guarded("POST", path, access, action, BodyUse.READ, checked));
  }

  void patch(String path, Access access, Action action, Handler handler, String... options) {
    Handler checked = withOnly(options, handler);
    routes.patch(path, guarded("PATCH", path, access, action, BodyUse.READ, checked));
  }

  void put(String path, Access access, Action action, Handler handler, String... options) {
    Handler checked = withOnly(options, handler);
    routes.put(path, guarded("PUT", path, access, action, BodyUse.READ, checked));
  }

  void delete(String path, Access access, Action action, Handler handler, String... options) {
    Handler checked = withoutBody(options, handler);
    routes.delete(path, guarded("DELETE", path, access, action, BodyUse.NONE, checked));
  }

  /** What a route does with the body of a request. */
  private enum BodyUse {
    /** It reads it. */
    READ,
    /** It refuses it, unless it says nothing. */
    NONE,
    /** It does not look at it. */
    IGNORED
  }

  private Handler guarded(
      String method, String path, Access access, Action action, BodyUse bodyUse, Handler handler) {
    if (access.scope().isPresent() && !path.contains("{org_id}")) {
      throw new IllegalArgumentException(
          "%s %s: a scope needs the organization {org_id} in the path".formatted(method, path));
    }
    declared.add(new Declared(method, path, access, action));
    RouteGroup group = groupOf(access, action);
    Handler rights =
        auditing.refusals(
            action,
            ctx -> {
              authenticate(ctx, access);
              limits.require(ctx, group);
            });
    Handler recorded =
        auditing.recorded(action, path.contains("{org_id}") ? within(handler) : handler);
    return ctx -> {
      rights.handle(ctx);
      switch (bodyUse) {
        case READ -> bodies.whenRead(ctx, recorded);
        case NONE -> bodies.whenKnownToBeNone(ctx, recorded);
        case IGNORED -> recorded.handle(ctx);
      }
    };
  }

  /** {@return a handler that knows its organization and target before it runs} */
  private Handler within(Handler handler) {
    return ctx -> {
      RequestTarget.requireOrganization(ctx);
      if (takesTarget) {
        RequestTarget.find(ctx, targets);
      }
      handler.handle(ctx);
    };
  }

  private void authenticate(Context ctx, Access access) {
    try {
      authentication.require(ctx, access, () -> Requests.owner(ctx));
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED) {
        limits.countFailure(ctx);
      }
      throw e;
    }
  }

  /** {@return the group that the requests of a route are counted in} */
  private static RouteGroup groupOf(Access access, Action action) {
    if (action.bringsFile()) {
      return RouteGroup.UPLOAD;
    }
    return switch (access) {
      case PUBLIC -> RouteGroup.UNLIMITED;
      case PREDICT -> RouteGroup.PREDICT;
      default -> RouteGroup.OTHER;
    };
  }

  private Handler withoutBody(String[] options, Handler handler) {
    List<String> names = names(options);
    return withOnly(
        options,
        ctx -> {
          BodyReading.requireNone(ctx, names);
          handler.handle(ctx);
        });
  }

  /** {@return the options of a route, in the order in which it names them} */
  private List<String> names(String[] options) {
    return Stream.concat(
            Stream.of(options), Stream.of(RequestTarget.OPTION).filter(o -> takesTarget))
        .toList();
  }

  private Handler withOnly(String[] options, Handler handler) {
    Set<String> names = Set.copyOf(names(options));
    return ctx -> {
      Requests.onlyQuery(ctx, names);
      handler.handle(ctx);
    };
  }
}
