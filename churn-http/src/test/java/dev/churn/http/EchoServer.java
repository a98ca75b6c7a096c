package dev.churn.http;

import dev.churn.http.request.RequestLog;
import dev.churn.http.settings.Settings;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;

/**
 * What the server is without what it does: the same Javalin and Jetty, set up by the same code, and
 * one route that answers the body it was sent.
 */
public final class EchoServer implements AutoCloseable {
  private final Javalin javalin;
  private final int port;

  private EchoServer(Javalin javalin, int port) {
    this.javalin = javalin;
    this.port = port;
  }

  /**
   * {@return a server at any free port of this machine}
   *
   * @param logged whether requests get an id and a line in the log, as the real ones do
   */
  public static EchoServer start(boolean logged) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
    var javalin =
        Javalin.create(
            config -> {
              ChurnApi.listen(config, socket, Settings.from(Map.of()).network());
              if (logged) {
                RequestLog.register(config);
              }
              config.routes.post("/echo", EchoServer::echo);
            });
    return new EchoServer(javalin.start(), port);
  }

  private static void echo(Context ctx) {
    ctx.contentType("application/json").result(ctx.bodyAsBytes());
  }

  /** {@return where it echoes} */
  public String url() {
    return "http://127.0.0.1:%d/echo".formatted(port);
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
