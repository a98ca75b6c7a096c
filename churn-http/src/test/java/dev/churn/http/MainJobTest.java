package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.Feature;
import dev.churn.http.Caller.Form;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The five calls in a row, and the lists beside them. */
@ExtendWith(RunningServer.Shared.class)
final class MainJobTest {
  private final RunningServer server;
  private final Caller caller;

  MainJobTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void an_uploaded_log_becomes_features_a_model_and_predictions() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String csv = Scenario.history(300, 1) + ",2024-01-01,5,purchase\nC-0001,yesterday,5,login\n";

    assertThat(caller.get(path + "/training-status").ok().path("status").asString())
        .isEqualTo("not_started");

    JsonNode uploaded = caller.upload(organization, Form.file(csv)).ok();
    String dataset = uploaded.path("dataset_id").asString();
    assertThat(fields(uploaded))
        .contains("success", "dataset_id", "file_url", "row_count", "status", "message");
    assertThat(uploaded.path("success").asBoolean()).isTrue();
    assertThat(uploaded.path("row_count").asLong()).isEqualTo(csv.lines().count() - 1);
    assertThat(uploaded.path("status").asString()).isEqualTo("uploaded");
    assertThat(uploaded.path("message").asString())
        .isEqualTo(
            "Dataset uploaded to local storage; 2 of %d rows were rejected"
                .formatted(csv.lines().count() - 1));
    assertThat(caller.get(uploaded.path("file_url").asString()).text()).isEqualTo(csv);

    JsonNode raw = caller.get(path + "/datasets/" + dataset).ok();
    assertThat(raw.path("dataset_type").asString()).isEqualTo("raw");
    assertThat(raw.path("rejected_row_count").asLong()).isEqualTo(2);
    assertThat(raw.path("last_event_date").asString()).startsWith("2024-06-");
    assertThat(raw.path("file_size").asLong()).isEqualTo(csv.length());
    assertThat(raw.path("filename").asString()).isEqualTo("events.csv");
    JsonNode rejected = raw.path("validation").path("rejected");
    assertThat(rejected.size()).isEqualTo(2);
    assertThat(rejected.path(0).path("line").asLong()).isEqualTo(csv.lines().count() - 1);
    assertThat(rejected.path(0).path("column").asString()).isEqualTo("customer_id");
    assertThat(rejected.path(1).path("column").asString()).isEqualTo("event_date");
    assertThat(rejected.path(1).path("reason").asString()).isNotBlank();

    JsonNode processing = caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    assertThat(processing.path("success").asBoolean()).isTrue();
    assertThat(processing.path("message").asString())
        .isEqualTo("Feature engineering started in background");
    assertThat(processing.path("dataset_id").asString()).isEqualTo(dataset);
    JsonNode job = Scenario.await(caller, organization, processing.path("job_id").asString());
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
    assertThat(fields(job))
        .contains(
            "job_id",
            "kind",
            "status",
            "progress",
            "message",
            "created_at",
            "started_at",
            "finished_at",
            "error_message");
    assertThat(job.path("kind").asString()).isEqualTo("process_features");
    assertThat(job.path("progress").asDouble()).isEqualTo(1.0);

    JsonNode ready = caller.get(path + "/datasets/" + dataset).ok();
    assertThat(ready.path("status").asString()).isEqualTo("ready");
    JsonNode table =
        caller.get(path + "/datasets/" + ready.path("features_dataset_id").asString()).ok();
    assertThat(table.path("dataset_type").asString()).isEqualTo("features");
    assertThat(table.path("source_dataset_id").asString()).isEqualTo(dataset);
    assertThat(table.path("filename").asString())
        .isEqualTo("features_" + ready.path("features_dataset_id").asString() + ".csv");
    assertThat(table.path("as_of_dates").size()).isGreaterThanOrEqualTo(3);
    String rows = caller.get(table.path("file_url").asString()).text();
    assertThat(rows)
        .startsWith(
            "customer_id,as_of,recency_score,frequency_score,monetary_score,engagement_score,"
                + "tenure_days,activity_trend,avg_transaction_value,days_between_transactions,"
                + "last_gap,recent_gap,gap_spread,events_30,events_90,events_180,events_365,"
                + "baskets,mean_basket,type_1_days,type_1_share,type_2_days,type_2_share,"
                + "churn_label,next_activity_days\n");
    assertThat(table.path("watched_event_types").size()).isEqualTo(2);
    assertThat(rows.lines().count() - 1).isEqualTo(table.path("row_count").asLong());
    assertThat(caller.get(path + "/datasets").ok().path("total").asLong()).isEqualTo(2);

