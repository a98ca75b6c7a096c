package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The program as its user sees it: exit codes, signals, and what is left after a kill. */
final class ServerProcessTest {
  @TempDir Path folder;

  private Map<String, String> environment() {
    return Map.of("PORT", "0", "CHURN_HOME", folder.resolve("home").toString());
  }

  @Test
  void help_and_version_are_told() throws IOException, InterruptedException {
    try (var help = ServerProcess.start(folder, Map.of(), "--help");
        var version = ServerProcess.start(folder, Map.of(), "--version")) {
      assertThat(help.output()).contains("serve").contains("demo").contains("CHURN_HOME");
      assertThat(version.output()).startsWith("churn-http ");
      assertThat(help.awaitEnd()).isZero();
      assertThat(version.awaitEnd()).isZero();
    }
  }

  @Test
  void wrong_settings_from_environment_and_file_are_told_together()
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve(".env"), "PORT=http\nSUPABASE_URL=nonsense\n");

    try (var server =
        ServerProcess.start(
            folder, Map.of("SUPABASE_URL", "https://x.test", "DATABASE_URL", "sesame"))) {
      assertThat(server.awaitEnd()).isEqualTo(2);
      assertThat(server.errors())
          .contains("PORT: ")
          .contains("DATABASE_URL: ")
          .contains("SUPABASE_SECRET_KEY: ")
          .doesNotContain("SUPABASE_URL: ") // the environment comes first
          .doesNotContain("sesame")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_that_is_taken_is_told_without_a_stack_trace()
      throws IOException, InterruptedException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var server =
            ServerProcess.start(
                folder, environment(), "serve", "--port", "" + taken.getLocalPort())) {
      assertThat(server.awaitEnd()).isEqualTo(2);
      assertThat(server.errors())
          .contains("127.0.0.1:" + taken.getLocalPort())
          .doesNotContain("\tat ");
      assertThat(folder.resolve("home/postgres")).doesNotExist();
    }
  }

  @Test
  void accepted_jobs_complete_after_a_kill_half_an_upload_is_gone_and_a_polite_end_leaves_nothing()
      throws IOException, InterruptedException {
    String organization;
    String dataset;
    String processing;
    String training;
    Instant killed;
    String large = Scenario.history(8_000, 2); // not done before the server is killed
    PreparedHome.copyTo(folder.resolve("home"));
    try (var first = ServerProcess.start(folder, environment(), "serve")) {
      String url = first.awaitUrl();
      var caller = new Caller(url);
      organization = Scenario.newOrganization(caller);
      Scenario.processed(caller, organization, Scenario.history(100, 1));
      dataset = Scenario.upload(caller, organization, large);
      String path = Caller.PREFIX + organization;
      try (Socket upload = halfAnUpload(url, organization)) {
        assertThat(upload.isConnected()).isTrue();
        training =
            caller.post(path + "/train?model_type=random_forest").ok().path("job_id").asString();
        processing =
            caller
                .post(path + "/datasets/" + dataset + "/process-features")
                .ok()
                .path("job_id")
                .asString();
        awaitRunning(caller, path + "/jobs/" + processing);
        first.kill();
        killed = Instant.now();
      }
    }
    Path leftover = Files.createDirectories(folder.resolve("home/tmp/dead"));
    Files.createFile(folder.resolve("home/tmp/dead.lock"));

    try (var second = ServerProcess.start(folder, environment(), "serve")) {
      var caller = new Caller(second.awaitUrl());
      String path = Caller.PREFIX + organization;

      for (String job : new String[] {processing, training}) {
        JsonNode ended = Scenario.await(caller, organization, job);
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("completed");
      }
      JsonNode interrupted = caller.get(path + "/jobs/" + processing).ok();
      assertThat(time(interrupted, "started_at")).isBefore(killed);
      assertThat(time(interrupted, "finished_at")).isAfter(killed);
      JsonNode datasets = caller.get(path + "/datasets").ok();
      assertThat(datasets.path("total").asLong()).isEqualTo(4); // two raw, one table each
      assertThat(caller.get(path + "/models").ok().path("total").asLong()).isEqualTo(1);
      assertThat(leftover).doesNotExist();
      try (var folders = Files.list(folder.resolve("home/tmp"))) {
        assertThat(folders).hasSize(2); // this server's own folder and its lock, not those before
      }
      String again = Scenario.processed(caller, organization, large);
      assertThat(featuresOf(caller, path, dataset)).isEqualTo(featuresOf(caller, path, again));
      second.terminate();
      assertThat(second.awaitEnd()).isEqualTo(143); // 128 + SIGTERM
      assertThat(second.errors()).doesNotContain("\"level\":\"ERROR\"");
    }
    assertThat(folder.resolve("home/tmp")).isEmptyDirectory();
    try (var files = Files.walk(folder.resolve("home/postgres"))) {
      assertThat(files.filter(file -> file.endsWith("postmaster.pid"))).isEmpty();
    }
  }

  @Test
  void a_deletion_that_a_kill_cuts_off_is_finished_by_the_next_server() throws Exception {
    String kept;
    String deleted;
    PreparedHome.copyTo(folder.resolve("home"));
    try (var first = ServerProcess.start(folder, environment(), "serve")) {
      var caller = new Caller(first.awaitUrl());
      kept = Scenario.newOrganization(caller);
      deleted = Scenario.newOrganization(caller);
      for (String organization : List.of(kept, deleted)) {
        Scenario.processed(caller, organization, Scenario.history(50, 1));
      }
      try (Connection blocking = database();
          Statement statement = blocking.createStatement()) {
        blocking.setAutoCommit(false);
        statement.execute("lock table datasets in share mode"); // the deletion comes no further
        var deletion = CompletableFuture.runAsync(() -> delete(caller, deleted));
        String begun =
            "select count(*) from organizations where deletion_began_at is not null"
                + " and exists (select from pg_stat_activity where wait_event_type = 'Lock')";
        await(() -> number(begun) == 1);
        first.kill();
        assertThat(deletion).failsWithin(Duration.ofSeconds(10));
        assertThat(rowsOf(deleted)).isPositive();
      }
      assertThat(objectsOf(kept)).isPositive();
    }

    try (var second = ServerProcess.start(folder, environment(), "serve")) {
      var caller = new Caller(second.awaitUrl());
      await(() -> rowsOf(deleted) == 0);

      assertThat(objectsOf(deleted)).isZero();
      assertThat(rowsOf(kept)).isEqualTo(3); // itself, its file and its table
      assertThat(objectsOf(kept)).isPositive();
      assertThat(caller.get("/api/v1/organizations/" + kept).status()).isEqualTo(200);
      assertThat(caller.get("/api/v1/organizations/" + deleted).status()).isEqualTo(404);
    }
  }

  private static void delete(Caller caller, String organization) {
    // refused while a job runs
    await(() -> caller.delete("/api/v1/organizations/" + organization).status() != 409);
  }

  private long rowsOf(String organization) {
    return number(
        """
        select (select count(*) from organizations where id = '%1$s')
          + (select count(*) from datasets where organization_id = '%1$s')
        """
            .formatted(organization));
  }

  private long objectsOf(String organization) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/storage"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains(organization))
          .count();
    }
  }

  /** {@return a connection to the database of the server, which outlives a killed one} */
  private Connection database() throws IOException, SQLException {
    Path postgres = folder.resolve("home/postgres");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%s/postgres"
            .formatted(Files.readString(postgres.resolve("port")).strip()),
        "churn",
        Files.readString(postgres.resolve("password")).strip());
  }

  private long number(String sql) {
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static void awaitRunning(Caller caller, String job) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!caller.get(job).ok().path("status").asString().equals("running")) {
      assertThat(System.nanoTime()).as("seen running: %s", job).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private static Instant time(JsonNode job, String field) {
    return Instant.parse(job.path(field).asString());
  }

  /** Sends the beginning of a form and waits until some of its file lies on the server's disk. */
  private Socket halfAnUpload(String url, String organization) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    String head =
        """
        POST %s%s/upload-dataset HTTP/1.1
        Host: localhost
        Content-Type: multipart/form-data; boundary=b
        Content-Length: 1000000

        --b
        Content-Disposition: form-data; name="file"; filename="half.csv"

        customer_id,event_date
        """
            .formatted(Caller.PREFIX, organization)
            .replace("\n", "\r\n");
    String rows = "C-1,2024-01-15\r\n".repeat(10_000);
    socket.getOutputStream().write((head + rows).getBytes(StandardCharsets.US_ASCII));
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (uploadedBytes() < 50_000) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return socket;
  }

  private long uploadedBytes() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/tmp"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("upload-"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static String featuresOf(Caller caller, String path, String raw) {
    String features =
        caller.get(path + "/datasets/" + raw).ok().path("features_dataset_id").asString();
    String url = caller.get(path + "/datasets/" + features).ok().path("file_url").asString();
    return caller.get(url).text();
  }
}
