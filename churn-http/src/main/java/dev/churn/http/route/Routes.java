package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.http.access.Access;
import dev.churn.http.access.Authentication;
import dev.churn.http.limit.RateLimits;
import dev.churn.http.limit.RouteGroup;
import dev.churn.http.request.JsonBodies;
import dev.churn.http.request.Requests;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Registers routes. Every GET route also answers HEAD. Each route declares who may call it, which
 * is checked before anything else, then how often its caller may call, and names the options that
 * its query may have; it refuses others. Only {@link #open} routes accept any query.
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
  private final List<Declared> declared = new ArrayList<>();

  public Routes(
      RoutesConfig routes, Authentication authentication, RateLimits limits, JsonBodies bodies) {
    this.routes = routes;
    this.authentication = authentication;
    this.limits = limits;
    this.bodies = bodies;
  }

  /**
   * A route and who may call it.
   *
   * @param path with its parameters in braces
   */
  public record Declared(String method, String path, Access access) {}

  /** {@return the routes that have been registered so far; HEAD goes with GET} */
  public List<Declared> declared() {
    return List.copyOf(declared);
  }

  /** Adds a GET route that accepts any query, since monitors and browsers add their own options. */
  void open(String path, Access access, Handler handler) {
    Handler guarded = guarded("GET", path, access, groupOf(access), handler);
    routes.get(path, guarded);
    routes.head(path, guarded); // the container does not send the body
  }

  void get(String path, Access access, Handler handler, String... options) {
    open(path, access, withOnly(options, handler));
  }

  void post(String path, Access access, Handler handler, String... options) {
    routes.post(path, guarded("POST", path, access, groupOf(access), withOnly(options, handler)));
  }

  /** Adds a POST route that brings a file; its requests are counted as uploads. */
  void upload(String path, Access access, Handler handler, String... options) {
    routes.post(path, guarded("POST", path, access, RouteGroup.UPLOAD, withOnly(options, handler)));
  }

  void patch(String path, Access access, Handler handler, String... options) {
    routes.patch(path, guarded("PATCH", path, access, groupOf(access), withOnly(options, handler)));
  }

  void put(String path, Access access, Handler handler, String... options) {
    routes.put(path, guarded("PUT", path, access, groupOf(access), withOnly(options, handler)));
  }

  void delete(String path, Access access, Handler handler, String... options) {
    routes.delete(
        path, guarded("DELETE", path, access, groupOf(access), withOnly(options, handler)));
  }

  private Handler guarded(
      String method, String path, Access access, RouteGroup group, Handler handler) {
    if (access.scope().isPresent() && !path.contains("{org_id}")) {
      throw new IllegalArgumentException(
          "%s %s: a scope needs the organization {org_id} in the path".formatted(method, path));
    }
    declared.add(new Declared(method, path, access));
    return ctx -> {
      authenticate(ctx, access);
      limits.require(ctx, group);
      bodies.whenRead(ctx, handler);
    };
  }

  private void authenticate(Context ctx, Access access) {
    try {
      authentication.require(ctx, access, () -> Requests.organization(ctx));
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED) {
        limits.countFailure(ctx);
      }
      throw e;
    }
  }

  /** {@return the group that the requests of a route without a file are counted in} */
  private static RouteGroup groupOf(Access access) {
    return switch (access) {
      case PUBLIC -> RouteGroup.UNLIMITED;
      case PREDICT -> RouteGroup.PREDICT;
      default -> RouteGroup.OTHER;
    };
  }

  private static Handler withOnly(String[] options, Handler handler) {
    Set<String> names = Set.of(options);
    return ctx -> {
      Requests.onlyQuery(ctx, names);
      handler.handle(ctx);
    };
  }
}
