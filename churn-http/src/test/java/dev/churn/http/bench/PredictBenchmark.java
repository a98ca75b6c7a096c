package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.ratios;
import static dev.churn.domain.bench.Report.spread;

import dev.churn.http.ChurnServer;
import dev.churn.http.EchoServer;
import dev.churn.http.demo.Demo;
import dev.churn.http.settings.Settings;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Predict over HTTP beside a route of the same Javalin and Jetty that echoes the same bodies, both
 * in this process and asked in turns by {@code wrk}; then the latencies of predict at half of what
 * it could do, by {@link PacedLoad}. The server runs on embedded defaults; its log, a line for each
 * request, goes to a file. The echo has no log; another one has, to tell what that costs.
 *
 * <p>Arguments: folder, runs, seconds of a turn, model types with commas between.
 */
public final class PredictBenchmark {
  private static final int CONNECTIONS = 16;
  private static final int CUSTOMERS = 10_000;
  private static final int SIMULATED = 2_000;
  private static final int WARM_UP_SECONDS = 5;
  private static final int PACED_SECONDS = 10;

  private final int runs;
  private final int seconds;
  private final Path bodies;
  private final Wrk wrk;
  private final BenchApi api;
  private final Map<String, double[]> perSecond = new LinkedHashMap<>();

  private PredictBenchmark(Path folder, int runs, int seconds, ChurnServer server)
      throws IOException {
    this.runs = runs;
    this.seconds = seconds;
    this.bodies = Customers.write(folder, Customers.bodies(CUSTOMERS, today()));
    this.wrk = new Wrk(folder, bodies, CONNECTIONS);
    this.api = new BenchApi(server.url(), ChurnServer.DEMO_ORGANIZATION.toString());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (!Wrk.isInstalled()) {
      print("predict: left out, since wrk is not installed (apt-get install wrk)");
      return;
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path home = Files.createTempDirectory(folder, "server-");
    // before anything is logged: as in production, where standard error leads to a file
    try (var log = new FileOutputStream(home.resolve("server.log").toFile())) {
      System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
      try (var server =
              ChurnServer.start(Settings.from(Map.of("PORT", "0", "CHURN_HOME", home.toString())));
          var echo = EchoServer.start(false);
          var logged = EchoServer.start(true)) {
        prepare(server, folder);
        new PredictBenchmark(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]), server)
            .run(echo.url(), logged.url(), List.of(args[3].split(",", -1)));
      }
    }
    try (var lines = Files.lines(home.resolve("server.log"))) {
      lines.filter(line -> !line.contains("\"INFO\"")).forEach(line -> print("logged: %s", line));
    }
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static void prepare(ChurnServer server, Path folder) {
    boolean succeeded =
        new Demo(
                server.url(),
                Optional.empty(),
                ChurnServer.DEMO_ORGANIZATION.toString(),
                folder,
                today(),
                SIMULATED,
                System.out,
                false)
            .run();
    if (!succeeded) {
      throw new IllegalStateException("no models to ask");
    }
  }

  private void run(String echo, String logged, List<String> types)
      throws IOException, InterruptedException {
    for (int run = -1; run < runs; run++) { // the first one warms up
      ask("echo", echo, run);
      ask("echo with log", logged, run);
      for (String type : types) {
        activate(type);
        ask(type, api.url("/predict"), run);
      }
    }
    print("requests a second, %d connections, %d transactions a call", CONNECTIONS, 10);
    perSecond.forEach((name, seen) -> print("%-22s %s", name, spread(seen)));
    print("as a part of what the echo does:");
    perSecond.forEach((name, seen) -> print("%-22s %s", name, ratios(seen, perSecond.get("echo"))));
    for (String type : types) {
      activate(type);
      paced(type);
    }
  }

  private void ask(String name, String url, int run) throws IOException, InterruptedException {
    Wrk.Seen seen = wrk.ask(url, run < 0 ? WARM_UP_SECONDS : seconds);
    print(
        "run %d: %-22s %,.0f a second, p99 %.1f ms, %d errors",
        run + 1, name, seen.perSecond(), seen.p99Millis(), seen.errors());
    if (run >= 0) {
      perSecond.computeIfAbsent(name, key -> new double[runs])[run] = seen.perSecond();
    }
  }

  /** The server, which is the one that is asked, serves it from then on. */
  private void activate(String type) throws IOException, InterruptedException {
    for (JsonNode model : api.get("/models").path("models")) {
      if (model.path("requested_model_type").asString().equals(type)) {
        api.post("/models/%s/activate".formatted(model.path("model_id").asString()));
        return;
      }
    }
    throw new IllegalStateException("there is no " + type);
  }

  private void paced(String type) throws IOException, InterruptedException {
    double[] sorted = perSecond.get(type).clone();
    Arrays.sort(sorted);
    double rate = sorted[runs / 2] / 2;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PacedLoad.class.getName(),
                api.url("/predict"),
                bodies.toString(),
                Double.toString(rate),
                Integer.toString(CONNECTIONS),
                Integer.toString(WARM_UP_SECONDS),
                Integer.toString(PACED_SECONDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("the paced load said " + output);
    }
    String[] seen = output.strip().split(" ", -1);
    print(
        "%s at %,.0f a second: p50 %s ms, p99 %s ms, p99.9 %s ms, largest %s ms; %s of %s not 200",
        type, rate, seen[0], seen[1], seen[2], seen[3], seen[4], seen[5]);
  }
}
