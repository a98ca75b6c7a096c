package dev.churn.http.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A network between a server and its database that can be slow, silent or broken. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicLong cuts = new AtomicLong();
  private volatile Weather weather = Weather.FINE;

  /** How the network is. */
  enum Weather {
    FINE,
    /** 50 ms in each direction. */
    SLOW,
    /** Nothing arrives; connections stay. */
    FROZEN,
    /** Nobody can connect, and those who were are cut off. */
    AWAY,
    /** A connection is cut now and then. */
    CUTTING
  }

  TcpProxy(int target, long seed) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start(this::accept);
    start(() -> cut(new Random(seed)));
  }

  int port() {
    return socket.getLocalPort();
  }

  void set(Weather now) throws IOException {
    weather = now;
    if (now == Weather.AWAY) {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  /** {@return how many connections were cut at random} */
  long cuts() {
    return cuts.get();
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        if (weather == Weather.AWAY) {
          client.close();
          continue;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        start(() -> pump(client, server));
        start(() -> pump(server, client));
      } catch (IOException e) {
        Api.pause(10); // closed, or the database does not listen
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 14];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        while (weather == Weather.FROZEN) {
          Api.pause(10);
        }
        if (weather == Weather.SLOW) {
          Api.pause(50);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return; // one side hung up
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void cut(Random random) {
    while (!socket.isClosed()) {
      Api.pause(50 + random.nextInt(200));
      List<Socket> now = List.copyOf(open);
      if (weather == Weather.CUTTING && !now.isEmpty()) {
        close(now.get(random.nextInt(now.size())));
        cuts.incrementAndGet();
      }
    }
  }

  private static void close(Socket each) {
    try {
      each.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
