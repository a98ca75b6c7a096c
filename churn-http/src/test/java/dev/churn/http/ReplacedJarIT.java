package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A build under a running server: the jar from which it loads its classes is replaced, then gone.
 */
final class ReplacedJarIT {
  private static final Path BUILT = Path.of(System.getProperty("churn.jar"));

  @TempDir Path folder;

  @Test
  void a_server_goes_on_when_its_jar_is_built_anew_and_then_cleaned_away()
      throws IOException, InterruptedException {
    Path jar = Files.copy(BUILT, folder.resolve("churn-http.jar"));
    Path next = Files.copy(BUILT, folder.resolve("churn-http-shaded.jar"));
    Path before = folder.resolve("original-churn-http.jar");
    var environment =
        Map.of("PORT", "0", "CHURN_HOME", PreparedHome.copyTo(folder.resolve("home")).toString());
    try (var server = ServerProcess.startJar(jar, folder, environment, "serve")) {
      var caller = new Caller(server.awaitUrl());

      Files.move(jar, before); // as the build does: the finished jar is renamed into place
      Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
      String organization = Scenario.newOrganization(caller);
      String path = Caller.PREFIX + organization;
      caller.post(path + "/predict").problem(415);
      caller.upload(organization, new Form()).problem(400);
      String dataset = Scenario.processed(caller, organization, Scenario.history(100, 1));
      assertThat(
              Scenario.train(caller, organization, "logistic_regression").path("status").asString())
          .isEqualTo("completed");

      Files.delete(jar);
      Files.delete(before);
      JsonNode scoring = caller.post(path + "/datasets/" + dataset + "/score").json();
      assertThat(Scenario.awaitBatch(caller, organization, scoring).path("status").asString())
          .isEqualTo("completed");
      String weka = path + "/train?model_type=weka&classifier=J48";
      String job = caller.post(weka).ok().path("job_id").asString();
      assertThat(Scenario.await(caller, organization, job).path("status").asString())
          .isEqualTo("completed");
      assertThat(caller.get(path + "/datasets/" + dataset + "/arff").status()).isEqualTo(200);
      assertThat(caller.get(path + "/monitoring").status()).isEqualTo(200);
      assertThat(caller.get("/openapi.yaml").status()).isEqualTo(200);
      caller.delete(path + "/predict").problem(405);
      assertThat(caller.delete("/api/v1/organizations/" + organization).status()).isEqualTo(204);
      server.terminate();
      assertThat(server.awaitEnd()).isEqualTo(143); // 128 + SIGTERM
      assertThat(server.errors()).doesNotContain("\"level\":\"ERROR\"").doesNotContain("\tat ");
    }
  }
}
