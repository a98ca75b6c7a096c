package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class RestartTest {
  @TempDir Path home;

  @Test
  void everything_is_still_there_after_a_restart() throws IOException {
    String organization;
    String path;
    JsonNode datasets;
    JsonNode prediction;
    String question =
        "{\"customer_id\": \"C-1\", \"as_of\": \"2024-02-01\","
            + " \"transactions\": [{\"event_date\": \"2024-01-15\", \"amount\": 5}]}";
    try (var first = ChurnServer.start(RunningServer.settings(PreparedHome.copyTo(home)))) {
      var caller = new Caller(first.url());
      organization = Scenario.newOrganization(caller);
      path = Caller.PREFIX + organization;
      Scenario.processed(caller, organization, Scenario.history(100, 1));
      Scenario.train(caller, organization, "gradient_boosting");
      datasets = caller.get(path + "/datasets").ok();
      prediction = caller.postJson(path + "/predict", question).ok();
    }

    try (var second = ChurnServer.start(RunningServer.settings(home))) {
      var caller = new Caller(second.url());

      JsonNode after = caller.get(path + "/datasets").ok();
      assertThat(after.path("total")).isEqualTo(datasets.path("total"));
      assertThat(after.path("datasets").path(0).path("dataset_id"))
          .isEqualTo(datasets.path("datasets").path(0).path("dataset_id"));
      assertThat(caller.postJson(path + "/predict", question).ok()).isEqualTo(prediction);
    }
  }
}
