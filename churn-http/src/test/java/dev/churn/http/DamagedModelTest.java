package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.local.LocalPostgres;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.postgres.JobSettings;
import dev.churn.postgres.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What happens when the file of the active model is no longer what was stored. */
final class DamagedModelTest {
  private static final String QUESTION =
      "{\"customer_id\": \"C-1\", \"as_of\": \"2024-06-25\","
          + " \"transactions\": [{\"event_date\": \"2024-06-15\", \"amount\": 5}]}";

  @TempDir Path home;

  @Test
  void the_previous_model_goes_on_serving_also_after_a_restart() throws IOException {
    String organization;
    String first;
    String second;
    try (var server = ChurnServer.start(RunningServer.settings(PreparedHome.copyTo(home)))) {
      var caller = new Caller(server.url());
      organization = Scenario.newOrganization(caller);
      String path = Caller.PREFIX + organization;
      Scenario.processed(caller, organization, Scenario.history(100, 1));
      first = trained(caller, organization);
      second = trained(caller, organization);
      caller.post(path + "/models/" + second + "/activate").ok();
    }
    flipOneByteOfEachCopy(second);

    for (int start = 0; start < 2; start++) {
      try (var server = ChurnServer.start(RunningServer.settings(home))) {
        requireFirstServes(new Caller(server.url()), Caller.PREFIX + organization, first, second);
      }
    }
    assertThat(logged(organization))
        .singleElement()
        .satisfies(
            prediction -> {
              assertThat(prediction.model()).hasToString(first);
              assertThat(prediction.role()).isEqualTo(ModelRole.CHAMPION);
              assertThat(prediction.customerId()).isEqualTo("C-1");
            });
  }

  private static String trained(Caller caller, String organization) {
    JsonNode job = Scenario.train(caller, organization, "logistic_regression");
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
    return job.path("model_id").asString();
  }

  private static void requireFirstServes(Caller caller, String path, String first, String second) {
    JsonNode answer = caller.postJson(path + "/predict", QUESTION).ok();
    assertThat(answer.path("model_id").asString()).isEqualTo(first);
    assertThat(answer.path("model_version").asInt()).isEqualTo(1);
    JsonNode damaged = caller.get(path + "/models/" + second).ok();
    assertThat(damaged.path("active").asBoolean()).isTrue();
    assertThat(damaged.path("serving").asBoolean()).isFalse();
    assertThat(damaged.path("file_error").asString()).contains("SHA-256");
    assertThat(caller.get(path + "/models/" + first).ok().path("serving").asBoolean()).isTrue();
    JsonNode deployment = caller.get(path + "/deployment").ok();
    assertThat(deployment.path("champion").asString()).isEqualTo(second);
    assertThat(deployment.path("answering").asString()).isEqualTo(first);
    assertThat(deployment.path("file_errors").has(second)).isTrue();
    caller.post(path + "/models/" + second + "/activate").problem(409);
  }

  private void flipOneByteOfEachCopy(String model) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> copies =
          files
              .filter(file -> file.endsWith(model + ".model"))
              .filter(Files::isRegularFile)
              .toList();
      assertThat(copies).hasSize(2); // one in storage, one in the cache
      for (Path copy : copies) {
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy, bytes);
      }
    }
  }

  private List<LoggedPrediction> logged(String organization) {
    List<LoggedPrediction> logged = new ArrayList<>();
    try (var postgres = LocalPostgres.start(home.resolve("postgres"));
        var database =
            PostgresDatabase.open(
                DatabaseSettings.parse(postgres.url()),
                JobSettings.defaults(),
                Clock.systemUTC())) {
      LocalDate day = LocalDate.parse("2024-06-25");
      database.predictionLog().read(OrganizationId.parse(organization), day, day, logged::add);
    }
    return logged;
  }
}
