package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Active and lapsed customers, over HTTP, two years after the last event of the file. */
class CustomerStatesTest {
  /** More active customers than are explained. */
  private static final String CSV = Scenario.history(190, 4);

  private static final String FEW = Scenario.history(60, 4);
  private static final String END = Scenario.END.toString();

  private static ApiInMemory api;
  private static Caller caller;
  private static String organization;
  private static String path;

  @BeforeAll
  static void an_organization_with_a_model(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2026-06-30T12:00:00Z")));
    caller = new Caller(api.url());
    organization = Scenario.newOrganization(caller);
    path = Caller.PREFIX + organization;
    String dataset = Scenario.upload(caller, organization, CSV);
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    caller.post(path + "/train?model_type=logistic_regression").ok();
    api.runJobs();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @AfterEach
  void no_batches_of_other_tests() {
    window(90);
    caller
        .get(path + "/prediction-batches?limit=100")
        .ok()
        .path("batches")
        .forEach(
            batch ->
                caller.delete(path + "/prediction-batches/" + batch.path("batch_id").asString()));
  }

  private static void window(int days) {
    caller
        .patchJson(
            "/api/v1/organizations/" + organization, "{\"active_window_days\": " + days + "}")
        .ok();
  }

  private JsonNode bulk(String csv) {
    JsonNode started = caller.postForm(path + "/predict-bulk", Form.file(csv)).accepted();
    api.runJobs();
    return started;
  }

  private JsonNode batch(JsonNode started, String query) {
    return caller
        .get(path + "/prediction-batches/" + started.path("batch_id").asString() + query)
        .ok();
  }

  private List<JsonNode> customers(String query) {
    return caller
        .get(path + "/prediction-customers?limit=1000" + query)
        .ok()
        .path("customers")
        .valueStream()
        .toList();
  }

  @Test
  void an_old_file_is_scored_at_its_last_day_and_not_today() {
    JsonNode started = bulk(FEW);

    assertThat(started.path("as_of").asString()).isEqualTo(END);
    assertThat(started.path("as_of_reason").asString())
        .isEqualTo("the last day of the file, because as_of was not given");
    JsonNode batch = batch(started, "");
    assertThat(batch.path("as_of").asString()).isEqualTo(END);
    assertThat(batch.path("active_total").asInt()).isPositive();
    assertThat(batch.path("risk_distribution").path("Low").asInt()).isPositive();

    JsonNode stray = bulk(FEW + "C-0000,2026-06-01,5,purchase\n");
    assertThat(stray.path("as_of").asString()).isEqualTo(END);
    assertThat(stray.path("as_of_reason").asString())
        .isEqualTo("the last day of the file before a long gap, because as_of was not given");
    JsonNode given =
        caller.postForm(path + "/predict-bulk?as_of=2026-06-30", Form.file(FEW)).accepted();
    assertThat(given.path("as_of").asString()).isEqualTo("2026-06-30");
    assertThat(given.path("as_of_reason").asString()).isEqualTo("as_of as given");
    api.runJobs();
    assertThat(batch(given, "").path("active_total").asInt()).isZero();
    assertThat(batch(given, "").path("avg_churn_probability").isNull()).isTrue();
    assertThat(batch(given, "?include=lapsed").path("avg_churn_probability").asDouble())
        .isEqualTo(batch(given, "?include=all").path("avg_churn_probability").asDouble());
  }

  @Test
  void the_hundred_explanations_are_about_active_customers() {
    bulk(CSV);

    List<JsonNode> active = customers("");
    assertThat(active.size()).isGreaterThan(100);
    for (JsonNode row : active) {
      boolean isExplained = row.path("rank").asInt() <= 100;
      assertThat(row.path("reasons").isEmpty()).as(row.toString()).isNotEqualTo(isExplained);
    }
    List<JsonNode> lapsed = customers("&include=lapsed");
    assertThat(lapsed).isNotEmpty().allMatch(row -> row.path("reasons").isEmpty());
    assertThat(ids(active)).doesNotContainAnyElementsOf(ids(lapsed));
    Set<String> both = new HashSet<>(ids(active));
    both.addAll(ids(lapsed));
    assertThat(ids(customers("&include=all"))).isEqualTo(both);
  }

  @Test
  void rows_and_files_say_what_customers_are_worth() {
    JsonNode batch = batch(bulk(FEW), "");

    List<JsonNode> rows = customers("&include=all");
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              double stays = 1 - row.path("churn_probability").asDouble();
              double kept = row.path("expected_spend").asDouble() / stays;
              assertThat(row.path("value_at_risk").asDouble())
                  .isCloseTo((1 - stays) * kept, withinPercentage(0.001));
              assertThat(row.path("expected_activity").asDouble()).isGreaterThanOrEqualTo(stays);
            });
    JsonNode first = customers("").get(0);
    String file = caller.get(batch.path("output_file_url").asString() + "?raw=true").text();
    assertThat(file.lines().skip(1).findFirst().orElseThrow())
        .contains(
            ",active,%d,%s,%s,%s,"
                .formatted(
                    first.path("days_silent").asInt(),
                    first.path("expected_activity").asDouble(),
                    first.path("expected_spend").asDouble(),
                    first.path("value_at_risk").asDouble()));
  }

  @Test
  void lists_begin_with_the_most_value_at_risk_unless_probability_is_asked_for() {
    String batch = path + "/prediction-batches/" + bulk(CSV).path("batch_id").asString();
    JsonNode latest = caller.get(path + "/prediction-customers?limit=1000").ok();
    JsonNode ofBatch = caller.get(batch + "/predictions?limit=1000").ok();
    List<JsonNode> rows = latest.path("customers").valueStream().toList();
    assertThat(ofBatch.path("predictions")).isEqualTo(latest.path("customers"));
    assertThat(List.of(latest.path("sort").asString(), ofBatch.path("sort").asString()))
        .containsOnly("value_at_risk");
    assertThat(rows)
        .hasSizeGreaterThan(100)
        .isSortedAccordingTo(
            Comparator.comparingDouble(row -> -row.path("value_at_risk").asDouble()));
    assertThat(rows)
        .extracting(row -> row.path("rank").asInt())
        .isEqualTo(IntStream.rangeClosed(1, rows.size()).boxed().toList());
    String list = path + "/prediction-customers?limit=50";
    JsonNode byProbability = caller.get(list + "&sort=churn_probability").ok();
    assertThat(byProbability.path("sort").asString()).isEqualTo("churn_probability");
    assertThat(byProbability.path("customers").valueStream().toList())
        .isSortedAccordingTo(
            Comparator.comparingDouble(row -> -row.path("churn_probability").asDouble()));
    String cursor = "&cursor=" + byProbability.path("next_cursor").asString();
    assertThat(caller.get(list + cursor).ok().path("sort").asString())
        .isEqualTo("churn_probability");
    assertThat(refused(list + cursor + "&sort=value_at_risk"))
        .isEqualTo(
            "cursor: expected sort=churn_probability, as in the call that gave it, or no sort,"
                + " found sort=value_at_risk");
    assertThat(refused(list + "&sort=name"))
        .isEqualTo("sort: expected value_at_risk or churn_probability, found 'name'");
  }

  private static String refused(String url) {
    Response response = caller.get(url);
    assertThat(response.status()).isEqualTo(400);
    return response.json().path("detail").asString();
  }

  private static Set<String> ids(List<JsonNode> rows) {
    return rows.stream().map(row -> row.path("customer_id").asString()).collect(Collectors.toSet());
  }

  @Test
  void the_window_is_that_of_the_organization_when_the_prediction_is_made() {
    JsonNode usual = bulk(FEW);
    window(10);
    JsonNode narrow = bulk(FEW);
    assertThat(predicted("2024-06-20").path("customer_state").asString()).isEqualTo("lapsed");
    window(11);
    assertThat(predicted("2024-06-20").path("customer_state").asString()).isEqualTo("active");
    assertThat(predicted("2024-06-20").path("days_silent").asInt()).isEqualTo(10);
    window(0);
    JsonNode everyone = bulk(FEW);
    JsonNode silent = predicted("2012-06-30");

    assertThat(silent.path("customer_state").asString()).isEqualTo("active");
    assertThat(silent.path("days_silent").asInt()).isEqualTo(12 * 365 + 3);
    assertThat(batch(usual, "").path("active_window_days").asInt()).isEqualTo(90);
    assertThat(batch(narrow, "").path("active_window_days").asInt()).isEqualTo(10);
    assertThat(batch(narrow, "").path("active_total").asInt())
        .isBetween(1, batch(usual, "").path("active_total").asInt() - 1);
    assertThat(batch(everyone, "").path("lapsed_total").asInt()).isZero();
    assertThat(batch(everyone, "")).isEqualTo(batch(everyone, "?include=all"));
    assertThat(customers("")).isEqualTo(customers("&include=all"));
    JsonNode call = lastCall();
    for (int i = 0; i < 100 && call.path("days_silent").asInt() != 12 * 365 + 3; i++) {
      LockSupport.parkNanos(100_000_000); // calls are recorded a moment after their answer
      call = lastCall();
    }
    assertThat(call.path("days_silent").asInt()).isEqualTo(12 * 365 + 3);
    assertThat(call.path("customer_state").asString()).isEqualTo("active");
  }

  private JsonNode lastCall() {
    return caller.get(path + "/customers/A?events=false").ok().path("calls").path(0);
  }

  private JsonNode predicted(String lastDay) {
    JsonNode answer = predict(lastDay, "\"as_of\": \"" + END + "\", ");
    assertThat(answer.path("warnings").isEmpty()).isTrue();
    return answer;
  }

  private JsonNode predict(String lastDay, String asOf) {
    return caller
        .postJson(
            path + "/predict",
            ("{\"customer_id\": \"%s\", %s\"transactions\": [{\"event_date\": \"%s\","
                    + " \"event_type\": \"purchase\", \"amount\": 5}]}")
                .formatted(asOf.isEmpty() ? "B" : "A", asOf, lastDay))
        .ok();
  }

  @Test
  void a_call_about_old_events_is_warned_that_it_looks_from_today() {
    assertThat(predict("2025-06-30", "").path("warnings").isEmpty()).isTrue();
    assertThat(predict("2025-06-29", "").path("warnings").toString())
        .isEqualTo(
            "[\"as_of was not given, so the customer is seen as of today, 2026-06-30, 366 days"
                + " after the last transaction, 2025-06-29. Send as_of if transactions are known"
                + " only up to an earlier day.\"]");
  }

  @Test
  void changes_are_those_of_active_customers_unless_more_are_asked_for() {
    bulk(
        FEW.lines()
            .filter(
                line ->
                    line.startsWith("customer")
                        || line.split(",", -1)[1].compareTo("2024-03-25") < 0)
            .collect(Collectors.joining("\n", "", "\n")));
    String changes =
        path
            + "/prediction-batches/"
            + bulk(FEW).path("batch_id").asString()
            + "/changes?limit=1000";

    JsonNode active = caller.get(changes).ok();
    JsonNode lapsed = caller.get(changes + "&include=lapsed").ok();
    JsonNode all = caller.get(changes + "&include=all").ok();
    assertThat(active.path("total").asInt())
        .isPositive()
        .isEqualTo(active.path("changes").size())
        .isEqualTo(all.path("active_total").asInt());
    assertThat(active.path("changes"))
        .allMatch(
            change ->
                change.path("prediction").path("customer_state").asString("").equals("active"));
    assertThat(lapsed.path("total").asInt())
        .isPositive()
        .isEqualTo(lapsed.path("changes").size())
        .isEqualTo(active.path("lapsed_total").asInt());
    assertThat(all.path("total").asInt())
        .isEqualTo(all.path("changes").size())
        .isEqualTo(active.path("total").asInt() + lapsed.path("total").asInt());
  }
}
