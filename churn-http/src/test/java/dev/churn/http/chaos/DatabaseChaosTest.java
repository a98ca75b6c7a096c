package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ChurnServer;
import dev.churn.http.Scenario;
import dev.churn.http.chaos.Api.Answer;
import dev.churn.http.chaos.TcpProxy.Weather;
import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is away, silent, slow, full or cut off while callers go on. */
final class DatabaseChaosTest {
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 60);

  /** A call waits for a connection for 10 s and for its answer for 60 s at most. */
  private static final int PATIENCE = 80;

  private static final String CSV = Scenario.history(40, 1);

  @TempDir Path folder;

  @Test
  void a_database_that_is_away_costs_no_accepted_work() throws Exception {
    withProxy(Weather.AWAY);
  }

  @Test
  void a_frozen_database_costs_no_accepted_work() throws Exception {
    withProxy(Weather.FROZEN);
  }

  @Test
  void a_slow_database_costs_no_accepted_work() throws Exception {
    withProxy(Weather.SLOW);
  }

  @Test
  void cut_connections_cost_no_accepted_work() throws Exception {
    withProxy(Weather.CUTTING);
  }

  @Test
  void a_database_that_takes_no_more_connections_costs_no_accepted_work() throws Exception {
    try (var lab = new Lab(folder);
        Lab.World world = lab.newWorld();
        var server = world.start()) {
      List<Connection> taken = new ArrayList<>();
      try {
        play(
            "no connection left",
            world,
            server,
            () -> taken.addAll(takeAll(world)),
            () -> {
              for (Connection connection : taken) {
                connection.close();
              }
            });
      } finally {
        for (Connection connection : taken) {
          connection.close();
        }
      }
    }
  }

  private static List<Connection> takeAll(Lab.World world) {
    List<Connection> taken = new ArrayList<>();
    URI uri = URI.create(world.variables().get("DATABASE_URL"));
    String[] user = uri.getUserInfo().split(":", -1);
    try {
      while (true) {
        taken.add(
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
                user[0],
                user[1]));
      }
    } catch (SQLException e) {
      return taken; // too many clients
    }
  }

  private void withProxy(Weather weather) throws Exception {
    try (var lab = new Lab(folder);
        Lab.World world = lab.newWorld()) {
      Map<String, String> variables = new TreeMap<>(world.variables());
      URI database = URI.create(variables.get("DATABASE_URL"));
      try (var proxy = new TcpProxy(database.getPort(), 1)) {
        variables.put(
            "DATABASE_URL",
            database.toString().replace(":" + database.getPort() + "/", ":" + proxy.port() + "/"));
        try (var server = ChurnServer.start(Settings.from(variables))) {
          play(
              weather.toString().toLowerCase(Locale.ROOT),
              world,
              server,
              () -> proxy.set(weather),
              () -> proxy.set(Weather.FINE));
        }
      }
    }
  }

  /** Something that begins or ends a fault. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException, SQLException;
  }

  private void play(String name, Lab.World world, ChurnServer server, Change begin, Change end)
      throws Exception {
    var api = new Api(server.url(), Api.newOrganization(server.url(), "{\"name\": \"Test\"}"));
    String first = accept(api, api.upload("/upload-dataset", CSV));
    byte[] expected = table(api, first);
    Map<Integer, Integer> answers = new TreeMap<>();
    List<String> accepted = new ArrayList<>();
    double slowest = 0;
    begin.make();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < deadline) {
      long before = System.nanoTime();
      Answer uploaded = api.upload("/upload-dataset", CSV);
      answers.merge(uploaded.status(), 1, Integer::sum);
      if (uploaded.isSuccess()) {
        String dataset = uploaded.json().path("dataset_id").asString();
        Answer started = api.post("/datasets/" + dataset + "/process-features");
        answers.merge(started.status(), 1, Integer::sum);
        if (started.isSuccess()) {
          accepted.add(dataset);
        }
      }
      Answer list = api.get("/datasets");
      answers.merge(list.status(), 1, Integer::sum);
      slowest = Math.max(slowest, (System.nanoTime() - before) / 1e9);
      for (Answer answer : List.of(uploaded, list)) {
        if (!answer.isSuccess()) {
          assertThat(answer.json().path("detail").asString()).isNotBlank();
        }
      }
      Api.pause(200);
    }
    end.make();
    double recovered = State.awaitQuiet(world, PATIENCE);
    System.out.printf(
        Locale.ROOT,
        "| %s for %d s | answers %s | slowest round %.1f s | %d accepted | all done %.1f s after"
            + " |%n",
        name,
        SECONDS,
        answers,
        slowest,
        accepted.size(),
        recovered);
    assertThat(answers.keySet()).isSubsetOf(200, 429, 503);
    assertThat(slowest).isLessThan(3 * PATIENCE);
    for (String dataset : accepted) {
      assertThat(table(api, dataset)).as(dataset).isEqualTo(expected);
    }
    assertThat(State.orphans(world))
        .as("orphans")
        .hasSizeLessThanOrEqualTo(answers.getOrDefault(503, 0));
  }

  private static String accept(Api api, Answer uploaded) {
    String dataset = uploaded.ok().json().path("dataset_id").asString();
    Answer started = api.post("/datasets/" + dataset + "/process-features").ok();
    assertThat(api.awaitEnd(started.json().path("job_id").asString())).isEqualTo("completed");
    return dataset;
  }

  private static byte[] table(Api api, String dataset) {
    String features =
        api.get("/datasets/" + dataset).ok().json().path("features_dataset_id").asString();
    return api.download(api.get("/datasets/" + features).ok().json().path("file_url").asString());
  }
}
