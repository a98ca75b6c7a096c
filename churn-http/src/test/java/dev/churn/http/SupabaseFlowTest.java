package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import dev.churn.http.settings.Settings;
import dev.churn.supabase.SupabaseStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole server over a project of Supabase whose gateway takes keys of today. */
final class SupabaseFlowTest {
  @TempDir Path home;
  @TempDir Path folder;

  /** {@return a log above 6 MiB, which is uploaded resumably} */
  private static String largeHistory() {
    String note = "x".repeat(800);
    return Scenario.history(300, 1)
        .lines()
        .map(line -> line + (line.startsWith("customer_id") ? ",note" : "," + note))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void the_main_flow_runs_through_a_gateway_that_refuses_bearer_keys() throws IOException {
    try (var supabase = new SupabaseStandIn(folder);
        var server =
            ChurnServer.start(
                Settings.from(
                    Map.of(
                        "PORT",
                        "0",
                        "CHURN_HOME",
                        PreparedHome.copyTo(home).toString(),
                        "SUPABASE_URL",
                        supabase.url(),
                        "SUPABASE_SECRET_KEY",
                        SupabaseStandIn.SECRET_KEY)))) {
      var caller = new Caller(server.url());
      caller.get("/health/ready").ok();
      String organization = Scenario.newOrganization(caller);
      String path = Caller.PREFIX + organization;
      String csv = largeHistory();
      assertThat(csv.length()).isGreaterThan(6 << 20);

      JsonNode uploaded = caller.upload(organization, Form.file(csv)).ok();
      assertThat(uploaded.path("message").asString())
          .isEqualTo("Dataset uploaded successfully to Supabase storage");
      assertThat(caller.get(uploaded.path("file_url").asString()).text()).isEqualTo(csv);
      String dataset = path + "/datasets/" + uploaded.path("dataset_id").asString();
      finish(caller, organization, caller.post(dataset + "/process-features").ok());
      finish(caller, organization, caller.post(path + "/train").ok());
      JsonNode batch =
          Scenario.awaitBatch(caller, organization, caller.post(dataset + "/score").accepted());
      assertThat(batch.path("status").asString()).isEqualTo("completed");
      assertThat(caller.get(batch.path("output_file_url").asString()).text())
          .startsWith("customer_id,");
      caller
          .postJson(
              path + "/predict",
              "{\"customer_id\": \"C-1\", \"as_of\": \"2024-06-30\","
                  + " \"transactions\": [{\"event_date\": \"2024-01-15\", \"amount\": 5}]}")
          .ok();
      caller.delete(dataset);
      caller.get(uploaded.path("file_url").asString()).problem(404);

      assertThat(supabase.requests()).anyMatch(r -> r.startsWith("PATCH /upload/resumable/"));
      assertThat(supabase.refusals()).isEmpty();
      assertThat(supabase.hasSeenNoBearer()).isTrue();
    }
  }

  private static void finish(Caller caller, String organization, JsonNode started) {
    JsonNode job = Scenario.await(caller, organization, started.path("job_id").asString());
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
  }
}
