package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.churn.http.Caller.Form;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Files that go on by themselves, and what becomes of the predictions. */
@ExtendWith(RunningServer.Shared.class)
final class MonitoringTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final LocalDate CUT = Scenario.END.minusDays(30);
  private static final String HEADER = "customer_id,event_date,amount,event_type\n";

  private final Caller caller;

  MonitoringTest(RunningServer server) {
    this.caller = server.caller();
  }

  private JsonNode until(String path, Predicate<JsonNode> isThere) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode view = caller.get(path).ok();
      if (isThere.test(view)) {
        return view;
      }
      assertThat(System.nanoTime()).as(view.toString()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private JsonNode pipelineEnded(String organization, String dataset) {
    return until(
            Caller.PREFIX + organization + "/datasets/" + dataset,
            view -> {
              String score = view.path("pipeline").path(2).path("status").asString();
              return Set.of("completed", "failed", "skipped").contains(score);
            })
        .path("pipeline");
  }

  private static List<String> statuses(JsonNode pipeline) {
    return pipeline.valueStream().map(step -> step.path("status").asString()).toList();
  }

  private String organization(String settings) {
    return caller
        .postJson("/api/v1/organizations", "{\"name\": \"Later\"" + settings + "}")
        .json()
        .path("id")
        .asString();
  }

  private JsonNode monitoring(String organization, Predicate<JsonNode> isThere) {
    return until(Caller.PREFIX + organization + "/monitoring", isThere);
  }

  private List<JsonNode> predictions(String organization, String batch) {
    return caller
        .get(
            Caller.PREFIX
                + organization
                + "/prediction-batches/"
                + batch
                + "/predictions?limit=1000&include=all")
        .ok()
        .path("predictions")
        .valueStream()
        .toList();
  }

  /** What was promised in a batch and seen after the cut in the lines of a file. */
  private static void assertValues(
      JsonNode outcome, List<JsonNode> predictions, List<String> lines) {
    Map<String, Set<LocalDate>> days = new HashMap<>();
    Map<String, Double> spend = new HashMap<>();
    for (String line : lines) {
      if (day(line).isAfter(CUT)) {
        days.computeIfAbsent(customer(line), customer -> new HashSet<>()).add(day(line));
        String amount = line.split(",", -1)[2];
        spend.merge(customer(line), amount.isEmpty() ? 0 : Double.parseDouble(amount), Double::sum);
      }
    }
    assertValue(
        outcome.path("activity"),
        predictions,
        "expected_activity",
        customer -> days.getOrDefault(customer, Set.of()).size());
    assertValue(
        outcome.path("spend"),
        predictions,
        "expected_spend",
        customer -> spend.getOrDefault(customer, 0.0));
  }

  private static void assertValue(
      JsonNode error, List<JsonNode> predictions, String name, ToDoubleFunction<String> seenOf) {
    double promised = 0;
    double seen = 0;
    double off = 0;
    for (JsonNode prediction : predictions) {
      double expected = prediction.path(name).asDouble();
      double value = seenOf.applyAsDouble(prediction.path("customer_id").asString());
      promised += expected;
      seen += value;
      off += Math.abs(value - expected);
    }
    assertThat(seen).isPositive();
    assertThat(error.path("rows").asInt()).isEqualTo(predictions.size());
    assertThat(error.path("customers").asInt()).isEqualTo(predictions.size());
    assertThat(error.path("promised").asDouble()).isCloseTo(promised, withinPercentage(1e-6));
    assertThat(error.path("seen").asDouble()).isCloseTo(seen, withinPercentage(1e-6));
    assertThat(error.path("ratio").asDouble()).isCloseTo(seen / promised, withinPercentage(1e-6));
    assertThat(error.path("mean_absolute_error").asDouble())
        .isCloseTo(off / predictions.size(), withinPercentage(1e-6));
  }

  @Test
  void predictions_are_judged_by_what_a_later_file_says() {
    String organization = organization("");
    List<String> lines = Scenario.history(150, 11).lines().skip(1).toList();
    String known =
        lines.stream()
            .filter(line -> !day(line).isAfter(CUT))
            .collect(Collectors.joining("\n", HEADER, "\n"));
    JsonNode upload =
        caller
            .upload(organization, "?pipeline=true", Form.file(known).with("as_of", CUT + ""))
            .ok();
    assertThat(upload.path("pipeline").asBoolean()).isTrue();
    JsonNode pipeline = pipelineEnded(organization, upload.path("dataset_id").asString());
    assertThat(statuses(pipeline))
        .as(pipeline.toString())
        .containsExactly("completed", "completed", "completed");
    List<JsonNode> predictions =
        predictions(organization, pipeline.path(2).path("batch_id").asString());
    caller
        .postJson(
            Caller.PREFIX + organization + "/predict",
            "{\"customer_id\": \"nobody\", \"as_of\": \"%s\", \"transactions\": [{\"event_date\":"
                    .formatted(CUT)
                + " \"2024-05-01\"}]}")
        .ok();
    JsonNode before =
        monitoring(organization, view -> view.path("pending").asInt() > predictions.size());
    assertThat(before.path("outcomes")).isEmpty();
    assertThat(before.path("unknown").asInt()).isZero();

    String all = String.join("\n", lines);
    Scenario.processed(caller, organization, HEADER + all + "\n");
    JsonNode after =
        monitoring(organization, view -> view.path("as_of").asString("").equals(Scenario.END + ""));

    Set<String> stay =
        lines.stream()
            .filter(line -> day(line).isAfter(CUT))
            .map(MonitoringTest::customer)
            .collect(Collectors.toSet());
    JsonNode outcome = after.path("outcomes").path(1);
    assertThat(after.path("outcomes")).hasSize(2);
    assertThat(outcome.path("population").asString()).isEqualTo("all");
    assertThat(outcome.path("horizon_days").asInt()).isEqualTo(30);
    assertThat(outcome.path("first_as_of").asString()).isEqualTo(CUT + "");
    assertThat(outcome.path("known_until").asString()).isEqualTo(Scenario.END + "");
    assertThat(after.path("comparisons")).isEmpty();
    assertThat(after.path("pending").asInt()).isZero();
    assertThat(after.path("unknown").asInt()).as("nobody").isEqualTo(1);
    assertThat(outcome.path("model_id")).isEqualTo(pipeline.path(1).path("model_id"));
    assertThat(outcome.path("role").asString()).isEqualTo("champion");
    assertThat(outcome.path("month").asString()).isEqualTo("2024-05");
    assertThat(outcome.path("rows").asInt()).isEqualTo(predictions.size());
    assertValues(outcome, predictions, lines);
    assertThat(outcome.path("churn_rate").asDouble())
        .isCloseTo(
            predictions.stream().filter(p -> !stay.contains(customer(p))).count()
                / (double) predictions.size(),
            within(1e-12));
    assertThat(outcome.path("mean_predicted").asDouble())
        .isCloseTo(
            predictions.stream().mapToDouble(MonitoringTest::probability).average().orElseThrow(),
            within(1e-12));
    assertThat(outcome.path("roc_auc").asDouble())
        .isCloseTo(rocAuc(predictions, stay), within(1e-12));
    assertThat(outcome.path("brier").asDouble())
        .isCloseTo(
            predictions.stream()
                .mapToDouble(p -> probability(p) - (stay.contains(customer(p)) ? 0 : 1))
                .map(difference -> difference * difference)
                .average()
                .orElseThrow(),
            within(1e-12));
    Set<String> active =
        lines.stream()
            .filter(line -> !day(line).isAfter(CUT) && day(line).isAfter(CUT.minusDays(90)))
            .map(MonitoringTest::customer)
            .collect(Collectors.toSet());
    List<JsonNode> ofActive =
        predictions.stream().filter(p -> active.contains(customer(p))).toList();
    JsonNode first = after.path("outcomes").path(0);
    assertThat(first.path("population").asString()).isEqualTo("active");
    assertThat(first.path("rows").asInt())
        .isEqualTo(ofActive.size())
        .isLessThan(predictions.size());
    assertThat(first.path("roc_auc").asDouble()).isCloseTo(rocAuc(ofActive, stay), within(1e-12));
    assertThat(after.path("not_counted")).hasSize(1);
    assertThat(after.path("not_counted").path(0).path("reason").asString())
        .isEqualTo("customer_missing");
    assertThat(after.path("excluded").asInt()).isZero();
    assertThat(after.path("drift_population").asString()).isEqualTo("active");
    assertThat(after.path("drift_active_window_days").asInt()).isEqualTo(90);
    assertThat(after.path("drift")).hasSize(8);
    for (JsonNode drift : after.path("drift")) {
      assertThat(drift.path("reference_rows").asInt()).isGreaterThan(100);
      assertThat(drift.path("current_rows").asInt()).isBetween(50, 150);
    }

    Scenario.processed(caller, organization, HEADER + all + "\n");
    assertThat(monitoring(organization, view -> true).path("outcomes"))
        .isEqualTo(after.path("outcomes"));
    assertThat(monitoring(organization(""), view -> true).path("outcomes")).isEmpty();
  }

  /** The share of pairs of one who churned and one who stayed that are in order. */
  private static double rocAuc(List<JsonNode> predictions, Set<String> stay) {
    double inOrder = 0;
    long pairs = 0;
    for (JsonNode churned : predictions) {
      for (JsonNode stayed : predictions) {
        if (!stay.contains(customer(churned)) && stay.contains(customer(stayed))) {
          pairs++;
          inOrder += 0.5 + 0.5 * Double.compare(probability(churned), probability(stayed));
        }
      }
    }
    return inOrder / pairs;
  }

  private static LocalDate day(String line) {
    return LocalDate.parse(line.split(",", -1)[1]);
  }

  private static String customer(String line) {
    return line.substring(0, line.indexOf(','));
  }

  private static String customer(JsonNode prediction) {
    return prediction.path("customer_id").asString();
  }

  private static double probability(JsonNode prediction) {
    return prediction.path("churn_probability").asDouble();
  }

  @Test
  void an_organization_without_predictions_has_nothing_to_show() {
    JsonNode monitoring = monitoring(organization(""), view -> true);

    for (String list : List.of("outcomes", "comparisons", "drift", "not_counted")) {
      assertThat(monitoring.path(list)).isEmpty();
    }
    assertThat(monitoring.path("as_of").isNull()).isTrue();
    assertThat(monitoring.path("pending").asInt()).isZero();
    assertThat(
            caller
                .get(Caller.PREFIX + "123e4567-e89b-12d3-a456-426614174000/monitoring")
                .problem(404)
                .path("detail")
                .asString())
        .contains("no organization");
  }

  @Test
  void a_setting_starts_pipelines_and_a_failed_step_ends_one() {
    String organization = organization(", \"pipeline\": true");
    List<String> rows = new ArrayList<>();
    Stream.iterate(Scenario.END.minusDays(60), day -> day.plusDays(5))
        .limit(12)
        .forEach(day -> rows.add("C-1," + day + ",10,purchase"));
    String small = HEADER + String.join("\n", rows) + "\n";
    JsonNode upload = caller.upload(organization, Form.file(small)).ok();
    assertThat(upload.path("pipeline").asBoolean()).isTrue();

    JsonNode pipeline = pipelineEnded(organization, upload.path("dataset_id").asString());
    assertThat(statuses(pipeline)).containsExactly("completed", "failed", "skipped");
    assertThat(pipeline.path(1).path("message").asString()).isNotBlank();
    assertThat(pipeline.path(2).path("message").asString()).contains("train");

    JsonNode without = caller.upload(organization, Form.file(small).with("pipeline", "FALSE")).ok();
    assertThat(without.path("pipeline").asBoolean()).isFalse();
    String path =
        Caller.PREFIX + organization + "/datasets/" + without.path("dataset_id").asString();
    assertThat(caller.get(path).ok().path("pipeline").isNull()).isTrue();
    assertThat(
            caller
                .upload(organization, Form.file(small).with("pipeline", "maybe"))
                .wrongFields(400))
        .containsExactly("pipeline");
    String settings = "/api/v1/organizations/" + organization;
    assertThat(caller.get(settings).ok().path("pipeline").asBoolean()).isTrue();
    assertThat(
            caller.patchJson(settings, "{\"pipeline\": false}").ok().path("pipeline").asBoolean())
        .isFalse();
    assertThat(caller.patchJson(settings, "{\"pipeline\": \"no\"}").wrongFields(400))
        .containsExactly("pipeline");
  }
}
