package dev.churn.http.metrics;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the metrics on a port of their own, with threads of its own, so that it answers also while
 * all request threads are busy. It asks nobody who they are.
 */
public final class MetricsServer implements AutoCloseable {
  /** The path that is served. */
  public static final String PATH = "/metrics";

  /** One accepts connections, one reads, and some answer. */
  private static final int THREADS = 6;

  private static final long IDLE_MILLIS = 10_000;

  private final Server server;
  private final ServerConnector connector;

  private MetricsServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * {@return a server that answers until it is closed}
   *
   * @param port 0 means any free one
   * @param scrape gives the metrics in Prometheus' text format
   * @throws ChurnException with {@link ErrorCode#CONFLICT} if the port is taken
   */
  public static MetricsServer start(String host, int port, Supplier<String> scrape) {
    var threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("metrics");
    threads.setDaemon(true);
    var server = new Server(threads);
    var connector = new ServerConnector(server, 1, 1);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Scrape(scrape));
    var started = new MetricsServer(server, connector);
    try {
      server.start();
    } catch (Exception e) { // what Jetty declares
      started.close();
      throw new ChurnException(
          ErrorCode.CONFLICT,
          "METRICS_PORT: cannot listen on %s:%d; stop the program that does, or choose another port"
              .formatted(host, port),
          e);
    }
    return started;
  }

  /** {@return the port on which it listens} */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops it; closing again does nothing. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // what Jetty declares
      throw new IllegalStateException("The metrics are still served", e);
    }
  }

  private static final class Scrape extends Handler.Abstract {
    private final Supplier<String> scrape;

    Scrape(Supplier<String> scrape) {
      this.scrape = scrape;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String method = request.getMethod();
      if (!Request.getPathInContext(request).equals(PATH)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      } else if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      } else {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Metrics.CONTENT_TYPE);
        response.write(
            true, ByteBuffer.wrap(scrape.get().getBytes(StandardCharsets.UTF_8)), callback);
      }
      return true;
    }
  }
}