    JsonNode training = caller.post(path + "/train").ok();
    assertThat(training.path("message").asString())
        .isEqualTo("Model training started in background");
    assertThat(training.path("model_type").asString()).isEqualTo("logistic_regression");
    JsonNode trained = Scenario.await(caller, organization, training.path("job_id").asString());
    assertThat(trained.path("status").asString()).as(trained.toString()).isEqualTo("completed");

    JsonNode status = caller.get(path + "/training-status").ok();
    assertThat(status.path("status").asString()).isEqualTo("completed");
    assertThat(status.path("model_id")).isEqualTo(training.path("model_id"));
    assertThat(status.path("trained_at").asString())
        .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}");
    assertThat(status.path("error_message").isNull()).isTrue();
    for (String metric :
        List.of("accuracy", "precision", "recall", "f1_score", "roc_auc", "churn_rate")) {
      assertThat(status.path(metric).asDouble()).as(metric).isBetween(0.0, 1.0);
    }
    assertThat(status.path("training_samples").asLong()).isPositive();
    assertThat(status.path("roc_auc_interval").path(0).asDouble())
        .isLessThanOrEqualTo(status.path("roc_auc").asDouble());
    assertThat(status.path("evaluation_method").asString()).isEqualTo("out_of_time");

    JsonNode models = caller.get(path + "/models").ok();
    assertThat(models.path("total").asLong()).isEqualTo(1);
    assertThat(models.path("models").path(0).path("active").asBoolean()).isTrue();
    assertThat(models.path("models").path(0).path("version").asInt()).isEqualTo(1);

    JsonNode listed = models.path("models").path(0);
    assertThat(listed.path("verdict")).isEqualTo(status.path("verdict"));
    assertThat(listed.path("verdict").path("kind").asString())
        .isIn("beats_baseline", "unproven", "no_better");
    assertThat(listed.path("verdict").path("deployable").asBoolean()).isTrue();
    assertThat(listed.path("verdict").path("text").asString())
        .containsAnyOf("beats ", "not shown to beat ", "no better than ")
        .doesNotContain("_");
    assertThat(listed.has("roc_curve")).isFalse();
    assertIsWholeEvaluation(
        caller.get(path + "/models/" + training.path("model_id").asString()).ok());

    JsonNode prediction =
        caller
            .postJson(
                path + "/predict",
                """
                {"customer_id": "CUST-001", "as_of": "2024-02-01", "transactions": [
                  {"event_date": "2024-01-15", "amount": 150.50, "event_type": "purchase"},
                  {"event_date": "2024-01-20T23:30:00-02:00"}]}
                """)
            .ok();
    assertThat(prediction.path("customer_id").asString()).isEqualTo("CUST-001");
    double probability = prediction.path("churn_probability").asDouble();
    assertThat(probability).isBetween(0.0, 1.0);
    assertThat(prediction.path("risk_segment").asString())
        .isEqualTo(
            probability < 0.3
                ? "Low"
                : probability < 0.5 ? "Medium" : probability < 0.7 ? "High" : "Critical");
    assertThat(prediction.path("as_of").asString()).isEqualTo("2024-02-01");
    assertThat(prediction.path("model_id")).isEqualTo(training.path("model_id"));
    assertThat(prediction.path("model_version").asInt()).isEqualTo(1);
    assertThat(prediction.has("explanation")).isFalse();
    assertThat(prediction.has("crossing_date")).isFalse();
    assertIsExplained(path, prediction);
  }

  /** The same customer once more, with reasons. */
  private void assertIsExplained(String path, JsonNode prediction) {
    String body =
        """
        {"customer_id": "CUST-001", "as_of": "2024-02-01", "transactions": [
          {"event_date": "2024-01-15", "amount": 150.50, "event_type": "purchase"},
          {"event_date": "2024-01-20T23:30:00-02:00"}]}
        """;

    JsonNode explained = caller.postJson(path + "/predict?explain=true", body).ok();

    for (String field : fields(prediction)) {
      assertThat(explained.path(field)).as(field).isEqualTo(prediction.path(field));
    }
    assertThat(caller.postJson(path + "/predict?explain=false", body).ok()).isEqualTo(prediction);
    JsonNode explanation = explained.path("explanation");
    double sum =
        explanation.path("base_probability").asDouble()
            + explanation.path("contributions").valueStream().mapToDouble(JsonNode::asDouble).sum();
    assertThat(sum).isEqualTo(prediction.path("churn_probability").asDouble(), within(1e-9));
    assertThat(explanation.path("reasons").isEmpty()).isFalse();
    for (JsonNode reason : explanation.path("reasons")) {
      double contribution = reason.path("contribution").asDouble();
      assertThat(reason.path("contribution"))
          .isEqualTo(explanation.path("contributions").path(reason.path("feature").asString()));
      assertThat(reason.path("text").asString())
          .contains(contribution > 0 ? ": raises the risk by ." : ": lowers the risk by .");
    }
    assertCrossing(path);
    assertThat(caller.postJson(path + "/predict?explain=perhaps", body).wrongFields(400))
        .containsExactly("explain");
  }

  /** Who came every third day and then stays away becomes urgent: when, the answers agree. */
  private void assertCrossing(String path) {
    JsonNode explained = regular(path, "?explain=true", LocalDate.parse("2024-02-01"));
    assertThat(explained.path("risk_segment").asString()).isEqualTo("Low");
    LocalDate day = LocalDate.parse(explained.path("crossing_date").asString());

    assertThat(regular(path, "", day.minusDays(1)).path("risk_segment").asString())
        .isEqualTo("Low");
    assertThat(regular(path, "", day).path("risk_segment"))
        .isEqualTo(explained.path("crossing_segment"));
  }

  private JsonNode regular(String path, String query, LocalDate asOf) {
    String transactions =
        LocalDate.parse("2023-09-04")
            .datesUntil(LocalDate.parse("2024-02-02"), Period.ofDays(3))
            .map("{\"event_date\": \"%s\", \"amount\": 50}"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    return caller
        .postJson(
            path + "/predict" + query,
            "{\"customer_id\": \"regular\", \"as_of\": \"%s\", \"transactions\": %s}"
                .formatted(asOf, transactions))
        .ok();
  }

  private static void assertIsWholeEvaluation(JsonNode model) {
    JsonNode confusion = model.path("confusion_matrix");
    long judged = model.path("test_samples").asLong();
    assertThat(
            confusion.path("true_positives").asLong()
                + confusion.path("false_positives").asLong()
                + confusion.path("false_negatives").asLong()
                + confusion.path("true_negatives").asLong())
        .isEqualTo(judged);
    assertThat(model.path("roc_curve").path(0).path("true_positive_rate").asDouble()).isZero();
    assertThat(model.path("gains_curve").size()).isEqualTo(11);
    assertThat(model.path("decile_lift").size()).isEqualTo(10);
    assertThat(model.path("reliability_curve").isEmpty()).isFalse();
    assertThat(model.path("baselines").path(0).path("name").asString()).isEqualTo("recency");
    assertThat(model.path("baselines").path(0).path("roc_auc"))
        .isEqualTo(model.path("baseline_roc_auc"));
    assertThat(model.path("baselines").path(0).path("log_loss").isNull()).isTrue();
    assertThat(model.path("gain_over_recency").path("roc_auc").asDouble())
        .isEqualTo(
            model.path("roc_auc").asDouble() - model.path("baseline_roc_auc").asDouble(),
            within(1e-9));
    assertThat(model.path("gain_over_recency").path("interval").path(1).asDouble())
        .isGreaterThan(model.path("gain_over_recency").path("roc_auc").asDouble());
    assertThat(model.path("gain_over_best_baseline").path("roc_auc").asDouble())
        .isEqualTo(
            model.path("roc_auc").asDouble()
                - rocAuc(model.path("baselines"), model.path("best_baseline").asString()),
            within(1e-9));
    JsonNode everyone = model.path("all_customers");
    assertThat(everyone.path("gain_over_best_baseline").path("roc_auc").asDouble())
        .isEqualTo(
            everyone.path("roc_auc").asDouble()
                - rocAuc(
                    model.path("baselines_on_all_customers"),
                    everyone.path("best_baseline").asString()),
            within(1e-9));
    assertThat(model.path("snapshots").path(0).path("role").asString()).isEqualTo("test");
    assertThat(model.path("snapshots").path(0).path("roc_auc")).isEqualTo(model.path("roc_auc"));
    assertThat(model.path("snapshots").path(1).path("role").asString()).isEqualTo("train");
    assertThat(model.path("snapshots").path(1).path("roc_auc").isNull()).isTrue();
    assertThat(model.path("warnings").isArray()).isTrue();
  }

  private static double rocAuc(JsonNode baselines, String name) {
    for (JsonNode baseline : baselines) {
      if (baseline.path("name").asString().equals(name)) {
        return baseline.path("roc_auc").asDouble();
      }
    }
    throw new AssertionError("no baseline " + name + " in " + baselines);
  }

  @Test
  void features_of_random_customers_are_the_same_in_the_file_and_in_a_prediction() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String csv = Scenario.history(300, 2);
    String dataset = Scenario.processed(caller, organization, csv);
    JsonNode training = caller.post(path + "/train").ok();
    Scenario.await(caller, organization, training.path("job_id").asString());
    JsonNode raw = caller.get(path + "/datasets/" + dataset).ok();
    JsonNode table =
        caller.get(path + "/datasets/" + raw.path("features_dataset_id").asString()).ok();
    String asOf = raw.path("last_event_date").asString();
    Map<String, List<String>> transactions = transactionsOf(csv);
    List<List<String>> rows =
        caller
            .get(table.path("file_url").asString())
            .text()
            .lines()
            .skip(1)
            .map(line -> List.of(line.split(",", -1)))
            .filter(cells -> cells.get(1).equals(asOf))
            .collect(Collectors.toCollection(ArrayList::new));
    assertThat(rows).hasSameSizeAs(transactions.keySet());
    Collections.shuffle(rows, new Random(3));

    for (List<String> row : rows.subList(0, 10)) {
      JsonNode prediction =
          caller
              .postJson(
                  path + "/predict",
                  "{\"customer_id\": \"%s\", \"as_of\": \"%s\", \"transactions\": %s}"
                      .formatted(row.get(0), asOf, transactions.get(row.get(0))))
              .ok();
      for (Feature feature : Feature.values()) {
        assertThat(prediction.path("features").path(feature.columnName()).asDouble())
            .as(feature + " of " + row.get(0))
            .isEqualTo(Double.parseDouble(row.get(feature.ordinal() + 2)));
      }
    }
  }

  private static Map<String, List<String>> transactionsOf(String csv) {
    Map<String, List<String>> transactions = new LinkedHashMap<>();
    csv.lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            cells ->
                transactions
                    .computeIfAbsent(cells[0], id -> new ArrayList<>())
                    .add(
                        "{\"event_date\": \"%s\", \"amount\": %s, \"event_type\": \"%s\"}"
                            .formatted(cells[1], cells[2], cells[3])));
    return transactions;
  }

  @Test
  void labels_from_the_file_are_learned_with_each_way_of_saying_so() {
    var csv = new StringBuilder("user_id,date,price,churn_label\n");
    var random = new Random(4);
    for (int c = 0; c < 200; c++) {
      boolean churned = c % 3 == 0;
      for (int i = 0; i < (churned ? 2 : 6); i++) {
        csv.append(
            "U%d,%s,%d,%d%n"
                .formatted(
                    c,
                    Scenario.END.minusDays(random.nextInt(100)),
                    1 + random.nextInt(50),
                    churned ? 1 : 0));
      }
    }
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);

    JsonNode byQuery =
        caller.upload(organization, "?has_churn_label=True", Form.file(csv.toString())).ok();
    JsonNode byForm =
        caller
            .upload(
                organization,
                new Form()
                    .with("has_churn_label", "true")
                    .with("columns", "{\"amount\": \"price\"}")
                    .with("as_of", "2024-06-30")
                    .withFile("labels.csv", bytes))
            .ok();

    for (JsonNode uploaded : List.of(byQuery, byForm)) {
      String dataset = uploaded.path("dataset_id").asString();
      JsonNode view = caller.get(path + "/datasets/" + dataset).ok();
      assertThat(view.path("has_churn_label").asBoolean()).isTrue();
      assertThat(view.path("rejected_row_count").asLong()).isZero();
    }
    String dataset = byForm.path("dataset_id").asString();
    JsonNode processing = caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    Scenario.await(caller, organization, processing.path("job_id").asString());
    JsonNode job = Scenario.train(caller, organization, "gradient_boosting");
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
    JsonNode status = caller.get(path + "/training-status").ok();
    assertThat(status.path("evaluation_method").asString()).isEqualTo("hold_out");
    assertThat(status.path("roc_auc").asDouble()).isGreaterThan(0.8);
  }

  @Test
  void nothing_can_be_learned_from_noise() {
    var csv = new StringBuilder("customer_id,event_date\n");
    var random = new Random(5);
    for (int i = 0; i < 40_000; i++) {
      csv.append(
          "N-%d,%s%n".formatted(random.nextInt(5000), Scenario.END.minusDays(random.nextInt(240))));
    }
    String organization = server.newOrganization();
    Scenario.processed(caller, organization, csv.toString());

    Scenario.train(caller, organization, "logistic_regression");

    JsonNode status = caller.get(Caller.PREFIX + organization + "/training-status").ok();
    assertThat(status.path("roc_auc").asDouble()).as(status.toString()).isBetween(0.45, 0.55);
    assertThat(status.path("verdict").path("deployable").asBoolean()).isFalse();
    assertThat(status.path("verdict").path("text").asString()).endsWith("do not deploy");
  }

  @Test
  void a_deleted_dataset_is_gone_with_its_features_and_files() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String dataset = Scenario.processed(caller, organization, Scenario.history(60, 6));
    assertThat(server.storedFiles().keySet()).anyMatch(file -> file.contains(dataset));

    Response deleted = caller.delete(path + "/datasets/" + dataset);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.bytes()).isEmpty();
    caller.get(path + "/datasets/" + dataset).problem(404);
    assertThat(caller.get(path + "/datasets").ok().path("total").asLong()).isZero();
    assertThat(server.storedFiles().keySet()).noneMatch(file -> file.contains(organization));
    caller.delete(path + "/datasets/" + dataset).problem(404);
  }

  @Test
  void lists_are_given_a_part_at_a_time() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization + "/datasets";
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      newestFirst.add(0, Scenario.upload(caller, organization, Scenario.history(5, i)));
    }

    JsonNode part = caller.get(path + "?limit=1&offset=1").ok();

    assertThat(fields(part)).containsExactly("total", "limit", "offset", "datasets");
    assertThat(part.path("total").asLong()).isEqualTo(3);
    assertThat(part.path("limit").asLong()).isEqualTo(1);
    assertThat(part.path("offset").asLong()).isEqualTo(1);
    assertThat(part.path("datasets").path(0).path("dataset_id").asString())
        .isEqualTo(newestFirst.get(1));
    assertThat(caller.get(path + "?offset=99").ok().path("datasets").size()).isZero();
  }

  private static List<String> fields(JsonNode node) {
    return List.copyOf(node.propertyNames());
  }

  @Test
  void a_training_right_after_the_processing_waits_for_its_features() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String dataset = Scenario.upload(caller, organization, Scenario.history(150, 1));
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();

    JsonNode training = caller.post(path + "/train").ok();
    assertThat(training.path("source_dataset_id").asString()).isEqualTo(dataset);
    assertThat(training.path("source_filename").asString()).isEqualTo("events.csv");
    JsonNode trained = Scenario.await(caller, organization, training.path("job_id").asString());
    assertThat(trained.path("status").asString()).as(trained.toString()).isEqualTo("completed");
    assertThat(training.path("dataset_id"))
        .isEqualTo(caller.get(path + "/datasets/" + dataset).ok().path("features_dataset_id"));
  }
}
