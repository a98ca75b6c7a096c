package dev.churn.http.chaos;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Stands between a server and its storage and lets faults happen to some of the requests. */
final class FaultyGateway implements AutoCloseable {
  private static final long STALL_MILLIS = 1500;

  private final ServerSocket socket;
  private final URI storage;
  private final Random random;
  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
  private volatile Set<Fault> faults = Set.of();
  private volatile double share;

  /** What can happen to a request. */
  enum Fault {
    REFUSAL,
    SERVER_ERROR,
    HTML_PAGE,
    HTML_WITH_STATUS_200,
    STALL,
    REQUEST_CUT,
    ANSWER_CUT,
    DOWNLOAD_TRUNCATED,
    DOWNLOAD_FLIPPED,
    ANSWER_LOST,
    ANSWER_TO_A_REPETITION
  }

  FaultyGateway(String storage, long seed) throws IOException {
    this.storage = URI.create(storage);
    this.random = new Random(seed);
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Lets some faults happen to a share of the requests, from 0 to 1. */
  void set(Set<Fault> those, double shareOfRequests) {
    faults = those;
    share = shareOfRequests;
  }

  /** {@return how often each fault has happened} */
  synchronized Map<Fault, Integer> happened() {
    return new EnumMap<>(happened);
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "faulty-gateway");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      Fault fault = choose();
      if (fault == Fault.REQUEST_CUT) {
        in.readNBytes(1 + number(2000));
        return;
      }
      HttpMessage request = HttpMessage.read(in, false);
      if (request != null) {
        answer(fault, request, client.getOutputStream());
      }
    } catch (IOException | UncheckedIOException e) {
      // what the client hangs up on needs no answer
      return;
    }
  }

  private synchronized Fault choose() {
    List<Fault> list = faults.stream().sorted().toList();
    if (list.isEmpty() || random.nextDouble() >= share) {
      return null;
    }
    Fault fault = list.get(random.nextInt(list.size()));
    happened.merge(fault, 1, Integer::sum);
    return fault;
  }

  private synchronized int number(int below) {
    return random.nextInt(below);
  }

  private void answer(Fault fault, HttpMessage request, OutputStream out) throws IOException {
    if (fault == null) {
      out.write(forward(request).bytes());
      return;
    }
    switch (fault) {
      case REFUSAL -> out.write(refusal());
      case SERVER_ERROR ->
          out.write(
              page(500, "application/json", "{\"statusCode\":\"500\",\"error\":\"Internal\"}"));
      case HTML_PAGE -> out.write(page(502, "text/html", "<html>Bad gateway</html>"));
      case HTML_WITH_STATUS_200 -> out.write(page(200, "text/html", "<html>Hello</html>"));
      case STALL -> {
        Api.pause(STALL_MILLIS);
        out.write(forward(request).bytes());
      }
      case ANSWER_CUT -> {
        byte[] bytes = forward(request).bytes();
        out.write(bytes, 0, number(bytes.length));
      }
      case DOWNLOAD_TRUNCATED -> {
        HttpMessage answer = forward(request);
        byte[] body = answer.body();
        boolean cuts = request.isDownload() && body.length > 0;
        out.write((cuts ? answer.with(Arrays.copyOf(body, number(body.length))) : answer).bytes());
      }
      case DOWNLOAD_FLIPPED -> {
        HttpMessage answer = forward(request);
        if (request.isDownload() && answer.body().length > 0) {
          answer.body()[number(answer.body().length)] ^= (byte) (1 << number(8));
        }
        out.write(answer.bytes());
      }
      case ANSWER_LOST -> forward(request);
      case ANSWER_TO_A_REPETITION -> {
        forward(request);
        out.write(forward(request).bytes());
      }
      default -> throw new IllegalStateException("no such fault: " + fault);
    }
  }

  private byte[] refusal() {
    int status = List.of(400, 401, 403, 409, 413, 429).get(number(6));
    return page(
        status,
        "application/json",
        "{\"statusCode\":\"%d\",\"error\":\"Refused\",\"message\":\"refused\"}".formatted(status));
  }

  private static byte[] page(int status, String type, String body) {
    return "HTTP/1.1 %d Fault\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, type, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private HttpMessage forward(HttpMessage request) throws IOException {
    try (var upstream = new Socket(storage.getHost(), storage.getPort())) {
      upstream.getOutputStream().write(request.last().bytes());
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      HttpMessage answer = HttpMessage.read(in, request.isHead());
      if (answer == null) {
        throw new IOException("the storage did not answer");
      }
      return new HttpMessage(answer.head().replace(storage.toString(), url()), answer.body())
          .last();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
