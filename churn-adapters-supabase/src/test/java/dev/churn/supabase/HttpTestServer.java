package dev.churn.supabase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * HTTP/1.1 over bare sockets, so that it can do what servers should not: fall silent, hang up in
 * the middle, and answer before it was asked. A thread per connection, on loopback only.
 */
final class HttpTestServer implements AutoCloseable {
  /** Decides what to answer; bytes that it leaves of the request's body are read and dropped. */
  interface Handler {
    Reply handle(Incoming request) throws IOException;
  }

  private final ServerSocket listener;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Incoming> seen = new CopyOnWriteArrayList<>();

  HttpTestServer(Handler handler) {
    this.handler = handler;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** {@return every request so far, in the order of their headers' arrival} */
  List<Incoming> seen() {
    return seen;
  }

  void forgetSeen() {
    seen.clear();
  }

  private void accept() {
    int connection = 0;
    while (true) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        int number = connection++;
        start(() -> serve(socket, number));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "test-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, int number) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        OutputStream out = socket.getOutputStream()) {
      Incoming request = Incoming.read(in, number, socket);
      while (request != null) {
        seen.add(request);
        Reply reply = handler.handle(request);
        if (!send(reply, request, out)) {
          return;
        }
        request = Incoming.read(in, number, socket);
      }
    } catch (IOException e) {
      // the client hung up, or a test did; the next request tells
    } finally {
      open.remove(socket);
    }
  }

  /** {@return whether the connection can take another request} */
  private boolean send(Reply reply, Incoming request, OutputStream out) throws IOException {
    if (reply.isSilent()) {
      return hangUpOrHold(reply);
    }
    boolean close = reply.closes() || request.asksToClose();
    reply.write(out, close, request.method().equals("HEAD"));
    if (reply.leavesBodyUnread()) {
      // what was recorded: some is taken, then nothing ever again on this connection
      boolean whole = request.body().readNBytes(64 << 10).length < 64 << 10;
      if (!whole && !close) {
        hold();
        return false;
      }
      return whole && !close;
    }
    if (reply.isCut()) {
      return hangUpOrHold(reply);
    }
    request.body().skip(Long.MAX_VALUE);
    return !close;
  }

  private boolean hangUpOrHold(Reply reply) throws IOException {
    if (reply.holds()) {
      hold();
    }
    return false;
  }

  private void hold() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request; its body is still in the socket. */
  record Incoming(
      String method,
      String path,
      Map<String, String> headers,
      Body body,
      int connection,
      Socket socket) {

    static Incoming read(InputStream in, int connection, Socket socket) throws IOException {
      String line = line(in);
      if (line == null) {
        return null;
      }
      String[] words = line.split(" ", -1);
      TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
        int colon = header.indexOf(':');
        headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      long length = Long.parseLong(headers.getOrDefault("Content-Length", "0"));
      return new Incoming(words[0], words[1], headers, new Body(in, length), connection, socket);
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          return null;
        }
        line.append((char) c);
      }
      return line.toString().strip();
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    boolean isChunked() {
      return headers.containsKey("Transfer-Encoding");
    }

    boolean asksToClose() {
      return header("Connection").equalsIgnoreCase("close");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Exactly as many bytes as the request promised. */
  static final class Body extends InputStream {
    private final InputStream in;
    private final long length;
    private long left;

    Body(InputStream in, long length) {
      this.in = in;
      this.length = length;
      this.left = length;
    }

    long length() {
      return length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(buffer, offset, (int) Math.min(count, left));
      if (read < 0) {
        throw new EOFException("the client hung up with " + left + " bytes to come");
      }
      left -= read;
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] dropped = new byte[8192];
      long skipped = 0;
      while (skipped < count) {
        int read = read(dropped, 0, (int) Math.min(dropped.length, count - skipped));
        if (read < 0) {
          break;
        }
        skipped += read;
      }
      return skipped;
    }
  }

  static String head(int status, String reason, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString();
  }

  static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
