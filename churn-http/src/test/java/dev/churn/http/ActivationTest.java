package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is activated, what stops, and what goes on, over HTTP. */
@ExtendWith(RunningServer.Shared.class)
final class ActivationTest {
  private final RunningServer server;
  private final Caller caller;

  ActivationTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  /** {@return the events of a history up to a day} */
  private static String until(LocalDate day) {
    return Scenario.history(60, 8)
        .lines()
        .filter(line -> line.startsWith("customer_id") || !day(line).isAfter(day))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static LocalDate day(String line) {
    return LocalDate.parse(line.split(",", -1)[1]);
  }

  private JsonNode dataset(String organization, String dataset) {
    return caller.get(Caller.PREFIX + organization + "/datasets/" + dataset).ok();
  }

  /** Uploads with a pipeline; {@return the dataset once the pipeline has ended or stopped}. */
  private JsonNode piped(String organization, String csv) {
    String dataset =
        caller
            .upload(organization, Form.file(csv).with("pipeline", "true"))
            .ok()
            .path("dataset_id")
            .asString();
    return ended(organization, dataset);
  }

  private JsonNode ended(String organization, String dataset) {
    while (true) {
      JsonNode view = dataset(organization, dataset);
      List<String> statuses =
          view.path("pipeline").valueStream().map(step -> step.path("status").asString()).toList();
      if (statuses.contains("stopped")
          || statuses.stream().noneMatch(List.of("waiting", "queued", "running")::contains)) {
        return view;
      }
      view.path("pipeline")
          .valueStream()
          .filter(step -> List.of("queued", "running").contains(step.path("status").asString()))
          .forEach(step -> Scenario.await(caller, organization, step.path("job_id").asString()));
    }
  }

  @Test
  void a_file_that_is_not_like_the_last_one_stops_and_goes_on_when_forced() {
    String organization = server.newOrganization();
    JsonNode ordinary = piped(organization, until(Scenario.END.minusDays(30)));
    assertThat(ordinary.path("pipeline").path(2).path("status").asString())
        .as(ordinary.toString())
        .isEqualTo("completed");
    assertThat(ordinary.path("check").path("passed").asBoolean()).isTrue();
    assertThat(ordinary.path("check").path("findings").isEmpty()).isTrue();

    JsonNode next = piped(organization, until(Scenario.END));
    assertThat(next.path("pipeline").path(2).path("status").asString())
        .as(next.toString())
        .isEqualTo("completed");
    assertThat(next.path("check").path("compared_with_dataset_id"))
        .isEqualTo(ordinary.path("dataset_id"));

    JsonNode stopped = piped(organization, until(Scenario.END.minusDays(30)));
    String id = stopped.path("dataset_id").asString();
    assertThat(stopped.path("pipeline").path(1).path("status").asString()).isEqualTo("stopped");
    assertThat(stopped.path("pipeline").path(1).path("message").asString())
        .startsWith("Stopped, because the data is not as expected: the last day is 2024-05-31")
        .endsWith("Send force=true to continue");
    assertThat(stopped.path("pipeline").path(2).path("status").asString()).isEqualTo("waiting");
    JsonNode finding = stopped.path("check").path("findings").path(0);
    assertThat(finding.path("kind").asString()).isEqualTo("earlier_last_day");
    assertThat(finding.path("expected").asString()).isEqualTo("2024-06-30 or later");
    assertThat(finding.path("found").asString()).isEqualTo("2024-05-31");
    assertThat(stopped.path("validation").path("warnings").valueStream().map(JsonNode::asString))
        .contains(finding.path("text").asString());

    String pipeline = Caller.PREFIX + organization + "/datasets/" + id + "/pipeline";
    assertThat(caller.post(pipeline).wrongFields(400)).containsExactly("force");
    JsonNode goesOn = caller.post(pipeline + "?force=true").json();
    assertThat(goesOn.path("pipeline").path(1).path("status").asString()).isEqualTo("queued");
    JsonNode forced = ended(organization, id);
    assertThat(forced.path("pipeline").path(2).path("status").asString())
        .as(forced.toString())
        .isEqualTo("completed");
    assertThat(forced.path("check").path("forced").asBoolean()).isTrue();
    caller.post(pipeline + "?force=true").problem(409);
    caller.post(pipeline.replace(id, UUID.randomUUID().toString()) + "?force=true").problem(404);
    String other = server.newOrganization();
    caller.post(pipeline.replace(organization, other) + "?force=true").problem(404);
  }

  @Test
  void an_organization_says_when_a_model_replaces_another() {
    JsonNode created =
        caller
            .postJson("/api/v1/organizations", "{\"name\": \"X\", \"activation\": \"by_hand\"}")
            .json();
    String organization = created.path("id").asString();
    assertThat(created.path("activation").asString()).isEqualTo("by_hand");
    Scenario.processed(caller, organization, until(Scenario.END));
    Scenario.train(caller, organization, "logistic_regression");
    JsonNode status = caller.get(Caller.PREFIX + organization + "/training-status").ok();
    assertThat(status.path("activation").path("reason").asString())
        .isEqualTo("not activated: models of this organization are activated by hand");
    assertThat(status.path("active_version").isNull()).isTrue();

    String path = "/api/v1/organizations/" + organization;
    JsonNode changed = caller.patchJson(path, "{\"activation\": \"if_better\"}").json();
    assertThat(changed.path("activation").asString()).isEqualTo("if_better");
    assertThat(caller.patchJson(path, "{\"activation\": \"always\"}").wrongFields(400))
        .containsExactly("activation");
    assertThat(caller.get(path).ok().path("activation").asString()).isEqualTo("if_better");
    String usual = "/api/v1/organizations/" + server.newOrganization();
    assertThat(caller.get(usual).ok().path("activation").asString()).isEqualTo("if_not_worse");
  }

  @Test
  void while_a_challenger_runs_new_versions_wait_unless_they_are_forced() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    Scenario.processed(caller, organization, until(Scenario.END.minusDays(60)));
    String champion =
        Scenario.train(caller, organization, "logistic_regression").path("model_id").asString();
    String challenger =
        Scenario.train(caller, organization, "random_forest").path("model_id").asString();
    caller
        .putJson(
            path + "/deployment",
            """
            {"champion": "%s", "challengers": [{"model_id": "%s", "share": 0.4}]}
            """
                .formatted(champion, challenger))
        .ok();
    Scenario.train(caller, organization, "gradient_boosting");

    JsonNode status = caller.get(path + "/training-status").ok();
    assertThat(status.path("activation").path("reason").asString())
        .isEqualTo(
            "not activated: it waits as a candidate while challengers of version 1 are running");
    assertThat(status.path("standing").path("state").asString()).isEqualTo("candidate");
    JsonNode models = caller.get(path + "/models").ok().path("models");
    assertThat(models.valueStream().map(m -> m.path("standing").path("state").asString()))
        .containsExactly("candidate", "challenger", "active");

    JsonNode forced = caller.post(path + "/train?model_type=gradient_boosting&force=true").ok();
    Scenario.await(caller, organization, forced.path("job_id").asString());
    assertThat(
            caller.get(path + "/training-status").ok().path("activation").path("reason").asString())
        .doesNotContain("challengers");
  }
}
