package dev.churn.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a server and its database. Frozen, it passes nothing more from the server to the
 * database and closes nothing, so that the database sees what it sees of a process that hangs.
 */
final class FreezingProxy implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String host;
  private final int port;
  private volatile CountDownLatch flow = new CountDownLatch(0);

  FreezingProxy(DatabaseSettings settings) throws IOException {
    String[] address = settings.address().replaceFirst("/.*", "").split(":", -1);
    this.host = address[0];
    this.port = Integer.parseInt(address[1]);
    start("proxy", this::accept);
  }

  /** {@return the settings of the same database behind this proxy} */
  DatabaseSettings settings(DatabaseSettings direct) {
    return DatabaseSettings.parse(
        "postgresql://%s@127.0.0.1:%d/%s"
            .formatted(
                direct.user(), door.getLocalPort(), direct.address().replaceFirst(".*/", "")));
  }

  void freeze() {
    flow = new CountDownLatch(1);
  }

  void thaw() {
    flow.countDown();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      var server = new Socket(host, port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start("proxy-to-database", () -> pump(client, server));
      start("proxy-to-server", () -> pump(server, client));
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        flow.await();
        out.write(buffer, 0, read);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                return; // one end has closed
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    thaw();
    door.close();
  }
}
