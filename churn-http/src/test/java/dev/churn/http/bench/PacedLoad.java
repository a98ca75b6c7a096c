package dev.churn.http.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Sends requests at times fixed beforehand, over connections that are kept, in a process of its
 * own. A latency begins when a request should have been sent: when the server or this program is
 * late, all that wait behind are late too, and count so.
 *
 * <p>Arguments: URL, a file with a body in each line, requests a second, connections, seconds to
 * warm up, seconds. Prints p50, p99, p99.9 and the largest in milliseconds, and how many answers
 * were other than 200.
 */
public final class PacedLoad {
  private final URI url;
  private final byte[][] requests;
  private final long start = System.nanoTime() + 200_000_000;
  private final double perNano;
  private final int connections;
  private final long warmUp;
  private final long end;
  private final LongAdder bad = new LongAdder();

  private PacedLoad(String[] args) throws IOException {
    this.url = URI.create(args[0]);
    List<String> bodies = Files.readAllLines(Path.of(args[1]));
    this.requests = bodies.stream().map(this::request).toArray(byte[][]::new);
    this.perNano = Double.parseDouble(args[2]) / 1e9;
    this.connections = Integer.parseInt(args[3]);
    this.warmUp = start + Long.parseLong(args[4]) * 1_000_000_000;
    this.end = warmUp + Long.parseLong(args[5]) * 1_000_000_000;
  }

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    new PacedLoad(args).run();
  }

  private byte[] request(String body) {
    return String.join(
            "\r\n",
            "POST %s HTTP/1.1",
            "Host: %s",
            "Content-Type: application/json",
            "Content-Length: %d",
            "",
            "%s")
        .formatted(
            url.getRawPath(),
            url.getAuthority(),
            body.getBytes(StandardCharsets.UTF_8).length,
            body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void run() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Future<long[]>> parts = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int first = i;
      parts.add(threads.submit(() -> connection(first)));
    }
    LongStream all = LongStream.empty();
    for (Future<long[]> part : parts) {
      all = LongStream.concat(all, Arrays.stream(part.get()));
    }
    threads.shutdown();
    long[] nanos = all.sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%.3f %.3f %.3f %.3f %d %d%n",
        at(nanos, 0.5),
        at(nanos, 0.99),
        at(nanos, 0.999),
        at(nanos, 1),
        bad.sum(),
        nanos.length);
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, part * sorted.length)] / 1e6;
  }

  /** {@return the latencies of one connection} */
  private long[] connection(int first) throws IOException {
    long[] nanos = new long[(int) ((end - warmUp) * perNano / connections) + 2];
    int count = 0;
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      var in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      for (long request = first; ; request += connections) {
        long intended = start + (long) (request / perNano);
        if (intended >= end) {
          return Arrays.copyOf(nanos, count);
        }
        for (long left = intended - System.nanoTime(); left > 0; ) {
          LockSupport.parkNanos(left);
          left = intended - System.nanoTime();
        }
        out.write(requests[(int) (request % requests.length)]);
        boolean good = readAnswer(in);
        if (intended >= warmUp) {
          nanos[count++] = System.nanoTime() - intended;
          bad.add(good ? 0 : 1);
        }
      }
    }
  }

  /** {@return whether the status is 200} */
  private static boolean readAnswer(InputStream in) throws IOException {
    String status = line(in);
    long length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Long.parseLong(header.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status.startsWith("HTTP/1.1 200");
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder(48);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
