package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.http.Caller.Form;
import dev.churn.http.bench.TelecomLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Customers of a telephone company who cancel, over HTTP. */
class ChurnByEventsTest {
  private static final int CUSTOMERS = 600;
  private static final String CSV = TelecomLog.csv(CUSTOMERS, 400, false, 3);

  private static ApiInMemory api;
  private static Caller caller;
  private static String organization;
  private static String path;
  private static JsonNode trained;
  private static String dataset;

  @BeforeAll
  static void an_organization_with_a_model(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2026-06-30T12:00:00Z")));
    caller = new Caller(api.url());
    organization = Scenario.newOrganization(caller);
    path = Caller.PREFIX + organization;
    churn("[\"Cancelled\"]");
    dataset = Scenario.upload(caller, organization, CSV);
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    String model =
        caller
            .post(path + "/train?model_type=logistic_regression")
            .ok()
            .path("model_id")
            .asString();
    api.runJobs();
    trained = caller.get(path + "/models/" + model).ok();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static void churn(String types) {
    caller
        .patchJson(
            "/api/v1/organizations/" + organization, "{\"churn_event_types\": " + types + "}")
        .ok();
  }

  private static JsonNode predict(String transactions) {
    return caller.postJson(path + "/predict", body(transactions)).ok();
  }

  private static String body(String transactions) {
    return "{\"customer_id\": \"x\", \"as_of\": \"2023-01-31\", \"transactions\": [%s]}"
        .formatted(transactions);
  }

  private static String transaction(String day, String type) {
    return "{\"date\": \"%s\", \"amount\": 20, \"event_type\": \"%s\"}".formatted(day, type);
  }

  @Test
  void a_model_learns_who_cancels_and_says_so() {
    assertThat(trained.path("provenance").path("churn_event_types").toString())
        .isEqualTo("[\"Cancelled\"]");
    assertThat(trained.path("status").asString()).isEqualTo("completed");
    JsonNode features = caller.get(path + "/datasets/" + dataset + "/definition").ok();
    assertThat(features.path("reason").asString()).startsWith("Churn is an event here (Cancelled)");
    assertThat(features.path("proposal").isNull()).isTrue();
  }

  @Test
  void nothing_can_be_learned_where_all_cancel_alike() {
    String other = Scenario.newOrganization(caller);
    caller
        .patchJson(
            "/api/v1/organizations/" + other,
            "{\"churn_event_types\": [\"" + TelecomLog.LEAVING + "\"]}")
        .ok();
    String noise = Scenario.upload(caller, other, TelecomLog.csv(1500, 400, true, 5));
    caller.post(Caller.PREFIX + other + "/datasets/" + noise + "/process-features").ok();
    api.runJobs();
    caller.post(Caller.PREFIX + other + "/train?model_type=logistic_regression").ok();
    api.runJobs();

    JsonNode status = caller.get(Caller.PREFIX + other + "/training-status").ok();
    assertThat(status.path("roc_auc").asDouble()).as(status.toString()).isBetween(0.35, 0.65);
    assertThat(status.path("verdict").path("deployable").asBoolean()).isFalse();
  }

  @Test
  void a_customer_who_cancelled_has_left_whatever_came_behind_it() {
    String paid = transaction("2023-01-02", "payment") + "," + transaction("2023-01-20", "usage");
    JsonNode stays = predict(paid);
    JsonNode left =
        predict(
            paid
                + ","
                + transaction("2023-01-21", " CANCELLED")
                + ","
                + transaction("2023-01-25", "payment"));

    assertThat(stays.path("customer_state").asString()).isEqualTo("active");
    assertThat(stays.path("churn_probability").asDouble()).isLessThan(1);
    assertThat(stays.path("warnings").isEmpty()).isTrue();
    assertThat(stays.path("definition").path("churn_event_types").toString())
        .isEqualTo("[\"Cancelled\"]");
    assertThat(left.path("customer_state").asString()).isEqualTo("left");
    assertThat(left.path("churn_probability").asDouble()).isEqualTo(1);
    assertThat(left.path("value_at_risk").asDouble()).isZero();
    assertThat(left.path("warnings").path(0).asString())
        .isEqualTo(
            "The customer left on 2023-01-21 by the event 'CANCELLED', so that churn is certain;"
                + " no model was used.");
    JsonNode explained =
        caller
            .postJson(path + "/predict?explain=true", body(transaction("2023-01-21", "cancelled")))
            .ok();
    assertThat(explained.path("explanation").path("reasons").isEmpty()).isTrue();
  }

  @Test
  void a_model_of_churn_by_events_has_no_curve_of_silence_and_says_why() {
    JsonNode curved =
        caller
            .postJson(path + "/predict?curve=true", body(transaction("2023-01-21", "cancelled")))
            .ok();

    assertThat(curved.path("customer_state").asString()).isEqualTo("left");
    assertThat(curved.path("curve").isNull()).isTrue();
    assertThat(curved.path("curve_note").asString()).contains("churn by events");
    assertThat(trained.path("parameters").path("curve").asString())
        .isEqualTo("none: customers leave by events, not by silence");
  }

  @Test
  void who_has_left_is_in_the_sums_of_the_lapsed_and_in_files_without_a_curve() {
    JsonNode started = caller.post(path + "/datasets/" + dataset + "/score").accepted();
    api.runJobs();
    String batch = path + "/prediction-batches/" + started.path("batch_id").asString();
    for (String include : List.of("active", "lapsed", "all")) {
      String query = "include=" + include;
      JsonNode list = caller.get(batch + "/predictions?limit=1000&" + query).ok();
      List<JsonNode> rows = list.path("predictions").valueStream().toList();
      double churners = sum(rows, "churn_probability");
      double value = sum(rows, "value_at_risk");

      for (JsonNode sums : List.of(list, caller.get(batch + "?" + query).ok())) {
        assertThat(sums.path("expected_churners").path("value").asDouble())
            .isCloseTo(churners, within(1e-6));
        assertThat(sums.path("value_at_risk").path("value").asDouble())
            .isCloseTo(value, within(1e-6));
      }
    }
    String file = caller.get(batch).ok().path("output_file_url").asString();
    List<String> left =
        caller.get(file).text().lines().filter(line -> line.contains(",left,")).toList();
    assertThat(left)
        .isNotEmpty()
        .allMatch(line -> line.endsWith(",0.0,0.0,0.0,Cancelled,,,,,,"))
        .allMatch(line -> line.contains(",1.0,Critical,"));
  }

  private static double sum(List<JsonNode> rows, String field) {
    return rows.stream().mapToDouble(row -> row.path(field).asDouble()).sum();
  }

  @Test
  void an_export_gives_no_outcome_to_who_had_left_and_the_table_marks_them() {
    JsonNode table =
        caller
            .get(
                path
                    + "/datasets/"
                    + caller
                        .get(path + "/datasets/" + dataset)
                        .ok()
                        .path("features_dataset_id")
                        .asString())
            .ok();
    long churned =
        table.path("snapshots").valueStream().mapToLong(s -> s.path("churned").asLong()).sum();
    String arff = caller.get(path + "/datasets/" + dataset + "/arff").text();

    assertThat(arff.lines().filter(line -> line.endsWith(",'churned'")).count())
        .isEqualTo(churned)
        .isPositive();
    assertThat(table.path("snapshots").path(0).path("labelled").asLong()).isZero();
  }

  @Test
  void a_file_without_the_events_is_warned_of() {
    JsonNode upload =
        caller
            .upload(organization, Form.file(CSV.replace("," + TelecomLog.LEAVING, ",canceled")))
            .ok();
    JsonNode untyped =
        caller
            .postForm(
                path + "/predict-bulk",
                Form.file("customer_id,event_date,amount\na,2023-01-01,5\nb,2023-01-31,5\n"))
            .accepted();
    api.runJobs();

    assertThat(upload.path("warnings").path(0).asString())
        .isEqualTo("No row is of the churn event types 'Cancelled' (the nearest is 'canceled').");
    assertThat(untyped.path("warnings").path(0).asString())
        .isEqualTo(
            "The file has no event types, so customers who left by the events"
                + " 'Cancelled' cannot be recognized.");
  }

  @Test
  void a_model_of_another_churn_answers_with_a_warning() {
    churn("[]");
    try {
      JsonNode answer = predict(transaction("2023-01-20", "usage"));
      assertThat(answer.path("warnings").path(0).asString())
          .startsWith(
              "The model predicts churn by the events 'Cancelled', and the organization's churn is"
                  + " now by silence.");
    } finally {
      churn("[\"Cancelled\"]");
    }
  }

  @Test
  void another_spelling_of_the_events_is_no_other_churn() {
    churn("[\"cancelled\"]");
    try {
      JsonNode answer = predict(transaction("2023-01-20", "usage"));
      assertThat(answer.path("warnings").valueStream().map(JsonNode::asString))
          .noneMatch(warning -> warning.contains("organization's churn"));
      JsonNode batch = caller.post(path + "/datasets/" + dataset + "/score").accepted();
      api.runJobs();
      assertThat(batch.path("warnings").toString()).doesNotContain("organization's churn");
    } finally {
      churn("[\"Cancelled\"]");
    }
  }

  @Test
  void batches_list_who_has_left_with_the_lapsed_and_lose_nobody() {
    JsonNode ofFile = caller.postForm(path + "/predict-bulk", Form.file(CSV)).accepted();
    api.runJobs();
    List<JsonNode> fromFile = customers("&include=all");
    JsonNode ofTable = caller.post(path + "/datasets/" + dataset + "/score").accepted();
    api.runJobs();
    List<JsonNode> fromTable = customers("&include=all");

    for (JsonNode started : List.of(ofFile, ofTable)) {
      JsonNode batch =
          caller.get(path + "/prediction-batches/" + started.path("batch_id").asString()).ok();
      assertThat(batch.path("active_total").asInt() + batch.path("lapsed_total").asInt())
          .isEqualTo(batch.path("total_customers").asInt());
    }
    assertThat(states(fromFile)).isEqualTo(states(fromTable));
    long cancelled = CSV.lines().filter(line -> line.endsWith("," + TelecomLog.LEAVING)).count();
    assertThat(fromTable)
        .filteredOn(row -> row.path("customer_state").asString().equals("left"))
        .hasSize((int) cancelled)
        .allSatisfy(
            row -> {
              assertThat(row.path("churn_probability").asDouble()).isEqualTo(1);
              assertThat(row.path("reasons").isEmpty()).isTrue();
            });
    assertThat(cancelled).isGreaterThan(50);
    assertThat(customers(""))
        .isNotEmpty()
        .allMatch(row -> row.path("customer_state").asString().equals("active"));
    assertThat(customers("&include=lapsed"))
        .extracting(row -> row.path("customer_state").asString())
        .contains("left")
        .doesNotContain("active");
    assertThat(LocalDate.parse(fromFile.get(0).path("as_of").asString()))
        .isEqualTo(LocalDate.parse(fromTable.get(0).path("as_of").asString()));
  }

  private static List<JsonNode> customers(String query) {
    return caller
        .get(path + "/prediction-customers?limit=1000" + query)
        .ok()
        .path("customers")
        .valueStream()
        .toList();
  }

  private static List<String> states(List<JsonNode> rows) {
    return rows.stream()
        .map(
            row ->
                row.path("customer_id").asString()
                    + row.path("customer_state")
                    + row.path("churn_probability"))
        .sorted()
        .toList();
  }
}
