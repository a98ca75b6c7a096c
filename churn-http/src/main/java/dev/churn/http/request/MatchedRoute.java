package dev.churn.http.request;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The template of the route that answers a request, for those who see only the container. */
public final class MatchedRoute {
  private static final String ROUTE = "churn.route";

  private MatchedRoute() {}

  /** Remembers the route of every request; call it before other handlers are added. */
  public static void register(JavalinConfig config) {
    config.routes.before(MatchedRoute::remember);
    // With such a handler the route is known before all handlers, also those that refuse.
    config.routes.beforeMatched(ctx -> {});
  }

  private static void remember(Context ctx) {
    Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    if (matched != null) {
      ctx.attribute(ROUTE, matched.path);
    }
  }

  /** {@return the template of a request's route, or empty if no route answers it} */
  public static Optional<String> of(Request request) {
    return Optional.ofNullable(request.getAttribute(ROUTE)).map(Object::toString);
  }
}
