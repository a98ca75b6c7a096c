package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is kept of models, over HTTP. */
@ExtendWith(RunningServer.Shared.class)
final class RegistryTest {
  private final RunningServer server;
  private final Caller caller;

  RegistryTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void the_best_of_all_types_can_be_asked_for() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    Scenario.processed(caller, organization, Scenario.history(120, 1));

    JsonNode started = caller.post(path + "/train?model_type=auto").ok();
    assertThat(started.path("model_type").asString()).isEqualTo("auto");
    JsonNode job = Scenario.await(caller, organization, started.path("job_id").asString());
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");

    JsonNode model = caller.get(path + "/models/" + started.path("model_id").asString()).ok();
    JsonNode status = caller.get(path + "/training-status").ok();
    for (JsonNode view : new JsonNode[] {model, status}) {
      assertThat(view.path("requested_model_type").asString()).isEqualTo("auto");
      assertThat(view.path("model_type").asString())
          .isIn("logistic_regression", "random_forest", "gradient_boosting");
    }
  }
}
