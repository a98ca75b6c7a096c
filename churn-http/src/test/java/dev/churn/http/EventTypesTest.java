package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Support tickets before customers leave, among more frequent types of events, over HTTP. */
class EventTypesTest {
  private static final LocalDate FIRST = LocalDate.of(2023, 5, 1);
  private static final LocalDate LAST = LocalDate.of(2024, 6, 30);
  private static final List<String> FREQUENT = List.of("cart", "login", "order", "search", "visit");
  private static final List<String> ROWS = rows();

  private static ApiInMemory api;
  private static Caller caller;
  private static String path;
  private static JsonNode table;
  private static JsonNode model;

  private static List<String> rows() {
    var random = new Random(1);
    List<String> rows = new ArrayList<>();
    int customer = 0;
    for (int place = 0; place < 260; place++) {
      customer++;
      LocalDate day = FIRST.plusDays(random.nextInt(12));
      while (!day.isAfter(LAST)) {
        rows.add("c%d,%s,%s".formatted(customer, day, FREQUENT.get(random.nextInt(5))));
        if (random.nextInt(16) == 0) {
          rows.add("c%d,%s,Ticket".formatted(customer, day));
          boolean leaves = random.nextInt(12) > 0;
          day = day.plusDays(leaves ? random.nextInt(60) : 0);
          customer += leaves ? 1 : 0; // another one comes
        }
        day = day.plusDays(1 + random.nextInt(18));
      }
    }
    return rows;
  }

  @BeforeAll
  static void an_organization_with_a_model(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2024-07-01T12:00:00Z")));
    caller = new Caller(api.url());
    path = Caller.PREFIX + Scenario.newOrganization(caller);
    String csv = "customer_id,event_date,event_type\n" + String.join("\n", ROWS) + "\n";
    String dataset =
        caller
            .postForm(path + "/upload-dataset", Form.file(csv))
            .ok()
            .path("dataset_id")
            .asString();
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    caller.post(path + "/train").ok();
    api.runJobs();
    JsonNode raw = caller.get(path + "/datasets/" + dataset).ok();
    table = caller.get(path + "/datasets/" + raw.path("features_dataset_id").asString()).ok();
    JsonNode listed = caller.get(path + "/models").ok().path("models").path(0);
    model = caller.get(path + "/models/" + listed.path("model_id").asString()).ok();
    caller.post(path + "/models/" + listed.path("model_id").asString() + "/activate").ok();
    caller.post(path + "/datasets/" + dataset + "/score").accepted();
    api.runJobs();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JsonNode predict(String customer, List<String> more) {
    List<String> rows = new ArrayList<>(ROWS);
    more.forEach(row -> rows.add(customer + "," + row));
    String transactions =
        rows.stream()
            .map(row -> row.split(",", -1))
            .filter(cells -> cells[0].equals(customer))
            .map(
                cells ->
                    "{\"event_date\": \"%s\", \"event_type\": \"%s\"}"
                        .formatted(cells[1], cells[2]))
            .collect(Collectors.joining(","));
    return caller
        .postJson(
            path + "/predict",
            "{\"customer_id\": \"%s\", \"as_of\": \"%s\", \"transactions\": [%s]}"
                .formatted(customer, LAST, transactions))
        .ok();
  }

  @Test
  void the_table_watches_tickets_though_five_types_are_more_frequent() {
    List<String> watched =
        table.path("watched_event_types").valueStream().map(JsonNode::asString).toList();
    String used = model.path("parameters").path("event_types_used").asString();

    assertThat(watched).hasSize(4).contains("ticket");
    assertThat(table.path("features").path(24).asString()).isEqualTo("type_4_share");
    // the model reads a table of more types than its own
    assertThat(used.split(", ", -1)).contains("'ticket'").hasSizeLessThan(4);
  }

  @Test
  void a_batch_of_the_table_predict_and_the_evaluation_read_the_same_columns() {
    JsonNode listed =
        caller.get(path + "/prediction-customers?include=all&limit=50").ok().path("customers");

    assertThat(listed.size()).isEqualTo(50);
    for (JsonNode customer : listed) {
      assertThat(
              predict(customer.path("customer_id").asString(), List.of())
                  .path("churn_probability")
                  .asDouble())
          .isCloseTo(customer.path("churn_probability").asDouble(), within(1e-12));
    }
    // who has had a ticket is told from who has not, which days of activity alone do not
    assertThat(caller.get(path + "/training-status").ok().path("roc_auc").asDouble())
        .isGreaterThan(0.7);
  }

  @Test
  void a_ticket_today_makes_churn_more_probable_however_it_is_written() {
    String customer =
        ROWS.stream()
            .filter(row -> row.contains("," + LAST.minusDays(2)))
            .map(row -> row.split(",", -1)[0])
            .filter(id -> ROWS.stream().noneMatch(row -> row.matches(id + ",.*,Ticket")))
            .findFirst()
            .orElseThrow();

    double before =
        predict(customer, List.of(LAST + ",visit")).path("churn_probability").asDouble();
    double after =
        predict(customer, List.of(LAST + ",TICKET ")).path("churn_probability").asDouble();

    assertThat(after).isGreaterThan(before + 0.2);
  }
}
