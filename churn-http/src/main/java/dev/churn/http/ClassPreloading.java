package dev.churn.http;

import dev.churn.http.problem.Problems;
import dev.churn.http.request.Requests;
import dev.churn.http.route.Hints;
import io.javalin.Javalin;
import java.util.Map;
import org.eclipse.jetty.server.LocalConnector;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of HTTP and JSON while the database starts, by answering one request with a
 * server in memory. Loading classes takes most of the time of a start.
 */
final class ClassPreloading {
  private static final String REQUEST =
      """
      GET / HTTP/1.1
      Host: localhost
      Connection: close

      """
          .replace("\n", "\r\n");

  private ClassPreloading() {}

  /** {@return the response, or the failure as text; only tests look at it} */
  static String run() {
    Connector connector = new Connector();
    try {
      Javalin server =
          Javalin.create(
                  config -> {
                    ChurnApi.configure(config);
                    config.jetty.addConnector((jetty, http) -> connector.on(jetty));
                    Problems.register(config.routes, Hints::of);
                    config.routes.get("/", ctx -> Requests.json(ctx, Map.of("status", "up")));
                  })
              .start();
      try {
        return connector.answer();
      } finally {
        server.stop();
      }
    } catch (Exception e) { // the connector declares it; a real fault appears in the server itself
      LoggerFactory.getLogger(ClassPreloading.class).debug("The classes could not be preloaded", e);
      return e.toString();
    }
  }

  /** Holds the connector, which exists only after the server has been created. */
  private static final class Connector {
    private LocalConnector local;

    LocalConnector on(org.eclipse.jetty.server.Server server) {
      local = new LocalConnector(server);
      return local;
    }

    String answer() throws Exception {
      return local.getResponse(REQUEST);
    }
  }
}
