package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What those see who use it every month: changes, single customers, and what they delete. */
@ExtendWith(RunningServer.Shared.class)
final class CustomersOverTimeTest {
  private static final String CSV = Scenario.history(80, 5);

  private final RunningServer server;
  private final Caller caller;
  private final String organization;
  private final String path;

  CustomersOverTimeTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
    this.organization = server.newOrganization();
    this.path = Caller.PREFIX + organization;
  }

  private String trained() {
    JsonNode job = Scenario.train(caller, organization, "logistic_regression");
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
    return job.path("model_id").asString();
  }

  private JsonNode bulk(String csv, String asOf) {
    JsonNode started = caller.postForm(path + "/predict-bulk?as_of=" + asOf, Form.file(csv)).json();
    JsonNode batch = Scenario.awaitBatch(caller, organization, started);
    assertThat(batch.path("status").asString()).as(batch.toString()).isEqualTo("completed");
    return batch;
  }

  private static String until(String csv, LocalDate last) {
    StringBuilder kept = new StringBuilder();
    csv.lines()
        .filter(line -> line.startsWith("customer_id") || !day(line).isAfter(last))
        .forEach(line -> kept.append(line).append('\n'));
    return kept.toString();
  }

  private static LocalDate day(String line) {
    return LocalDate.parse(line.split(",", -1)[1]);
  }

  private static String id(JsonNode batch) {
    return batch.path("batch_id").asString();
  }

  private JsonNode customer(String id) {
    return caller.get(path + "/customers/" + encoded(id)).ok();
  }

  /** {@return the latest call of a customer, which is recorded a moment after its answer} */
  private JsonNode firstCall(String id) {
    for (int i = 0; i < 100 && customer(id).path("calls").isEmpty(); i++) {
      LockSupport.parkNanos(100_000_000);
    }
    return customer(id).path("calls").path(0);
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void who_changed_the_segment_is_listed_with_reasons() {
    Scenario.processed(caller, organization, CSV);
    trained();
    LocalDate first = Scenario.END.minusDays(40);
    JsonNode before = bulk(until(CSV, first), first.toString());
    JsonNode after = bulk(CSV, Scenario.END.toString());

    JsonNode changes =
        caller.get(path + "/prediction-batches/" + id(after) + "/changes?limit=1000").ok();

    assertThat(changes.path("since_batch_id")).isEqualTo(before.path("batch_id"));
    assertThat(changes.path("total").asInt()).isEqualTo(changes.path("changes").size());
    int risen = 0;
    for (JsonNode change : changes.path("changes")) {
      JsonNode to = change.path("to_segment");
      assertThat(to).as(change.toString()).isNotEqualTo(change.path("from_segment"));
      if (List.of("High", "Critical").contains(to.asString(""))
          && !List.of("High", "Critical").contains(change.path("from_segment").asString(""))) {
        risen++;
        assertThat(change.path("reasons").size()).as(change.toString()).isPositive();
      }
    }
    assertThat(risen).isPositive();
    for (String since :
        List.of(
            id(before),
            first.toString(),
            first.plusDays(3).toString(),
            Scenario.END.toString(), // the day of the batch itself
            Scenario.END.plusYears(1).toString())) {
      assertThat(
              caller
                  .get(
                      path
                          + "/prediction-batches/"
                          + id(after)
                          + "/changes?limit=1000&since="
                          + since)
                  .ok())
          .isEqualTo(changes);
    }
    String batches = path + "/prediction-batches/";
    assertThat(caller.get(batches + id(before) + "/changes").status()).isEqualTo(404);
    assertThat(caller.get(batches + id(after) + "/changes?since=2020-01-01").status())
        .isEqualTo(404);
    assertThat(caller.get(batches + id(before) + "/changes?since=" + first).status())
        .isEqualTo(404);
    for (String since : List.of("yesterday", id(after))) {
      assertThat(caller.get(batches + id(after) + "/changes?since=" + since).wrongFields(400))
          .containsExactly("since");
    }
    assertThat(caller.get(batches + id(after) + "/changes?since=" + UUID.randomUUID()).status())
        .isEqualTo(404);
  }

  @Test
  void a_customer_is_shown_whatever_the_id_is_made_of() {
    List<String> ids =
        List.of("C-0001", "a b", "a/b", "a%b", "a?b=c&d", "é客", "..", "a\\b", "x;y", "#1", "+1");
    StringBuilder csv = new StringBuilder(CSV);
    for (String id : ids.subList(1, ids.size())) {
      csv.append("\"%s\",2024-06-01,10.5,purchase\n\"%s\",2024-06-20,,login\n".formatted(id, id));
    }
    String dataset = Scenario.processed(caller, organization, csv.toString());
    trained();
    JsonNode first =
        Scenario.awaitBatch(
            caller, organization, caller.post(path + "/datasets/" + dataset + "/score").json());
    JsonNode second = bulk(csv.toString(), Scenario.END.plusDays(3).toString());

    for (String id : ids) {
      JsonNode customer = customer(id);
      assertThat(customer.path("customer_id").asString()).isEqualTo(id);
      assertThat(customer.path("history").valueStream().map(CustomersOverTimeTest::id).toList())
          .as(id)
          .containsExactly(id(second), id(first));
      assertThat(customer.path("latest_prediction")).isEqualTo(customer.path("history").path(0));
      assertThat(customer.path("events").path("dataset_id").asString()).isEqualTo(dataset);
    }
    JsonNode events = customer("a/b").path("events");
    assertThat(events.path("count").asInt()).isEqualTo(2);
    assertThat(events.path("first_event_date").asString()).isEqualTo("2024-06-01");
    assertThat(events.path("last_event_date").asString()).isEqualTo("2024-06-20");
    assertThat(events.path("amount_count").asInt()).isEqualTo(1);
    assertThat(events.path("total_amount").asDouble()).isEqualTo(10.5);
    assertThat(customer("a/b").path("reasons").size()).isPositive();
    assertThat(caller.get(path + "/customers/C-0001?events=false").ok().path("events").isNull())
        .isTrue();
    JsonNode answer =
        caller
            .postJson(
                path + "/predict",
                "{\"customer_id\": \"a/b\", \"as_of\": \"2024-06-25\", \"transactions\":"
                    + " [{\"event_date\": \"2024-06-20\", \"amount\": 1}]}")
            .ok();
    JsonNode call = firstCall("a/b");
    assertThat(call.path("as_of").asString()).isEqualTo("2024-06-25");
    for (String field : List.of("churn_probability", "risk_segment", "model_id")) {
      assertThat(call.path(field)).as(field).isEqualTo(answer.path(field));
    }
    Response unknown = caller.get(path + "/customers/c-0001");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("detail").asString()).contains("case and blanks matter");
  }

  @Test
  void models_with_other_horizons_are_told_apart_everywhere() {
    String dataset = Scenario.processed(caller, organization, CSV);
    trained();
    JsonNode old =
        Scenario.awaitBatch(
            caller, organization, caller.post(path + "/datasets/" + dataset + "/score").json());
    caller
        .patchJson(
            "/api/v1/organizations/" + organization,
            "{\"churn_threshold_days\": 60, \"activity_event_types\": [\"purchase\"]}")
        .ok();
    String again = Scenario.processed(caller, organization, CSV);
    String model = trained();
    caller.post(path + "/models/" + model + "/activate").ok();
    List<String> few = new ArrayList<>(CSV.lines().limit(30).toList());
    JsonNode young = bulk(String.join("\n", few) + "\n", Scenario.END.toString());

    assertThat(old.path("horizon_days").asInt()).isEqualTo(30);
    assertThat(young.path("horizon_days").asInt()).isEqualTo(60);
    assertThat(young.path("models").path(0).path("model_role").asString()).isEqualTo("champion");
    assertThat(young.path("models").path(0).path("definition").toString())
        .isEqualTo(
            "{\"activity_event_types\":[\"purchase\"],\"churn_event_types\":[],"
                + "\"active_window_days\":90,\"labels_from_file\":false}");
    JsonNode list = caller.get(path + "/prediction-customers?limit=1000").ok().path("customers");
    assertThat(list.valueStream().map(row -> row.path("horizon_days").asInt()).toList())
        .contains(30, 60);
    for (JsonNode row : list) {
      assertThat(row.path("horizon_days").asInt())
          .isEqualTo(row.path("batch_id").equals(young.path("batch_id")) ? 60 : 30);
    }
    JsonNode predicted =
        caller
            .postJson(
                path + "/predict",
                "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-06-20\"}]}")
            .ok();
    assertThat(predicted.path("horizon_days").asInt()).isEqualTo(60);
    assertThat(predicted.path("model_type").asString()).isEqualTo("logistic_regression");
    assertThat(predicted.path("definition"))
        .isEqualTo(young.path("models").path(0).path("definition"));
    JsonNode provenance = caller.get(path + "/models/" + model).ok().path("provenance");
    assertThat(provenance.path("active_window_days").asInt()).isEqualTo(90);
    assertThat(provenance.path("activity_event_types").toString()).isEqualTo("[\"purchase\"]");
    assertThat(provenance.path("upload_options").path("has_churn_label").asBoolean()).isFalse();
    assertThat(again).isNotEqualTo(dataset);
  }

  @Test
  void a_list_is_filtered_and_continued_over_a_batch_that_completes_meanwhile() {
    Scenario.processed(caller, organization, CSV);
    trained();
    LocalDate first = Scenario.END.minusDays(40);
    bulk(until(CSV, first), first.toString());
    String list = path + "/prediction-customers?limit=";
    JsonNode whole = caller.get(list + 1000).ok();
    assertThat(whole.path("next_cursor").isNull()).isTrue();

    List<JsonNode> found = new ArrayList<>();
    JsonNode part = caller.get(list + 25).ok();
    part.path("customers").forEach(found::add);
    JsonNode after = bulk(CSV, Scenario.END.toString());
    while (!part.path("next_cursor").isNull()) {
      part = caller.get(list + "25&cursor=" + part.path("next_cursor").asString()).ok();
      assertThat(part.path("offset").asInt()).isEqualTo(found.size());
      part.path("customers").forEach(found::add);
    }
    assertThat(found).isEqualTo(whole.path("customers").valueStream().toList());

    JsonNode filtered =
        caller
            .get(
                list
                    + "1000&min_probability=0.2&max_probability=0.6&search=C-00&model_version=1"
                    + "&as_of="
                    + Scenario.END)
            .ok();
    assertThat(filtered.path("total").asInt()).isPositive();
    for (JsonNode row : filtered.path("customers")) {
      assertThat(row.path("churn_probability").asDouble()).isBetween(0.2, 0.6);
      assertThat(row.path("customer_id").asString()).contains("C-00");
    }
    assertThat(caller.get(list + "10&model_version=2").ok().path("total").asInt()).isZero();
    String rows = path + "/prediction-batches/" + id(after) + "/predictions?limit=10";
    JsonNode high = caller.get(rows + "&risk_segment=Low").ok();
    assertThat(high.path("total")).isEqualTo(after.path("risk_distribution").path("Low"));
    String cursor = high.path("next_cursor").asString();
    assertThat(caller.get(rows + "&cursor=" + cursor).status()).isEqualTo(400);
    assertThat(caller.get(rows + "&risk_segment=Low&cursor=" + cursor).ok().path("offset").asInt())
        .isEqualTo(10);
    for (String wrong :
        List.of(
            "cursor=x",
            "min_probability=2",
            "as_of=x",
            "model_version=0",
            "offset=1&cursor=" + cursor)) {
      assertThat(caller.get(list + "10&" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void an_organization_is_deleted_with_everything_and_no_other() {
    String dataset = Scenario.processed(caller, organization, CSV);
    String model = trained();
    JsonNode batch = bulk(CSV, Scenario.END.toString());
    String other = server.newOrganization();
    Scenario.processed(caller, other, CSV);
    Scenario.train(caller, other, "logistic_regression");
    String request =
        "{\"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-06-20\"}]}";
    assertThat(caller.postJson(path + "/predict", request).status()).isEqualTo(200);
    String url = "/api/v1/organizations/" + organization;

    JsonNode job = caller.post(path + "/train?model_type=gradient_boosting").ok();
    Response busy = caller.delete(url); // or already done
    Scenario.await(caller, organization, job.path("job_id").asString());
    assertThat(busy.status()).isEqualTo(409);
    assertThat(caller.delete(url).status()).isEqualTo(204);

    assertThat(caller.get(url).status()).isEqualTo(404);
    assertThat(caller.delete(url).status()).isEqualTo(404);
    for (String gone :
        List.of(
            "/datasets/" + dataset,
            "/models/" + model,
            "/prediction-batches/" + id(batch),
            "/prediction-customers",
            "/customers/C-0001",
            "/monitoring")) {
      assertThat(caller.get(path + gone).status()).as(gone).isEqualTo(404);
    }
    assertThat(caller.postJson(path + "/predict", request).status()).isEqualTo(404);
    String file = batch.path("output_file_url").asString();
    assertThat(caller.get(file.substring(file.indexOf("/api"))).status()).isEqualTo(404);
    assertThat(caller.postJson(Caller.PREFIX + other + "/predict", request).status())
        .isEqualTo(200);
    assertThat(caller.get(Caller.PREFIX + other + "/datasets").ok().path("total").asInt())
        .isEqualTo(2);
  }

  private long modelFiles() {
    return server.storedFiles().keySet().stream()
        .filter(file -> file.contains("org_" + organization + "/models/"))
        .count();
  }

  @Test
  void batches_and_models_are_deleted_and_nothing_else() {
    Scenario.processed(caller, organization, CSV);
    String first = trained();
    JsonNode before = bulk(CSV, Scenario.END.toString());
    String second = trained();
    caller.post(path + "/models/" + second + "/activate").ok();
    JsonNode after = bulk(CSV, Scenario.END.toString());
    String other = server.newOrganization();

    assertThat(caller.delete(path + "/models/" + second).status()).isEqualTo(409);
    assertThat(caller.delete(Caller.PREFIX + other + "/models/" + first).status()).isEqualTo(404);
    assertThat(modelFiles()).as("each as it serves and as it was evaluated").isEqualTo(4);
    assertThat(caller.delete(path + "/models/" + first).status()).isEqualTo(204);
    assertThat(caller.delete(path + "/models/" + first).status()).as("gone").isEqualTo(404);
    assertThat(modelFiles()).isEqualTo(2);
    assertThat(caller.get(path + "/models/" + first).status()).isEqualTo(404);
    assertThat(caller.post(path + "/models/" + first + "/activate").status()).isEqualTo(404);
    JsonNode rows = caller.get(path + "/prediction-batches/" + id(before) + "/predictions").ok();
    assertThat(rows.path("predictions").path(0).path("horizon_days").asInt()).isEqualTo(30);

    String gone = path + "/prediction-batches/" + id(after);
    assertThat(caller.delete(Caller.PREFIX + other + "/prediction-batches/" + id(after)).status())
        .isEqualTo(404);
    assertThat(caller.get(gone).status()).isEqualTo(200);
    String file = after.path("output_file_url").asString();
    String input = after.path("input_file_url").asString();
    assertThat(caller.delete(gone).status()).isEqualTo(204);
    assertThat(caller.delete(gone).status()).as("gone").isEqualTo(404);
    assertThat(caller.get(gone).status()).isEqualTo(404);
    for (String url : List.of(file, input)) {
      assertThat(caller.get(url.substring(url.indexOf("/api"))).status()).isEqualTo(404);
    }
    JsonNode customers = caller.get(path + "/prediction-customers?limit=1&include=all").ok();
    assertThat(customers.path("customers").path(0).path("batch_id"))
        .isEqualTo(before.path("batch_id"));
    assertThat(customers.path("total")).isEqualTo(before.path("total_customers"));
  }
}
