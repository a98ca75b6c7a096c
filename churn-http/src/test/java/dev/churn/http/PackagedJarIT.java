package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The jar that is handed out: nothing that its work needs was left out of it. */
final class PackagedJarIT {
  private final Path jar = Path.of(System.getProperty("churn.jar"));

  @TempDir Path folder;

  @Test
  void the_main_job_runs_from_file_to_probability() throws IOException, InterruptedException {
    var environment = Map.of("PORT", "0", "CHURN_HOME", folder.resolve("home").toString());
    String path;
    String prediction;
    try (var server = ServerProcess.startJar(jar, folder, environment, "serve")) {
      var caller = new Caller(server.awaitUrl());
      String organization = Scenario.newOrganization(caller);
      path = Caller.PREFIX + organization;
      String dataset = Scenario.processed(caller, organization, Scenario.history(100, 1));
      for (String type : new String[] {"logistic_regression", "random_forest"}) {
        assertThat(Scenario.train(caller, organization, type).path("status").asString())
            .isEqualTo("completed");
      }
      prediction = predict(caller, path);
      JsonNode started = caller.post(path + "/datasets/" + dataset + "/score").json();
      assertThat(Scenario.awaitBatch(caller, organization, started).path("status").asString())
          .isEqualTo("completed");
      assertThat(caller.get("/health/ready").status()).isEqualTo(200);
      server.terminate();
      assertThat(server.awaitEnd()).isEqualTo(143); // 128 + SIGTERM
      assertThat(server.errors()).doesNotContain("\"level\":\"ERROR\"").doesNotContain("WARN");
    }
    try (var again = ServerProcess.startJar(jar, folder, environment)) {
      assertThat(predict(new Caller(again.awaitUrl()), path)).isEqualTo(prediction);
    }
  }

  @Test
  void a_storage_elsewhere_is_reached_for() throws IOException, InterruptedException {
    var environment =
        Map.of(
            "PORT", "0",
            "CHURN_HOME", PreparedHome.copyTo(folder.resolve("home")).toString(),
            "SUPABASE_URL", "http://127.0.0.1:9",
            "SUPABASE_ANON_KEY", "key");

    try (var server = ServerProcess.startJar(jar, folder, environment, "serve")) {
      assertThat(server.awaitEnd()).isEqualTo(1);
      assertThat(server.errors()).contains("127.0.0.1").doesNotContain("NoClassDefFound");
    }
  }

  private static String predict(Caller caller, String path) {
    return caller
        .postJson(
            path + "/predict",
            """
            {"customer_id": "C-1", "as_of": "2024-06-30",
             "transactions": [{"event_date": "2024-06-01", "amount": 20.5}]}
            """)
        .ok()
        .path("churn_probability")
        .asString();
  }
}
