package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Nothing of a customer is left after an erasure, and others are as before. */
@ExtendWith(RunningServer.Shared.class)
final class ErasureTest {
  private static final String ERASED = "Erika/Muster-77";
  private static final String PATH_OF_ERASED = "/customers/Erika%2FMuster-77";
  private static final Pattern TOKEN = Pattern.compile("\\bErika/Muster-77\\b");

  private final RunningServer server;
  private final Caller caller;
  private final String organization;
  private final String path;

  ErasureTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
    this.organization = server.newOrganization();
    this.path = Caller.PREFIX + organization;
  }

  @Test
  void other_customers_stay_though_their_rows_alone_would_be_refused() {
    String others = "B,2024-02-01,x\nB,2024-02-02,5\n";
    String csv = "customer_id,event_date,amount\n" + "A,2024-01-05,10\n".repeat(60) + others;
    String dataset = Scenario.upload(caller, organization, csv);

    JsonNode started = caller.delete(path + "/customers/A").accepted();
    Scenario.await(caller, organization, started.path("job_id").asString());

    JsonNode kept = caller.get(path + "/datasets/" + dataset).ok();
    assertThat(kept.path("row_count").asLong()).isEqualTo(2);
    assertThat(new String(caller.get(kept.path("file_url").asString()).bytes(), UTF_8))
        .isEqualTo("customer_id,event_date,amount\n" + others);
  }

  @Test
  void no_byte_of_the_id_is_left_in_tables_objects_and_answers() throws IOException, SQLException {
    String csv = Scenario.history(60, 3).replace("C-0007", ERASED);
    String dataset = Scenario.processed(caller, organization, csv);
    Scenario.train(caller, organization, "logistic_regression");
    JsonNode first =
        Scenario.awaitBatch(
            caller, organization, caller.post(path + "/datasets/" + dataset + "/score").accepted());
    JsonNode second =
        Scenario.awaitBatch(
            caller,
            organization,
            caller
                .postForm(path + "/predict-bulk", new Form().withFile("events.csv", gzip(csv)))
                .accepted());
    caller
        .postJson(
            path + "/predict",
            "{\"customer_id\": \"%s\", \"transactions\": [{\"event_date\": \"2024-06-15\"}]}"
                .formatted(ERASED))
        .ok();
    assertThat(found()).isNotEmpty();
    long others = customers(first) - 1;
    List<String> before = answers(first, second);

    Response answer = caller.delete(path + PATH_OF_ERASED);
    JsonNode started = answer.accepted();
    JsonNode job = Scenario.await(caller, organization, started.path("job_id").asString());
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");

    JsonNode receipt = caller.get(answer.header("Location")).ok();
    assertThat(receipt.path("status").asString()).isEqualTo("completed");
    for (String kind :
        List.of("raw_rows", "feature_rows", "input_rows", "output_rows", "prediction_rows")) {
      assertThat(receipt.path("counts").path(kind).asLong()).as(kind).isPositive();
    }
    assertThat(found()).isEmpty();
    assertThat(caller.get(path + PATH_OF_ERASED).problem(404).toString()).isNotEmpty();
    for (String text : answers(first, second)) {
      assertThat(TOKEN.matcher(text).find()).isFalse();
    }
    assertThat(customers(first)).isEqualTo(others);
    assertThat(customers(second)).isEqualTo(others);
    assertThat(ranks(first, "churn_probability")).isEqualTo(ranks(others));
    assertThat(ranks(first, "value_at_risk")).containsExactlyInAnyOrderElementsOf(ranks(others));
    assertThat(answers(first, second)).isNotEqualTo(before);
    assertThat(caller.get(path + "/prediction-customers?include=all").ok().path("total").asLong())
        .isEqualTo(others);
    for (JsonNode batch : List.of(first, second)) {
      String input = inputOf(batch);
      assertThat(TOKEN.matcher(new String(caller.get(input).bytes(), UTF_8)).find()).isFalse();
    }
    String url = caller.get(path + "/datasets/" + dataset).ok().path("file_url").asString();
    assertThat(new String(caller.get(url).bytes(), UTF_8))
        .isEqualTo(
            csv.lines().filter(l -> !l.startsWith(ERASED)).reduce("", (a, b) -> a + b + "\n"));
    assertThat(
            caller
                .get(path + "/audit?action=customer.erase")
                .ok()
                .path("entries")
                .get(0)
                .path("subject_id")
                .asString())
        .isEqualTo(started.path("customer_hash").asString());
    // what follows still works
    Scenario.awaitBatch(
        caller, organization, caller.post(path + "/datasets/" + dataset + "/score").accepted());
    assertThat(
            Scenario.train(caller, organization, "logistic_regression").path("status").asString())
        .isEqualTo("completed");
    String table = inputOf(first);
    String uploaded = inputOf(second);
    assertThat(caller.delete(path + "/datasets/" + dataset).status()).isEqualTo(204);
    assertThat(inputOf(first)).isEqualTo(table);
    caller.get(table).problem(404);
    assertThat(caller.get(uploaded).bytes()).isNotEmpty();
  }

  private String inputOf(JsonNode batch) {
    return caller
        .get(path + "/prediction-batches/" + batch.path("batch_id").asString())
        .ok()
        .path("input_file_url")
        .asString();
  }

  @Test
  void targets_are_reached_too() throws IOException, SQLException {
    String csv = Scenario.history(60, 3).replace("C-0007", ERASED);
    String targets = "/api/v1/organizations/" + organization + "/targets";
    for (String name : List.of("silent-14", "silent-60")) {
      assertThat(
              caller
                  .postJson(
                      targets,
                      "{\"name\": \"%s\", \"churn_threshold_days\": %s, \"activation\": \"by_hand\"}"
                          .formatted(name, name.substring(7)))
                  .status())
          .isEqualTo(201);
    }
    String dataset = Scenario.upload(caller, organization, csv);
    for (String target : List.of("?target=silent-14", "?target=silent-60")) {
      String and = target + "&";
      done(caller.post(path + "/datasets/" + dataset + "/process-features" + target).ok(), target);
      JsonNode training =
          caller.post(path + "/train" + and + "model_type=logistic_regression").ok();
      done(training, target);
      String model = training.path("model_id").asString();
      caller.post(path + "/models/" + model + "/activate" + target).ok();
      done(caller.post(path + "/datasets/" + dataset + "/score" + target).accepted(), target);
      caller
          .postJson(
              path + "/predict" + target,
              "{\"customer_id\": \"%s\", \"transactions\": [{\"event_date\": \"2024-06-15\"}]}"
                  .formatted(ERASED))
          .ok();
    }
    assertThat(found("org_")).isNotEmpty();

    Response answer = caller.delete(path + PATH_OF_ERASED);
    answer.accepted();
    JsonNode receipt = caller.get(answer.header("Location")).ok();
    for (int i = 0; i < 600 && receipt.path("status").asString().equals("running"); i++) {
      LockSupport.parkNanos(100_000_000);
      receipt = caller.get(answer.header("Location")).ok();
    }

    assertThat(receipt.path("status").asString()).as(receipt.toString()).isEqualTo("completed");
    assertThat(
            receipt
                .path("items")
                .valueStream()
                .filter(i -> i.path("kind").asString().equals("feature_rows")))
        .hasSize(2);
    assertThat(
            receipt
                .path("items")
                .valueStream()
                .filter(i -> i.path("kind").asString().equals("output_rows")))
        .hasSize(2);
    assertThat(
            receipt
                .path("items")
                .valueStream()
                .filter(i -> i.path("kind").asString().equals("raw_rows")))
        .hasSize(1);
    assertThat(found("org_")).isEmpty();
    done(
        caller.post(path + "/datasets/" + dataset + "/score?target=silent-14").accepted(),
        "?target=silent-14");
  }

  private void done(JsonNode started, String target) {
    String job = path + "/jobs/" + started.path("job_id").asString() + target;
    String status = "queued";
    for (int i = 0; i < 900 && List.of("queued", "running").contains(status); i++) {
      LockSupport.parkNanos(100_000_000);
      status = caller.get(job).ok().path("status").asString();
    }
    assertThat(status).isEqualTo("completed");
  }

  @Test
  void a_stranger_is_erased_with_an_empty_receipt() {
    Response answer = caller.delete(path + "/customers/nobody");
    Scenario.await(caller, organization, answer.accepted().path("job_id").asString());

    JsonNode receipt = caller.get(answer.header("Location")).ok();
    assertThat(receipt.path("status").asString()).isEqualTo("completed");
    assertThat(receipt.path("counts").isEmpty()).isTrue();
    caller.get(path + "/erasures/" + organization).problem(404);
    caller
        .get(answer.header("Location").replace(organization, server.newOrganization()))
        .problem(404);
  }

  @Test
  void a_deleted_dataset_leaves_a_receipt_of_its_rows_and_files() {
    String csv = Scenario.history(30, 1);
    String dataset = Scenario.processed(caller, organization, csv);
    JsonNode raw = caller.get(path + "/datasets/" + dataset).ok();
    String features = raw.path("features_dataset_id").asString();
    JsonNode table = caller.get(path + "/datasets/" + features).ok();

    Response answer = caller.delete(path + "/datasets/" + dataset);

    assertThat(answer.status()).isEqualTo(204);
    JsonNode receipt = caller.get(answer.header("Location")).ok();
    assertThat(receipt.path("subject").asString()).isEqualTo("dataset");
    assertThat(receipt.path("dataset_id").asString()).isEqualTo(dataset);
    assertThat(receipt.path("organization_id").asString()).isEqualTo(organization);
    assertThat(receipt.path("customer_hash").isNull()).isTrue();
    assertThat(receipt.path("status").asString()).isEqualTo("completed");
    JsonNode counts = receipt.path("counts");
    assertThat(counts.path("datasets").asLong()).isEqualTo(1);
    assertThat(counts.path("raw_rows").asLong()).isEqualTo(csv.lines().count() - 1);
    assertThat(counts.path("feature_tables").asLong()).isEqualTo(1);
    assertThat(counts.path("feature_rows").asLong()).isEqualTo(table.path("row_count").asLong());
    assertThat(counts.path("objects").asLong()).isEqualTo(2);
    assertThat(counts.path("object_bytes").asLong())
        .isEqualTo(raw.path("file_size").asLong() + table.path("file_size").asLong());
    JsonNode list = caller.get(path + "/erasures?limit=1").ok();
    assertThat(list.path("total").asLong()).isEqualTo(1);
    assertThat(list.path("erasures").get(0)).isEqualTo(receipt);
    caller.get(path + "/erasures?since=1").problem(400);
    caller.get(path + "/erasures/nothing").problem(400);
    caller.get("/api/v1/erasures/" + receipt.path("erasure_id").asString()).problem(404);
    caller.get(Caller.PREFIX + dataset + "/erasures").problem(404);
  }

  @Test
  void a_deleted_organization_leaves_a_receipt_to_the_operator() {
    String dataset = Scenario.processed(caller, organization, Scenario.history(30, 1));
    caller.delete(path + "/datasets/" + dataset);
    Scenario.upload(caller, organization, Scenario.history(30, 1));

    Response answer = caller.delete("/api/v1/organizations/" + organization);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Location")).startsWith("/api/v1/erasures/");
    JsonNode receipt = caller.get(answer.header("Location")).ok();
    assertThat(receipt.path("subject").asString()).isEqualTo("organization");
    assertThat(receipt.path("organization_id").asString()).isEqualTo(organization);
    assertThat(receipt.path("dataset_id").isNull()).isTrue();
    assertThat(receipt.path("status").asString()).isEqualTo("completed");
    JsonNode counts = receipt.path("counts");
    assertThat(counts.path("datasets").asLong()).isEqualTo(1);
    assertThat(counts.path("jobs").asLong()).as("processed and judged").isEqualTo(2);
    assertThat(counts.path("erasures").asLong()).isEqualTo(1);
    assertThat(counts.path("objects").asLong()).isEqualTo(1);
    assertThat(
            caller.get("/api/v1/erasures?limit=1000").ok().path("erasures").valueStream().toList())
        .contains(receipt);
    caller.get(path + "/erasures").problem(404);
    caller.get("/api/v1/erasures/" + organization).problem(404);
  }

  private long customers(JsonNode batch) {
    return caller
        .get(path + "/prediction-batches/" + batch.path("batch_id").asString())
        .ok()
        .path("total_customers")
        .asLong();
  }

  private List<Long> ranks(JsonNode batch, String sort) {
    return caller
        .get(
            path
                + "/prediction-batches/"
                + batch.path("batch_id").asString()
                + "/predictions?limit=1000&include=all&sort="
                + sort)
        .ok()
        .path("predictions")
        .valueStream()
        .map(prediction -> prediction.path("rank").asLong())
        .toList();
  }

  private static List<Long> ranks(long last) {
    List<Long> ranks = new ArrayList<>();
    for (long rank = 1; rank <= last; rank++) {
      ranks.add(rank);
    }
    return ranks;
  }

  private List<String> answers(JsonNode... batches) {
    List<String> paths =
        new ArrayList<>(List.of("/datasets", "/prediction-customers?limit=1000&include=all"));
    for (JsonNode batch : batches) {
      String id = batch.path("batch_id").asString();
      paths.add("/prediction-batches/" + id);
      paths.add("/prediction-batches/" + id + "/predictions?limit=1000&include=all");
    }
    paths.addAll(List.of("/prediction-batches", "/monitoring", "/models", "/audit"));
    return paths.stream().map(p -> caller.get(path + p).ok().toString()).toList();
  }

  /** {@return the tables and objects with the id} */
  private List<String> found() throws IOException, SQLException {
    return found(organization);
  }

  /** {@return the tables with the id, and objects in whose path is a text} */
  private List<String> found(String folder) throws IOException, SQLException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(server.home().resolve("storage"))) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> f.toString().contains(folder)).toList()) {
        String text = new String(unpacked(Files.readAllBytes(file)), UTF_8);
        // the pattern alone takes much longer for the files of all tests
        if (text.contains(ERASED) && TOKEN.matcher(text).find()) {
          found.add(file.toString());
        }
      }
    }
    Path postgres = server.home().resolve("postgres");
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/postgres"
                    .formatted(Files.readString(postgres.resolve("port")).strip()),
                "churn",
                Files.readString(postgres.resolve("password")).strip());
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "select table_name from information_schema.tables"
                  + " where table_schema = current_schema() and table_type = 'BASE TABLE'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet rows =
            statement.executeQuery(
                "select count(*) from \"%s\" t where position('%s' in cast(t as text)) > 0"
                    .formatted(table, ERASED))) {
          rows.next();
          if (rows.getLong(1) > 0) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }

  private static byte[] unpacked(byte[] file) throws IOException {
    boolean isPacked = file.length > 2 && (file[0] & 0xFF) == 0x1F && (file[1] & 0xFF) == 0x8B;
    return isPacked ? new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes() : file;
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
