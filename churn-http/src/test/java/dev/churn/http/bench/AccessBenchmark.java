package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.ratios;
import static dev.churn.domain.bench.Report.spread;

import com.sun.net.httpserver.HttpServer;
import dev.churn.http.ChurnServer;
import dev.churn.http.demo.Demo;
import dev.churn.http.settings.Settings;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What protection and observation cost: predict over HTTP by a server that is open and counts
 * nobody's calls, beside one that asks for API keys and limits rates, and one that sends traces as
 * well; all in this process and asked in turns by {@code wrk}. No rate is exceeded.
 *
 * <p>Arguments: folder, runs, seconds of a turn.
 */
public final class AccessBenchmark {
  private static final int CONNECTIONS = 16;
  private static final int CUSTOMERS = 10_000;
  private static final int SIMULATED = 2_000;
  private static final int WARM_UP_SECONDS = 20;
  private static final String OPERATOR_KEY = "an-operator-key-for-this-benchmark-only";

  private final Path folder;
  private final int runs;
  private final int seconds;
  private final Path bodies;
  private final Map<String, double[]> perSecond = new LinkedHashMap<>();

  private AccessBenchmark(Path folder, int runs, int seconds) throws IOException {
    this.folder = folder;
    this.runs = runs;
    this.seconds = seconds;
    this.bodies = Customers.write(folder, Customers.bodies(CUSTOMERS, today()));
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (!Wrk.isInstalled()) {
      print("access: left out, since wrk is not installed (apt-get install wrk)");
      return;
    }
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(args[0])), "access-");
    try (var log = new FileOutputStream(folder.resolve("server.log").toFile())) {
      System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
      new AccessBenchmark(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2])).run();
    }
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /** A server that has a model, and how it is asked. */
  private record Asked(ChurnServer server, Wrk wrk) {
    String url() {
      return server.url()
          + "/api/v1/churn/v2/organizations/"
          + ChurnServer.DEMO_ORGANIZATION
          + "/predict";
    }
  }

  private void run() throws IOException, InterruptedException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    receiver.start();
    Map<String, String> protection =
        Map.of(
            "OPERATOR_KEY", OPERATOR_KEY,
            "PREDICTIONS_PER_MINUTE", "100000000",
            "REQUESTS_PER_MINUTE", "100000000");
    Map<String, String> traces = new TreeMap<>(protection);
    traces.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + receiver.getAddress().getPort());
    Map<String, Asked> servers = new LinkedHashMap<>();
    try {
      servers.put("open", start("open", Map.of()));
      servers.put("keys and limits", start("keys", protection));
      servers.put("and traces", start("traces", traces));
      for (int run = -1; run < runs; run++) { // the first one warms up
        for (var asked : servers.entrySet()) {
          ask(asked.getKey(), asked.getValue(), run);
        }
      }
    } finally {
      servers.values().forEach(asked -> asked.server().close());
      receiver.stop(0);
    }
    print("predictions a second, %d connections", CONNECTIONS);
    perSecond.forEach((name, seen) -> print("%-22s %s", name, spread(seen)));
    print("as a part of what the open server does:");
    perSecond.forEach((name, seen) -> print("%-22s %s", name, ratios(seen, perSecond.get("open"))));
  }

  private Asked start(String name, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> variables = new TreeMap<>(more);
    variables.put("PORT", "0");
    variables.put("CHURN_HOME", folder.resolve(name).toString());
    ChurnServer server = ChurnServer.start(Settings.from(variables));
    Optional<String> operator = Optional.ofNullable(more.get("OPERATOR_KEY"));
    boolean succeeded =
        new Demo(
                server.url(),
                operator,
                ChurnServer.DEMO_ORGANIZATION.toString(),
                folder,
                today(),
                SIMULATED,
                System.out,
                false)
            .run();
    if (!succeeded) {
      throw new IllegalStateException("no model to ask");
    }
    Path own = Files.createDirectories(folder.resolve(name + "-wrk"));
    String headers = operator.isPresent() ? "[\"X-Api-Key\"] = \"" + newKey(server) + "\"" : "";
    return new Asked(server, new Wrk(own, bodies, CONNECTIONS, headers));
  }

  private static String newKey(ChurnServer server) throws IOException, InterruptedException {
    URI keys =
        URI.create(
            server.url()
                + "/api/v1/churn/v2/organizations/"
                + ChurnServer.DEMO_ORGANIZATION
                + "/api-keys");
    HttpRequest request =
        HttpRequest.newBuilder(keys)
            .header("Authorization", "Bearer " + OPERATOR_KEY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\": \"bench\", \"scopes\": [\"predict\"]}"))
            .build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return JsonMapper.builder().build().readTree(answer).path("key").asString();
  }

  private void ask(String name, Asked asked, int run) throws IOException, InterruptedException {
    Wrk.Seen seen = asked.wrk().ask(asked.url(), run < 0 ? WARM_UP_SECONDS : seconds);
    print(
        "run %d: %-22s %,.0f a second, p99 %.1f ms, %d errors",
        run + 1, name, seen.perSecond(), seen.p99Millis(), seen.errors());
    if (run >= 0) {
      perSecond.computeIfAbsent(name, key -> new double[runs])[run] = seen.perSecond();
    }
  }
}
