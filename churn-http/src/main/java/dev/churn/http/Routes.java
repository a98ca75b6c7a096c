package dev.churn.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Adds routes; what can be fetched can be asked for by HEAD as well. */
final class Routes {
  private final RoutesConfig routes;

  Routes(RoutesConfig routes) {
    this.routes = routes;
  }

  void get(String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler); // the container keeps the body to itself
  }

  void post(String path, Handler handler) {
    routes.post(path, handler);
  }

  void patch(String path, Handler handler) {
    routes.patch(path, handler);
  }

  void delete(String path, Handler handler) {
    routes.delete(path, handler);
  }
}
