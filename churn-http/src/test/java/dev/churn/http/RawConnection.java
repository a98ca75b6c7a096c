package dev.churn.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One connection to a server, on which a test sends what no HTTP client would send. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private boolean asksForHead;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  static RawConnection to(String url) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
    return new RawConnection(socket);
  }

  /** One answer; the names of its headers are in lower case. */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    boolean closes() {
      return header("connection").equalsIgnoreCase("close");
    }
  }

  /** Sends ASCII text, whose lines end as HTTP wants it. */
  RawConnection send(String text) throws IOException {
    asksForHead = text.startsWith("HEAD ");
    return sendRaw(text.replace("\n", "\r\n"));
  }

  /** Sends ASCII text as it is. */
  RawConnection sendRaw(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Gives up waiting for an answer after this time. */
  RawConnection within(Duration time) throws SocketException {
    socket.setSoTimeout((int) time.toMillis());
    return this;
  }

  /** {@return the next answer, or empty if the server has closed the connection} */
  Optional<Answer> answer() throws IOException {
    Optional<String> first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int status = Integer.parseInt(first.get().split(" ", -1)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line().orElse(""); !line.isEmpty(); line = line().orElse("")) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (status == 100 || status == 204 || asksForHead) {
      return Optional.of(new Answer(status, headers, ""));
    }
    String length = headers.get("content-length");
    byte[] body =
        headers.getOrDefault("transfer-encoding", "").equals("chunked")
            ? chunks()
            : length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return Optional.of(new Answer(status, headers, new String(body, StandardCharsets.UTF_8)));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().orElse("0"), 16);
  }

  /** {@return whether the server has closed the connection or closes it within its time} */
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  private Optional<String> line() throws IOException {
    var line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
        }
        line.write(b);
      }
    } catch (SocketException e) {
      return Optional.empty(); // reset
    }
    return Optional.empty();
  }

  /** Waits for the first byte of an answer and hangs up without reading on. */
  void reset() throws IOException {
    in.read();
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
