package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Customers whose ids are formulas to a spreadsheet, or hold what directs a display. */
final class StrangeIdsTest {
  private static final List<String> FORMULAS =
      List.of("=1+1", "+1+1", "@SUM(A1)", "-2+3", "＝1", "-cmd|' /C calc'!A0");

  @TempDir Path folder;
  private ApiInMemory api;
  private Caller caller;
  private String organization;
  private String path;

  @BeforeEach
  void start() throws IOException {
    api = ApiInMemory.start(folder);
    caller = new Caller(api.url());
    organization = Scenario.newOrganization(caller);
    path = Caller.PREFIX + organization;
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String events(List<String> customers) {
    return customers.stream()
        .map(id -> "%s,2024-01-15,5,purchase\n%1$s,2024-05-20,7,purchase\n".formatted(id))
        .collect(Collectors.joining());
  }

  private JsonNode processed(String csv) {
    String dataset = caller.upload(organization, Form.file(csv)).ok().path("dataset_id").asString();
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    String table =
        caller.get(path + "/datasets/" + dataset).ok().path("features_dataset_id").asString();
    return caller.get(path + "/datasets/" + table).ok();
  }

  @Test
  void a_file_of_predictions_runs_nothing_and_can_be_had_raw() {
    String csv = Scenario.history(150, 1) + events(FORMULAS) + events(List.of("-5"));
    JsonNode table = processed(csv);
    String model = caller.post(path + "/train").ok().path("model_id").asString();
    api.runJobs();
    caller.post(path + "/models/" + model + "/activate").ok();
    JsonNode started = caller.postForm(path + "/predict-bulk", Form.file(csv)).accepted();
    api.runJobs();
    String batch = path + "/prediction-batches/" + started.path("batch_id").asString();
    String file = caller.get(batch).ok().path("output_file_url").asString();

    String shown = caller.get(file).text();
    String raw = caller.get(file + "?raw=true").text();

    assertThat(ids(raw)).containsAll(FORMULAS).contains("-5");
    assertThat(ids(shown))
        .containsExactlyElementsOf(
            ids(raw).stream().map(id -> FORMULAS.contains(id) ? "'" + id : id).toList());
    assertThat(shown.lines().map(line -> line.replaceFirst("^'", "")))
        .as("all but the ids")
        .containsExactlyElementsOf(raw.lines().toList());
    assertThat(caller.method("HEAD", file + "?raw=true").header("Content-Length")).isNotEmpty();
    caller.get(file + "?raw=maybe").problem(400);
    assertThat(caller.get(batch + "/predictions?limit=1000").text()).contains("\"=1+1\"");
    String features = table.path("file_url").asString();
    assertThat(ids(caller.get(features).text())).contains("'=1+1");
    assertThat(ids(caller.get(features + "?raw=true").text())).contains("=1+1");
    assertThat(caller.get(started.path("input_file_url").asString()).text()).isEqualTo(csv);
  }

  /** {@return the customers of a table, none of whose ids has a comma} */
  private static List<String> ids(String table) {
    return table.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
  }

  @Test
  void half_of_a_character_is_no_part_of_an_id() {
    for (String half : List.of("\\ud800x", "x\\ud83d", "\\udc00\\ud800")) {
      String body =
          """
          {"customer_id": "%s", "transactions": [{"event_date": "2024-01-15"}]}
          """
              .formatted(half);
      JsonNode problem = caller.postJson(path + "/predict", body).problem(400);
      assertThat(problem.path("errors").get(0).path("problem").asString())
          .isEqualTo("expected a customer id without unpaired surrogates");
      JsonNode rejected =
          caller
              .upload(
                  organization,
                  new Form()
                      .withFile(
                          "events.jsonl",
                          """
                          {"customer_id": "%s", "event_date": "2024-01-15"}
                          {"customer_id": "😀", "event_date": "2024-01-15"}
                          """
                              .formatted(half)
                              .getBytes(StandardCharsets.UTF_8)))
              .ok()
              .path("validation")
              .path("rejected");
      assertThat(rejected)
          .extracting(row -> row.path("reason").asString().replaceFirst(", found.*", ""))
          .containsExactly("expected text that can be read in the file's encoding");
    }
    caller
        .postJson(
            path + "/predict",
            "{\"customer_id\": \"\\ud83d\\ude00\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}")
        .problem(404); // no model yet
    assertThat(caller.get(path + "/prediction-customers?search=a%00b").wrongFields(400))
        .containsExactly("search");
    for (String id : List.of("a%01b", "a%E2%80%AEb")) {
      assertThat(caller.get(path + "/customers/" + id).wrongFields(400))
          .containsExactly("customer_id");
      assertThat(caller.delete(path + "/customers/" + id).wrongFields(400))
          .containsExactly("customer_id");
    }
  }

  @Test
  void what_directs_a_display_is_refused_within_ids_everywhere() {
    String csv = Scenario.history(20, 1);
    JsonNode rejected =
        caller
            .upload(organization, Form.file(csv + events(List.of("a\u202Eb"))))
            .ok()
            .path("validation")
            .path("rejected");
    assertThat(rejected)
        .extracting(row -> row.path("line").asLong())
        .containsExactly(csv.lines().count() + 1, csv.lines().count() + 2);
    assertThat(rejected.get(0).path("reason").asString())
        .startsWith("expected a customer id without control characters");

    for (String id : List.of("a\u0000b", "a\u0001b", "a\u007Fb", "a\u0085b", "a\u202Eb")) {
      String escaped =
          id.chars().mapToObj(c -> "\\u%04x".formatted(c)).collect(Collectors.joining());
      assertThat(
              caller
                  .postJson(
                      path + "/predict",
                      """
                      {"customer_id": "%s", "transactions": [{"event_date": "2024-01-15"}]}
                      """
                          .formatted(escaped))
                  .problem(400)
                  .path("errors")
                  .get(0)
                  .path("field")
                  .asString())
          .isEqualTo("customer_id");
    }
    for (String id : List.of("a%00b", "a%01b", "a%C2%85b", "a%E2%80%AEb")) {
      assertThat(caller.get(path + "/customers/" + id).status()).as(id).isEqualTo(400);
      assertThat(caller.delete(path + "/customers/" + id).status()).as(id).isEqualTo(400);
    }
    caller.get(path + "/customers/a%0Ab").problem(404);
  }
}
