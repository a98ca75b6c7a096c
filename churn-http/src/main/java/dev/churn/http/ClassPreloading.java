package dev.churn.http;

import dev.churn.http.problem.Problems;
import dev.churn.http.request.Requests;
import dev.churn.http.route.Hints;
import io.javalin.Javalin;
import java.util.Map;
import org.eclipse.jetty.server.LocalConnector;
import org.slf4j.LoggerFactory;

/**
 * A server in memory that answers one request. Most of the time of a start goes into loading
 * classes; this loads those of HTTP and JSON while the database starts.
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

  /** {@return the answer, which is of no use to anybody but tests, or what went wrong} */
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
    } catch (Exception e) { // declared by the connector; whatever it is, the server will show it
      LoggerFactory.getLogger(ClassPreloading.class).debug("The rehearsal failed", e);
      return e.toString();
    }
  }

  /** The connector is made when the server is. */
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
