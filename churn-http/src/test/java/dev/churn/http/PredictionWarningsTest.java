package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What predict says about transactions that it does not count. */
@ExtendWith(RunningServer.Shared.class)
final class PredictionWarningsTest {
  private static final List<String> DAYS =
      List.of("2024-06-29", "2024-06-27", "2024-06-20", "2024-06-11", "2024-05-30");

  private final RunningServer server;
  private final Caller caller;

  PredictionWarningsTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  private String organization() {
    String organization = server.newOrganization();
    caller
        .patchJson(
            "/api/v1/organizations/" + organization, "{\"activity_event_types\": [\"purchase\"]}")
        .ok();
    Scenario.processed(caller, organization, Scenario.history(150, 1));
    assertThat(
            Scenario.train(caller, organization, "logistic_regression").path("status").asString())
        .isEqualTo("completed");
    return organization;
  }

  private JsonNode predict(String organization, String rest) {
    StringBuilder transactions = new StringBuilder();
    for (String day : DAYS) {
      transactions.append(transactions.isEmpty() ? "" : ",");
      transactions.append("{\"event_date\": \"%s\", %s}".formatted(day, rest));
    }
    return caller
        .postJson(
            Caller.PREFIX + organization + "/predict?explain=true",
            "{\"customer_id\": \"C\", \"as_of\": \"2024-06-30\", \"transactions\": [%s]}"
                .formatted(transactions))
        .ok();
  }

  private static List<String> warnings(JsonNode prediction) {
    return prediction.path("warnings").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void a_type_that_is_missing_or_written_otherwise_changes_nothing_or_is_named() {
    String organization = organization();
    JsonNode typed = predict(organization, "\"amount\": 20, \"event_type\": \"purchase\"");
    assertThat(warnings(typed)).isEmpty();

    JsonNode otherwise = predict(organization, "\"amount\": 20, \"event_type\": \" PURCHASE\"");
    assertThat(otherwise).isEqualTo(typed);

    JsonNode untyped = predict(organization, "\"amount\": 20");
    for (String field : List.of("churn_probability", "features", "crossing_date", "explanation")) {
      assertThat(untyped.path(field)).as(field).isEqualTo(typed.path(field));
    }
    assertThat(warnings(untyped))
        .containsExactly(
            "No transaction has an event_type, so all 5 were counted as activity. The model counts"
                + " only 'purchase'.");

    JsonNode others = predict(organization, "\"amount\": 20, \"event_type\": \"purchases\"");
    assertThat(others.path("churn_probability").asDouble())
        .isNotEqualTo(typed.path("churn_probability").asDouble());
    assertThat(warnings(others))
        .containsExactly(
            "5 of 5 transactions have other event types, 'purchases', and were not counted as"
                + " activity. The model counts only 'purchase'.");

    assertThat(predict(organization, "\"price\": 20, \"Type\": \"purchase\"")).isEqualTo(typed);
    assertThat(warnings(predict(organization, "\"kind\": \"purchase\", \"value\": \"red\"")))
        .startsWith(
            "Fields of transactions that lack amount or event_type were ignored: 'kind'.",
            "Texts that are no amounts were ignored in: 'value'.");
  }

  @Test
  void a_file_without_what_counts_as_activity_is_refused_or_warned_about() {
    String organization = organization();
    String path = Caller.PREFIX + organization + "/predict-bulk?as_of=2024-06-30";

    JsonNode refused =
        caller.postForm(path, Form.file("customer_id,event_date\nC,2024-06-29\n")).problem(422);
    assertThat(refused.path("detail").asString())
        .startsWith(
            "Expected event types, since the model counts only 'purchase' as activity; found none");
    String mails = "customer_id,event_date,event_type,amount\nC,2024-06-28,mail opened,1\n";
    JsonNode other = caller.postForm(path, Form.file(mails)).accepted();
    assertThat(warnings(other))
        .containsExactly(
            "No event counts as activity, so all customers look as if they had never been active:"
                + " the file has the event types 'mail opened', and the model counts only"
                + " 'purchase'.");
    JsonNode usual =
        caller.postForm(path, Form.file(mails + "C,2024-06-29,Purchase,2\n")).accepted();
    assertThat(warnings(usual)).isEmpty();
  }
}
