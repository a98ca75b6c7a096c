package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.http.Caller.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Many customers scored at once, both ways in. */
@ExtendWith(RunningServer.Shared.class)
final class PredictionBatchesTest {
  private static final String CSV = Scenario.history(60, 3);

  /** More than receive reasons. */
  private static final String LARGE = Scenario.history(160, 3);

  private static final int CUSTOMERS = customersOf(CSV);

  private final RunningServer server;
  private final Caller caller;
  private final String organization;
  private final String path;

  PredictionBatchesTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
    this.organization = server.newOrganization();
    this.path = Caller.PREFIX + organization;
  }

  private static int customersOf(String csv) {
    return (int)
        csv.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).distinct().count();
  }

  private String trained() {
    return trained(CSV);
  }

  private String trained(String csv) {
    String dataset = Scenario.processed(caller, organization, csv);
    assertThat(
            Scenario.train(caller, organization, "logistic_regression").path("status").asString())
        .isEqualTo("completed");
    return dataset;
  }

  private JsonNode score(String dataset) {
    return Scenario.awaitBatch(
        caller, organization, caller.post(path + "/datasets/" + dataset + "/score").accepted());
  }

  private JsonNode bulk(Form form) {
    return Scenario.awaitBatch(
        caller, organization, caller.postForm(path + "/predict-bulk", form).accepted());
  }

  private List<JsonNode> predictions(JsonNode batch) {
    List<JsonNode> all = new ArrayList<>(predictions(batch, "?limit=1000"));
    all.addAll(predictions(batch, "?limit=1000&include=lapsed"));
    return all;
  }

  private List<JsonNode> predictions(JsonNode batch, String page) {
    return caller
        .get(
            path
                + "/prediction-batches/"
                + batch.path("batch_id").asString()
                + "/predictions"
                + page)
        .ok()
        .path("predictions")
        .valueStream()
        .toList();
  }

  /** {@return what the single call says of each customer of a history, by id} */
  private Map<String, JsonNode> single(String csv, String asOf) {
    Map<String, List<String>> events = new LinkedHashMap<>();
    csv.lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            cells ->
                events
                    .computeIfAbsent(cells[0], id -> new ArrayList<>())
                    .add(
                        "{\"event_date\": \"%s\", \"amount\": %s, \"event_type\": \"%s\"}"
                            .formatted(cells[1], cells[2], cells[3])));
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    events.forEach(
        (id, rows) ->
            answers.put(
                id,
                caller
                    .postJson(
                        path + "/predict?explain=true",
                        "{\"customer_id\": \"%s\", \"as_of\": \"%s\", \"transactions\": [%s]}"
                            .formatted(id, asOf, String.join(",", rows)))
                    .ok()));
    return answers;
  }

  private static void assertEqualsSingle(List<JsonNode> predictions, Map<String, JsonNode> single) {
    assertThat(predictions).hasSameSizeAs(single.keySet());
    for (JsonNode prediction : predictions) {
      JsonNode answer = single.get(prediction.path("customer_id").asString());
      for (String field :
          List.of(
              "churn_probability",
              "risk_segment",
              "as_of",
              "customer_state",
              "days_silent",
              "model_id",
              "model_version")) {
        assertThat(prediction.path(field)).as(field).isEqualTo(answer.path(field));
      }
    }
  }

  @Test
  void everybody_in_a_dataset_is_scored_as_the_single_call_does() {
    int customers = customersOf(LARGE);
    String dataset = trained(LARGE);
    JsonNode raw = caller.get(path + "/datasets/" + dataset).ok();
    String lastDay = raw.path("last_event_date").asString();

    Response answer =
        caller.post(path + "/datasets/" + dataset + "/score?batch_name=June%20%26%20all");
    JsonNode started = answer.accepted();
    assertThat(started.path("status").asString()).isEqualTo("queued");
    assertThat(started.path("total_customers").asLong()).isPositive();
    assertThat(started.path("success").asBoolean()).isTrue();
    assertThat(answer.header("Location"))
        .isEqualTo(path + "/prediction-batches/" + started.path("batch_id").asString());
    JsonNode batch = Scenario.awaitBatch(caller, organization, started);

    assertThat(batch.path("status").asString()).as(batch.toString()).isEqualTo("completed");
    assertThat(batch.path("batch_name").asString()).isEqualTo("June & all");
    assertThat(batch.path("as_of").asString()).isEqualTo(lastDay);
    assertThat(batch.path("source").asString()).isEqualTo("dataset");
    assertThat(batch.path("dataset_id")).isEqualTo(raw.path("features_dataset_id"));
    assertThat(batch.path("total_customers").asLong()).isEqualTo(customers);
    assertThat(batch.path("predictions_generated").asLong()).isEqualTo(customers);
    assertThat(batch.path("error_message").isNull()).isTrue();
    List<JsonNode> all = predictions(batch);
    Map<String, JsonNode> single = single(LARGE, lastDay);
    assertEqualsSingle(all, single);
    assertStates(batch, all);
    assertFile(batch, all);
    assertReasons(all, single);
    for (JsonNode row : all) {
      assertThat(row.path("segment")).isEqualTo(row.path("risk_segment"));
      assertThat(row.path("predicted_at")).isEqualTo(batch.path("completed_at"));
      assertThat(row.path("batch_name")).isEqualTo(batch.path("batch_name"));
      assertThat(row.path("recommendations").path(0).asString()).isNotBlank();
    }
  }

  private void assertStates(JsonNode batch, List<JsonNode> all) {
    List<JsonNode> active = predictions(batch, "?limit=1000&include=active");
    List<JsonNode> lapsed = all.subList(active.size(), all.size());
    assertThat(active).isNotEmpty().allSatisfy(row -> assertState(row, "active"));
    assertThat(lapsed).isNotEmpty().allSatisfy(row -> assertState(row, "lapsed"));
    assertSorted(active);
    assertSorted(lapsed);
    assertSummary(batch, active);
    String url = path + "/prediction-batches/" + batch.path("batch_id").asString();
    assertSummary(caller.get(url + "?include=lapsed").ok(), lapsed);
    assertSummary(caller.get(url + "?include=all").ok(), all);
    assertThat(batch.path("active_total").asInt()).isEqualTo(active.size());
    assertThat(batch.path("lapsed_total").asInt()).isEqualTo(lapsed.size());
    assertThat(batch.path("active_window_days").asInt()).isEqualTo(90);
    List<JsonNode> everyone = predictions(batch, "?limit=1000&include=all");
    assertSorted(everyone);
    assertThat(everyone).extracting(row -> row.path("rank").asInt()).startsWith(1, 2, 3);
    JsonNode list = caller.get(path + "/prediction-customers?limit=1&include=lapsed").ok();
    assertThat(list.path("total").asInt()).isEqualTo(lapsed.size());
    assertThat(list.path("active_total").asInt()).isEqualTo(active.size());
    assertThat(list.path("lapsed_total").asInt()).isEqualTo(lapsed.size());
    assertThat(list.path("customers").get(0)).isEqualTo(lapsed.get(0));
    assertThat(caller.get(url + "?include=everyone").wrongFields(400)).containsExactly("include");
  }

  private static void assertState(JsonNode row, String state) {
    assertThat(row.path("customer_state").asString()).isEqualTo(state);
    assertThat(row.path("days_silent").asInt() < 90).isEqualTo(state.equals("active"));
  }

  /** The first hundred have the single call's reasons, and the day of the next segment. */
  private static void assertReasons(List<JsonNode> predictions, Map<String, JsonNode> single) {
    int crossings = 0;
    for (JsonNode prediction : predictions) {
      List<String> expected = new ArrayList<>();
      if (prediction.path("rank").asInt() <= 100) {
        JsonNode answer = single.get(prediction.path("customer_id").asString());
        answer
            .path("explanation")
            .path("reasons")
            .forEach(reason -> expected.add(reason.path("text").asString()));
        if (!answer.path("crossing_date").isNull()) {
          crossings++;
          expected.add(
              "if still silent, %s from %s on"
                  .formatted(
                      answer.path("crossing_segment").asString(),
                      answer.path("crossing_date").asString()));
        }
      }
      List<String> found = new ArrayList<>();
      prediction.path("reasons").forEach(reason -> found.add(reason.asString()));
      assertThat(found).isEqualTo(expected);
    }
    assertThat(crossings).isPositive();
  }

  private static void assertSorted(List<JsonNode> predictions) {
    assertThat(predictions)
        .isSortedAccordingTo(
            Comparator.comparingDouble((JsonNode p) -> -p.path("value_at_risk").asDouble())
                .thenComparing(p -> -p.path("churn_probability").asDouble())
                .thenComparing(
                    p -> p.path("customer_id").asString().getBytes(UTF_8),
                    Arrays::compareUnsigned));
  }

  private static void assertSummary(JsonNode batch, List<JsonNode> predictions) {
    for (String segment : List.of("Low", "Medium", "High", "Critical")) {
      assertThat(batch.path("risk_distribution").path(segment).asLong())
          .as(segment)
          .isEqualTo(
              predictions.stream()
                  .filter(p -> p.path("risk_segment").asString().equals(segment))
                  .count());
    }
    assertThat(batch.path("avg_churn_probability").asDouble())
        .isCloseTo(
            predictions.stream()
                .mapToDouble(p -> p.path("churn_probability").asDouble())
                .average()
                .orElseThrow(),
            within(1e-12));
  }

  private void assertFile(JsonNode batch, List<JsonNode> predictions) {
    String url = batch.path("output_file_url").asString();
    assertThat(url)
        .endsWith(
            "/utils/org_%s/predictions/predictions_%s.csv"
                .formatted(organization, batch.path("batch_id").asString()));
    List<String> lines = caller.get(url).text().lines().toList();
    assertThat(lines.get(0))
        .startsWith("customer_id,as_of,churn_probability,risk_segment,model_version,model_id")
        .contains(",customer_state,days_silent");
    int state = List.of(lines.get(0).split(",")).indexOf("customer_state");
    assertThat(lines.subList(1, lines.size()))
        .extracting(PredictionBatchesTest::cells)
        .extracting(
            cells -> {
              List<String> chosen = new ArrayList<>(cells.subList(0, 6));
              chosen.addAll(cells.subList(state, state + 2));
              return chosen;
            })
        .isEqualTo(
            predictions.stream()
                .map(
                    p ->
                        List.of(
                            p.path("customer_id").asString(),
                            p.path("as_of").asString(),
                            Double.toString(p.path("churn_probability").asDouble()),
                            p.path("risk_segment").asString(),
                            p.path("model_version").asString(),
                            p.path("model_id").asString(),
                            p.path("customer_state").asString(),
                            p.path("days_silent").asString()))
                .toList());
  }

  /** {@return the cells of a line, none of which contains a quote} */
  private static List<String> cells(String line) {
    return List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1));
  }

  @Test
  void a_model_of_another_dataset_scores_as_the_single_call_does() {
    trained();
    // other money and other activity: the table's features are not the model's
    String dear =
        Scenario.history(60, 8)
            .lines()
            .map(line -> line.replaceAll(",([0-9.]+),", ",9$1,"))
            .collect(Collectors.joining("\n", "", "\n"));
    String other =
        caller
            .upload(organization, Form.file(dear).with("activity_event_types", "purchase"))
            .ok()
            .path("dataset_id")
            .asString();
    String job =
        caller
            .post(path + "/datasets/" + other + "/process-features")
            .ok()
            .path("job_id")
            .asString();
    Scenario.await(caller, organization, job);

    JsonNode batch = score(other);
    assertThat(batch.path("status").asString()).as(batch.toString()).isEqualTo("completed");
    assertEqualsSingle(predictions(batch), single(dear, batch.path("as_of").asString()));
  }

  @Test
  void the_customers_of_a_file_are_scored_as_the_single_call_does() throws IOException {
    trained();
    String csv = Scenario.history(60, 12);
    String asOf = "2024-07-15";
    String german =
        csv.replace("customer_id", "Kundennr") + ",2024-01-01,5,login\nC-0001,someday,5,login\n";

    Response answer =
        caller.postForm(
            path + "/predict-bulk?as_of=" + asOf,
            new Form()
                .withFile("kunden.csv", gzip(german))
                .with("columns", "{\"customer_id\": \"Kundennr\"}"));
    JsonNode started = answer.accepted();
    assertThat(started.path("rejected_row_count").asLong()).isEqualTo(2);
    assertThat(started.path("validation").path("rejected").size()).isEqualTo(2);
    JsonNode batch = Scenario.awaitBatch(caller, organization, started);

    assertThat(batch.path("batch_name").asString()).isEqualTo("kunden.csv, as of 2024-07-15");
    assertThat(batch.path("source").asString()).isEqualTo("file");
    assertThat(batch.path("rejected_row_count").asLong()).isEqualTo(2);
    assertThat(batch.path("total_customers").asLong()).isEqualTo(customersOf(csv));
    assertThat(caller.get(batch.path("input_file_url").asString()).bytes()).isEqualTo(gzip(german));
    List<JsonNode> all = predictions(batch);
    assertEqualsSingle(all, single(csv, asOf));
    assertFile(batch, all);
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void a_file_is_scored_at_its_last_day_unless_it_says_otherwise() {
    trained();
    JsonNode batch = bulk(Form.file("customer_id,event_date\nC-1,2024-06-01\nC-2,2024-05-01\n"));

    assertThat(batch.path("as_of").asString()).isEqualTo("2024-06-01");
    assertThat(
            predictions(
                bulk(
                    Form.file("customer_id,event_date\nC-1,2024-06-01\nC-2,2024-05-01\n")
                        .with("as_of", "2024-05-15")
                        .with("batch_name", "May"))))
        .extracting(p -> p.path("customer_id").asString())
        .containsExactly("C-2");
  }

  @Test
  void ids_of_any_kind_come_back_as_they_were() {
    trained();
    List<String> ids =
        List.of("a b", "a,b", "say \"hi\"", "two\nlines", "=1+1", "客户 😀", "x".repeat(256), "\\N");
    var csv = new StringBuilder("customer_id,event_date,amount\n");
    ids.forEach(id -> csv.append('"').append(id.replace("\"", "\"\"")).append("\",2024-06-01,5\n"));

    // \N is a customer here, and no word for a missing value
    JsonNode batch =
        bulk(Form.file(csv.toString()).with("as_of", "2024-06-30").with("missing_values", "[]"));
    assertThat(predictions(batch))
        .extracting(p -> p.path("customer_id").asString())
        .containsExactlyInAnyOrderElementsOf(ids);
    String url = batch.path("output_file_url").asString();
    assertThat(caller.get(url).text()).contains("\n'=1+1,").doesNotContain("\n=1+1,");
    String file = caller.get(url + "?raw=true").text();
    assertThat(file)
        .contains("\na b,2024-06-30,")
        .contains("\n\"a,b\",")
        .contains("\n\"say \"\"hi\"\"\",")
        .contains("\n\"two\nlines\",")
        .contains("\n=1+1,")
        .contains("\n客户 😀,")
        .contains("\n\\N,");
    // what is written is read by the program's own reader, too
    assertThat(
            bulk(Form.file(file)
                    .with("columns", "{\"event_date\": \"as_of\"}")
                    .with("missing_values", "[]"))
                .path("total_customers")
                .asLong())
        .isEqualTo(ids.size());
  }

  @Test
  void pages_follow_one_another_and_batches_are_listed_the_latest_first() {
    String dataset = trained();
    JsonNode first = score(dataset);
    JsonNode second = score(dataset);

    List<JsonNode> paged = new ArrayList<>();
    for (int offset = 0; offset < CUSTOMERS; offset += 25) {
      paged.addAll(predictions(first, "?include=all&limit=25&offset=" + offset));
    }
    assertThat(paged).isEqualTo(predictions(first, "?include=all&limit=1000"));
    assertThat(paged)
        .extracting(p -> p.path("rank").asInt())
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, CUSTOMERS).boxed().toList());
    assertThat(predictions(first, "?include=all&limit=1000&sort=churn_probability"))
        .extracting(p -> p.path("rank").asInt())
        .startsWith(1, 2)
        .endsWith(CUSTOMERS - 1, CUSTOMERS);
    assertThat(predictions(first, "?include=all&offset=" + CUSTOMERS)).isEmpty();
    assertThat(predictions(first, "?offset=9223372036854775807")).isEmpty();
    JsonNode list = caller.get(path + "/prediction-batches").ok();
    assertThat(list.path("total").asLong()).isEqualTo(2);
    assertThat(list.path("batches").path(0)).isEqualTo(second);
    assertThat(list.path("batches").path(1)).isEqualTo(first);
    assertThat(
            caller.get(path + "/prediction-batches?limit=1&offset=1").ok().path("batches").path(0))
        .isEqualTo(first);
  }

  @Test
  void the_same_customers_are_scored_alike_again() {
    String dataset = trained();
    JsonNode first = score(dataset);
    JsonNode second = score(dataset);
    String features =
        caller.get(path + "/datasets/" + dataset).ok().path("features_dataset_id").asString();
    JsonNode third = score(features);

    String file = caller.get(first.path("output_file_url").asString()).text();
    for (JsonNode other : List.of(second, third)) {
      assertThat(caller.get(other.path("output_file_url").asString()).text()).isEqualTo(file);
      assertThat(other.path("avg_churn_probability"))
          .isEqualTo(first.path("avg_churn_probability"));
    }
  }

  @Test
  void each_customer_is_listed_once_with_the_latest_prediction() {
    JsonNode dataset = score(trained());
    String asOf = "2024-07-20";
    JsonNode file = bulk(Form.file(Scenario.history(40, 3)).with("as_of", asOf));

    JsonNode list = caller.get(path + "/prediction-customers?limit=1000&include=all").ok();
    assertThat(list.path("total").asLong()).isEqualTo(CUSTOMERS);
    List<JsonNode> all = list.path("customers").valueStream().toList();
    assertSorted(all);
    assertThat(all).hasSize(CUSTOMERS);
    assertThat(all.stream().filter(p -> p.path("as_of").asString().equals(asOf)).toList())
        .isEqualTo(predictions(file, "?limit=1000&include=all"));
    assertThat(predictions(dataset, "?limit=1000&include=all"))
        .containsAll(
            all.stream().filter(p -> p.path("batch_id").equals(dataset.path("batch_id"))).toList());
    long total = 0;
    for (String segment : List.of("Low", "Medium", "High", "Critical")) {
      JsonNode of =
          caller
              .get(
                  path
                      + "/prediction-customers?limit=1000&include=all&risk_segment="
                      + segment.toLowerCase(Locale.ROOT))
              .ok();
      assertThat(of.path("customers").valueStream().toList())
          .isEqualTo(
              all.stream().filter(p -> p.path("risk_segment").asString().equals(segment)).toList());
      assertThat(of.path("total").asLong()).isEqualTo(of.path("customers").size());
      total += of.path("total").asLong();
    }
    assertThat(total).isEqualTo(CUSTOMERS);
    assertThat(caller.get(path + "/prediction-customers?risk_segment=Grave").wrongFields(400))
        .containsExactly("risk_segment");
  }

  @Test
  void a_batch_stays_when_its_dataset_is_deleted() {
    String dataset = trained();
    JsonNode batch = score(dataset);
    List<JsonNode> before = predictions(batch);

    assertThat(caller.delete(path + "/datasets/" + dataset).status()).isEqualTo(204);
    String id = batch.path("batch_id").asString();
    assertThat(caller.get(path + "/prediction-batches/" + id).ok()).isEqualTo(batch);
    assertThat(predictions(batch)).isEqualTo(before);
    assertFile(batch, before);
    caller.post(path + "/datasets/" + dataset + "/score").problem(404);
  }

  @Test
  void nobody_is_scored_without_a_model() {
    String dataset = Scenario.upload(caller, organization, CSV);
    String expected =
        caller
            .postJson(
                path + "/predict",
                "{\"customer_id\": \"a\", \"transactions\": [{\"event_date\": \"2024-01-01\"}]}")
            .problem(404)
            .path("detail")
            .asString();

    for (Response answer :
        List.of(
            caller.post(path + "/datasets/" + dataset + "/score"),
            caller.postForm(path + "/predict-bulk", Form.file(CSV)))) {
      assertThat(answer.problem(404).path("detail").asString()).isEqualTo(expected);
    }
  }

  @Test
  void what_cannot_be_scored_is_refused_and_leaves_nothing() {
    trained();
    String unprocessed = Scenario.upload(caller, organization, CSV);
    Map<String, Long> before = server.storedFiles();
    String score = path + "/datasets/";
    String bulk = path + "/predict-bulk";

    caller.post(score + unprocessed + "/score").problem(422);
    caller.post(score + UUID.randomUUID() + "/score").problem(404);
    caller.post(score + "17/score").problem(400);
    assertThat(caller.post(score + unprocessed + "/score?batch_name=" + "x".repeat(201)).status())
        .isIn(400, 422);
    caller.post(bulk).problem(415);
    caller.postForm(bulk, new Form().with("as_of", "2024-01-01")).problem(400);
    caller.postForm(bulk, Form.file("customer_id,amount\na,5\n")).problem(422);
    caller.postForm(bulk, Form.file("customer_id,event_date\n,2024-01-01\n")).problem(422);
    assertThat(
            caller
                .postForm(
                    bulk, Form.file(CSV).with("has_churn_label", "true").with("as_of", "soon"))
                .wrongFields(400))
        .containsExactlyInAnyOrder("has_churn_label", "as_of");
    for (String day : List.of("2020-01-01", "2999-01-01")) {
      assertThat(caller.postForm(bulk, Form.file(CSV).with("as_of", day)).wrongFields(422))
          .containsExactly("as_of");
    }
    assertThat(
            caller
                .postForm(bulk, Form.file(CSV).with("batch_name", "x".repeat(201)))
                .wrongFields(400))
        .containsExactly("batch_name");
    assertThat(caller.postForm(bulk + "?activity_event_types=a", Form.file(CSV)).wrongFields(400))
        .containsExactly("activity_event_types");

    assertThat(caller.get(path + "/prediction-batches").ok().path("total").asLong()).isZero();
    assertThat(server.storedFiles()).isEqualTo(before);
    assertThat(server.unfinishedFiles()).isEmpty();
    caller.get(path + "/prediction-batches/x").problem(400);
    caller.get(path + "/prediction-batches/" + UUID.randomUUID()).problem(404);
    caller.get(path + "/prediction-batches/" + UUID.randomUUID() + "/predictions").problem(404);
    caller.get(Caller.PREFIX + UUID.randomUUID() + "/prediction-batches").problem(404);
    caller.get(Caller.PREFIX + UUID.randomUUID() + "/prediction-customers").problem(404);
  }

  @Test
  void what_one_organization_scored_the_other_does_not_find() {
    String dataset = trained();
    JsonNode batch = score(dataset);
    String stranger = server.newOrganization();
    String other = Caller.PREFIX + stranger;
    String id = batch.path("batch_id").asString();

    caller.post(other + "/datasets/" + dataset + "/score").problem(404);
    caller.get(other + "/prediction-batches/" + id).problem(404);
    caller.get(other + "/prediction-batches/" + id + "/predictions").problem(404);
    for (String list : List.of("prediction-batches", "prediction-customers")) {
      assertThat(caller.get(other + "/" + list).ok().path("total").asLong()).isZero();
    }
    String url = batch.path("output_file_url").asString();
    caller.get(url.replace(organization, stranger)).problem(404);
    caller.get(url.replace(organization, UUID.randomUUID().toString())).problem(404);
    caller.get(url.replace("/utils/", "/datasets/")).problem(404);
  }
}
