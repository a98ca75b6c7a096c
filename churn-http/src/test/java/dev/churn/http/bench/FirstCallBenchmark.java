package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.spread;

import dev.churn.http.ChurnServer;
import dev.churn.http.demo.Demo;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts the packaged server again and again on data that is there already, each time in a fresh
 * process, and asks it for a prediction as soon as it says that it listens, or a while later.
 *
 * <p>Arguments: folder, runs, the jar.
 */
public final class FirstCallBenchmark {
  private static final int CUSTOMERS = 1_000;
  private static final int[] DELAYS = {0, 2_000};

  private final Path home;
  private final Path jar;
  private final String body = Customers.bodies(1, LocalDate.now(ZoneOffset.UTC)).get(0);

  private FirstCallBenchmark(Path home, Path jar) {
    this.home = home;
    this.jar = jar;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    var benchmark =
        new FirstCallBenchmark(Files.createTempDirectory(folder, "server-"), Path.of(args[2]));
    benchmark.prepare();
    benchmark.run(Integer.parseInt(args[1]));
  }

  /** The server in a process of its own. */
  private record Running(Process process, URI url) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.destroy();
      try {
        process.waitFor(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Running start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            jar.toAbsolutePath().toString());
    builder.directory(home.toFile());
    builder.environment().put("PORT", "0");
    builder.environment().put("CHURN_HOME", home.toString());
    builder.redirectError(home.resolve("server.log").toFile());
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("Listening on ")) {
        return new Running(process, URI.create(line.substring("Listening on ".length())));
      }
    }
    throw new EOFException("the server did not start");
  }

  private void prepare() throws IOException {
    try (var server = start()) {
      boolean succeeded =
          new Demo(
                  server.url().toString(),
                  Optional.empty(),
                  ChurnServer.DEMO_ORGANIZATION.toString(),
                  home,
                  LocalDate.now(ZoneOffset.UTC),
                  CUSTOMERS,
                  System.out,
                  false)
              .run();
      if (!succeeded) {
        throw new IllegalStateException("no model to ask");
      }
    }
  }

  private void run(int runs) throws IOException, InterruptedException {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int delay : DELAYS) {
      double[] start = new double[runs];
      double[] first = new double[runs];
      double[] second = new double[runs];
      for (int run = -1; run < runs; run++) { // the first one warms up the caller
        long begun = System.nanoTime();
        try (var server = start()) {
          double started = millisSince(begun);
          Thread.sleep(delay);
          double one = ask(http, server.url());
          double another = ask(http, server.url());
          if (run >= 0) {
            start[run] = started;
            first[run] = one;
            second[run] = another;
          }
        }
      }
      print("asked %d ms after it listens:", delay);
      print("  start, ms: %s", spread(start));
      print("  first call, ms: %s", spread(first));
      print("  second call, ms: %s", spread(second));
    }
  }

  private double ask(HttpClient http, URI url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                url.resolve(
                    "/api/v1/churn/v2/organizations/%s/predict"
                        .formatted(ChurnServer.DEMO_ORGANIZATION)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    long begun = System.nanoTime();
    var answer = http.send(request, BodyHandlers.ofString());
    double millis = millisSince(begun);
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    return millis;
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
