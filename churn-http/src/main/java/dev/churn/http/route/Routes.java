package dev.churn.http.route;

import dev.churn.http.request.Requests;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.Set;

/**
 * Registers routes. Every GET route also answers HEAD. Each route names the options that its query
 * may have and refuses others; only {@link #open} routes accept any query.
 */
public final class Routes {
  /** The path that all routes of an organization begin with. */
  static final String ORGANIZATION = "/api/v1/churn/v2/organizations/{org_id}";

  /** The options of {@link dev.churn.http.request.Requests#page}. */
  static final String[] PAGE = {"limit", "offset"};

  private final RoutesConfig routes;

  public Routes(RoutesConfig routes) {
    this.routes = routes;
  }

  /** Adds a GET route that accepts any query, since monitors and browsers add their own options. */
  void open(String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler); // the container does not send the body
  }

  void get(String path, Handler handler, String... options) {
    open(path, withOnly(options, handler));
  }

  void post(String path, Handler handler, String... options) {
    routes.post(path, withOnly(options, handler));
  }

  void patch(String path, Handler handler, String... options) {
    routes.patch(path, withOnly(options, handler));
  }

  void put(String path, Handler handler, String... options) {
    routes.put(path, withOnly(options, handler));
  }

  void delete(String path, Handler handler, String... options) {
    routes.delete(path, withOnly(options, handler));
  }

  private static Handler withOnly(String[] options, Handler handler) {
    Set<String> names = Set.of(options);
    return ctx -> {
      Requests.onlyQuery(ctx, names);
      handler.handle(ctx);
    };
  }
}
