package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the answer to an upload tells about how the file was read. */
final class UploadAnswerTest {
  @TempDir Path folder;
  private ApiInMemory api;
  private Caller caller;
  private String organization;

  @BeforeEach
  void start() throws IOException {
    api = ApiInMemory.start(folder);
    caller = new Caller(api.url());
    organization = Scenario.newOrganization(caller);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private JsonNode details(JsonNode uploaded) {
    return caller
        .get(Caller.PREFIX + organization + "/datasets/" + uploaded.path("dataset_id").asString())
        .ok();
  }

  @Test
  void rejected_rows_are_no_success_without_a_word() {
    JsonNode answer =
        caller
            .upload(
                organization,
                Form.file("customer_id,event_date\nA,2024-01-05\nB,soon\nC,later\nD,2024-01-07\n"))
            .ok();

    assertThat(answer.path("message").asString())
        .isEqualTo("Dataset uploaded to local storage; 2 of 4 rows were rejected");
    assertThat(answer.path("warnings").valueStream().map(JsonNode::asString))
        .anySatisfy(warning -> assertThat(warning).contains("2 of 4 rows (50.0 %)"));
    assertThat(answer.path("warnings")).isEqualTo(answer.path("validation").path("warnings"));
    assertThat(details(answer).path("validation")).isEqualTo(answer.path("validation"));
  }

  @Test
  void a_file_without_faults_has_no_warning() {
    JsonNode answer =
        caller
            .upload(organization, Form.file("customer_id,event_date,amount\nA,2024-01-05,5\n"))
            .ok();

    assertThat(answer.path("message").asString())
        .isEqualTo("Dataset uploaded successfully to local storage");
    assertThat(answer.path("warnings")).isEmpty();
  }

  @Test
  void the_answer_and_the_dataset_say_how_the_file_was_read() {
    JsonNode answer =
        caller
            .upload(
                organization,
                Form.file("client;day\nA;05/01/2024\n")
                    .with("columns", "{\"event_date\": \"day\"}")
                    .with("date_format", "dd/MM/yyyy")
                    .with("decimal_separator", "comma")
                    .with("missing_values", "[\"none\", \"-\"]")
                    .with("churn_label_values", "{\"gone\": 1}"))
            .ok();

    JsonNode readAs = answer.path("read_as");
    assertThat(readAs.path("date_format").asString()).isEqualTo("dd/MM/yyyy");
    assertThat(readAs.path("time_zone").asString()).isEqualTo("UTC");
    assertThat(readAs.path("decimal_separator").asString()).isEqualTo(",");
    assertThat(readAs.path("encoding").asString()).isEqualTo("UTF-8");
    assertThat(readAs.path("columns").path("event_date").asString()).isEqualTo("day");
    assertThat(readAs.path("missing_values").toString()).isEqualTo("[\"-\",\"none\"]");
    assertThat(readAs.path("churn_label_values").toString()).isEqualTo("{\"gone\":true}");
    JsonNode kept = details(answer).path("read_as");
    assertThat(kept.path("columns").toString()).isEqualTo("{\"event_date\":\"day\"}");
    assertThat(kept.path("unused_columns").isNull()).isTrue();
    for (String field : readAs.propertyNames()) {
      if (!field.equals("columns") && !field.equals("unused_columns")) {
        assertThat(kept.path(field)).as(field).isEqualTo(readAs.path(field));
      }
    }
  }

  @Test
  void the_answer_says_which_columns_were_found_and_which_are_not_used() {
    JsonNode answer =
        caller
            .upload(
                organization,
                Form.file(
                    "client_id;date;price;Type;montant;churn;note;note;\nA;2024-01-05;7;p;1;0;x;y;\n"))
            .ok();

    assertThat(answer.path("read_as").path("columns").toString())
        .isEqualTo(
            "{\"amount\":\"price\",\"customer_id\":\"client_id\",\"event_date\":\"date\","
                + "\"event_type\":\"Type\"}");
    assertThat(answer.path("read_as").path("unused_columns").toString())
        .isEqualTo("[\"montant\",\"churn\",\"note\",\"note\"]");
    JsonNode product =
        caller
            .upload(
                organization,
                new Form()
                    .withFile(
                        "events.csv",
                        "id,id,day,qty,price,event\nA,B,2024-01-05,2,7,p\n"
                            .getBytes(StandardCharsets.UTF_8))
                    .with("columns", "{\"customer_id\": 2, \"event_type\": \"none\"}"))
            .ok();

    assertThat(product.path("read_as").path("columns").toString())
        .isEqualTo(
            "{\"customer_id\":\"#2\",\"event_date\":\"day\",\"event_type\":\"none\","
                + "\"quantity\":\"qty\",\"unit_price\":\"price\"}");
    assertThat(product.path("read_as").path("unused_columns").toString())
        .isEqualTo("[\"id\",\"event\"]");
  }

  @Test
  void what_is_odd_compared_with_the_upload_before_is_a_warning_of_the_answer_alone() {
    String usual = "customer_id,event_date,amount\nA,2024-01-05,5\nB,2024-02-05,5\n";
    caller.upload(organization, Form.file(usual)).ok();
    JsonNode older = caller.upload(organization, Form.file(usual.replace("02-05", "01-07"))).ok();

    assertThat(older.path("warnings").valueStream().map(JsonNode::asString))
        .containsExactly(
            "This file differs from the last one: the last day is 2024-01-07, before the 2024-02-05 of the"
                + " last file.");
    assertThat(details(older).path("validation").path("warnings")).isEmpty();
  }

  @Test
  void activity_types_of_the_organization_that_the_file_lacks_are_named_with_the_nearest() {
    caller
        .patchJson(
            "/api/v1/organizations/" + organization, "{\"activity_event_types\": [\"purchse\"]}")
        .ok();
    JsonNode answer =
        caller
            .upload(
                organization,
                Form.file("customer_id,event_date,amount,event_type\nA,2024-01-05,5,purchase\n"))
            .ok();

    assertThat(answer.path("warnings").valueStream().map(JsonNode::asString))
        .containsExactly(
            "No row is of the activity event types 'purchse' (the nearest is 'purchase').");
  }
}
