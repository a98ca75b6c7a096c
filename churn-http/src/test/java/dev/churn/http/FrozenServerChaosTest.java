package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two servers of one database, one of which hangs without dying while it runs a job. */
@DisabledOnOs(OS.WINDOWS)
final class FrozenServerChaosTest {
  @TempDir Path folder;

  @Test
  void the_jobs_of_a_server_that_hangs_complete_elsewhere_and_stay_as_they_are_when_it_wakes_up()
      throws Exception {
    Files.createDirectories(folder.resolve("home"));
    try (LocalPostgres database = LocalPostgres.start(folder.resolve("database"))) {
      Map<String, String> environment =
          Map.of(
              "PORT", "0",
              "CHURN_HOME", folder.resolve("home").toString(),
              "DATABASE_URL", database.url());
      try (var first = ServerProcess.start(folder, environment, "serve");
          var second = ServerProcess.start(folder, environment, "serve")) {
        var caller = new Caller(first.awaitUrl());
        var other = new Caller(second.awaitUrl());
        String organization = Scenario.newOrganization(caller);
        Scenario.processed(caller, organization, Scenario.history(300, 1));
        String path = Caller.PREFIX + organization;
        String large = Scenario.upload(caller, organization, Scenario.history(20_000, 2));

        second.signal("STOP"); // so that the first runs the job
        String job =
            caller
                .post(path + "/datasets/" + large + "/process-features")
                .ok()
                .path("job_id")
                .asString();
        await(() -> caller.get(path + "/jobs/" + job).text().contains("\"running\""));
        first.signal("STOP");
        second.signal("CONT");
        long frozen = System.nanoTime();
        await(
            () -> number(database, "select attempt_token from jobs where id = '" + job + "'") > 1);
        Duration takeover = Duration.ofNanos(System.nanoTime() - frozen);
        assertThat(Scenario.await(other, organization, job).path("status").asString())
            .isEqualTo("completed");
        System.out.printf("taken over after %d ms%n", takeover.toMillis());
        assertThat(takeover).isLessThan(Duration.ofSeconds(20));
        await(() -> number(database, "select count(*) from jobs where finished_at is null") == 0);
        String rows = rows(database);
        Map<String, String> files = files();

        first.signal("CONT");
        await(() -> caller.get("/health/ready").status() == 200);
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());

        assertThat(rows(database)).isEqualTo(rows);
        assertThat(files()).containsAllEntriesOf(files);
        assertThat(number(database, "select attempt_token from jobs where id = '" + job + "'"))
            .isEqualTo(2);
        Scenario.processed(caller, organization, Scenario.history(50, 3)); // it works again
      }
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static String rows(LocalPostgres database) {
    return text(
        database,
        """
        select concat(
          (select json_agg(d order by d.id) from datasets d),
          (select json_agg(j order by j.id) from jobs j))
        """);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder.resolve("home/storage"))) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Digests.sha256(Content.of(Files.readAllBytes(file))));
      }
    }
    return files;
  }

  private static long number(LocalPostgres database, String sql) {
    return Long.parseLong(text(database, sql));
  }

  private static String text(LocalPostgres database, String sql) {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
