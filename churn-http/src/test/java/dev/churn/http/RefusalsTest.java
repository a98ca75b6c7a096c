package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Holds the table of refusals in the documents against what the server answers. */
final class RefusalsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "refusals.md");
  private static final String HEAD =
      """
      # Refusals

      What the server answers to files and calls that it cannot use: status, and `detail` with the `errors` behind it.
      `RefusalsTest` sends each of them and compares.

      | sent | status | answer |
      |---|---|---|
      """;
  private static final String GOOD = "customer_id,event_date,amount\nA,2024-01-05,10\n";

  @TempDir Path folder;
  private final List<String> rows = new ArrayList<>();
  private Caller caller;
  private String organization;

  private void file(String what, String csv, String... fields) {
    bytes(what, "events.csv", csv.getBytes(StandardCharsets.UTF_8), fields);
  }

  private void bytes(String what, String filename, byte[] content, String... fields) {
    Form form = new Form().withFile(filename, content);
    for (int i = 0; i < fields.length; i += 2) {
      form.with(fields[i], fields[i + 1]);
    }
    add(what, caller.upload(organization, form));
  }

  private void predict(String what, String transaction) {
    String body = "{\"customer_id\": \"A\", \"transactions\": [{%s}]}".formatted(transaction);
    add(what, caller.postJson(Caller.PREFIX + organization + "/predict", body));
  }

  private void add(String what, Response answer) {
    JsonNode problem = answer.problem(answer.status());
    String errors =
        problem
            .path("errors")
            .valueStream()
            .map(
                e -> "`%s`: %s".formatted(e.path("field").asString(), e.path("problem").asString()))
            .collect(Collectors.joining("; "));
    String text = problem.path("detail").asString() + (errors.isEmpty() ? "" : " — " + errors);
    rows.add(
        "| %s | %d | %s |\n"
            .formatted(what, answer.status(), text.replace("|", "\\|").replace('\n', ' ')));
  }

  private void sendAll() {
    file("an empty file", "");
    file("a header and nothing else", "customer_id,event_date\n");
    file("no column of customers", "event_date,amount\n2024-01-15,5\n");
    file("two columns `date`", "customer_id,date,date\nA,2024-01-05,2024-01-07\n");
    file("no row with a day", "customer_id,event_date\nA,soon\nB,later\n");
    file(
        "days of which day and month could be swapped",
        "customer_id,event_date\nA,05/06/2024\nA,07/06/2024\n");
    file("days of two orders", "customer_id,event_date\nA,25/01/2024\nA,01/26/2024\n");
    file(
        "days of which many are in another format",
        "customer_id,event_date\nA,2024-01-05\nA,2024-01-06\nA,31.01.2024\n");
    file(
        "amounts of which the comma could be that of thousands or decimals",
        "customer_id;event_date;amount\nA;2024-01-05;1,250\nA;2024-01-06;2.750\n");
    file(
        "an `amount` that holds words",
        "customer_id,event_date,amount\nA,2024-01-05,red\nA,2024-01-06,blue\n");
    file(
        "labels in other words",
        "customer_id,event_date,churn_label\nA,2024-01-05,weg\nB,2024-01-06,da\n",
        "has_churn_label",
        "true");
    bytes("a gzip file that is cut", "events.csv.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0});
    bytes("a PDF", "events.pdf", "%PDF-1.7\n%âãÏÓ\n".getBytes(StandardCharsets.ISO_8859_1));
    file("an option that is misspelled", GOOD, "decimal_seperator", "comma");
    file("`decimal_separator=;`", GOOD, "decimal_separator", ";");
    file("`encoding=utf-9`", GOOD, "encoding", "utf-9");
    file("`missing_values=NULL`", GOOD, "missing_values", "NULL");
    file(
        "`churn_label_values={\"gone\": \"yes\"}`",
        GOOD,
        "churn_label_values",
        "{\"gone\": \"yes\"}");
    file("`columns={\"amount\": 0}`", GOOD, "columns", "{\"amount\": 0}");
    file("`columns={\"amount\": \"Total\"}`", GOOD, "columns", "{\"amount\": \"Total\"}");
    file("`columns={\"customer_id\": null}`", GOOD, "columns", "{\"customer_id\": null}");
    file("`date_format=bbbb {`", GOOD, "date_format", "bbbb {");
    file("`as_of` before the first event", GOOD, "as_of", "2023-12-31");
    predict(
        "predict: an amount that can be read in two ways",
        "\"event_date\": \"2024-01-15\", \"amount\": \"1.250\"");
    predict(
        "predict: an amount that is a word",
        "\"event_date\": \"2024-01-15\", \"amount\": \"twelve\"");
    predict("predict: a day that can be read in two ways", "\"event_date\": \"05/06/2024\"");
    predict("predict: a placeholder for a missing date", "\"event_date\": \"1970-01-01\"");
    predict("predict: a misspelled field", "\"event_date\": \"2024-01-15\", \"amout\": 5");
    predict(
        "predict: two fields for one", "\"date\": \"2024-01-15\", \"timestamp\": \"2024-01-15\"");
    add(
        "predict: a customer `NULL`",
        caller.postJson(
            Caller.PREFIX + organization + "/predict",
            "{\"customer_id\": \"NULL\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}"));
    add(
        "train: options in a body",
        caller.postJson(
            Caller.PREFIX + organization + "/train", "{\"model_type\": \"random_forest\"}"));
    add(
        "an organization's `time_zone` `Tokyo`",
        caller.patchJson("/api/v1/organizations/" + organization, "{\"time_zone\": \"Tokyo\"}"));
  }

  @Test
  void the_table_of_refusals_is_what_the_server_answers() throws IOException {
    try (var api = ApiInMemory.start(folder)) {
      caller = new Caller(api.url());
      organization = Scenario.newOrganization(caller);
      sendAll();
    }
    String table = HEAD + String.join("", rows);
    Path fresh = Files.createDirectories(Path.of("target")).resolve("refusals.md");
    Files.writeString(fresh, table);

    assertThat(Files.readString(DOCUMENT))
        .as("docs/refusals.md is as in churn-http/%s, which may be copied there", fresh)
        .isEqualTo(table);
  }
}
