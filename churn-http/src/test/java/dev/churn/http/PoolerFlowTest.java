package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.outside.PgBouncer;
import dev.churn.http.settings.Settings;
import dev.churn.local.LocalPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main flow with a connection pooler between the server and its database. */
final class PoolerFlowTest {
  @TempDir Path home;

  @Test
  void the_main_flow_works_through_a_pooler_in_session_mode_and_no_other() throws IOException {
    PgBouncer.assumeInstalled();
    try (LocalPostgres database = LocalPostgres.start(home.resolve("database"))) {
      try (PgBouncer pooler = pooler("transaction", database)) {
        assertThatThrownBy(() -> ChurnServer.start(settings(database, pooler)).close())
            .isInstanceOfSatisfying(
                ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
            .hasMessageContaining("transaction mode");
      }
      try (PgBouncer pooler = pooler("session", database);
          ChurnServer server = ChurnServer.start(settings(database, pooler))) {
        var caller = new Caller(server.url());
        String organization = Scenario.newOrganization(caller);

        Scenario.processed(caller, organization, Scenario.history(200, 1));
        JsonNode training = Scenario.train(caller, organization, "logistic_regression");

        assertThat(training.path("status").asString()).isEqualTo("completed");
        assertThat(
                caller
                    .postJson(
                        Caller.PREFIX + organization + "/predict",
                        "{\"customer_id\": \"C-1\", \"as_of\": \"2024-02-01\","
                            + " \"transactions\": [{\"event_date\": \"2024-01-15\", \"amount\": 5}]}")
                    .ok()
                    .path("churn_probability")
                    .asDouble())
            .isBetween(0.0, 1.0);
        assertThat(caller.get("/health/ready").status()).isEqualTo(200);
      }
    }
  }

  private static PgBouncer pooler(String mode, LocalPostgres database) throws IOException {
    URI url = URI.create(database.url());
    String[] login = url.getUserInfo().split(":", 2);
    return PgBouncer.start(
        mode, 15, "port=%d user=%s password=%s".formatted(url.getPort(), login[0], login[1]));
  }

  private Settings settings(LocalPostgres database, PgBouncer pooler) {
    String url = database.url();
    return Settings.from(
        Map.of(
            "PORT", "0",
            "CHURN_HOME", home.toString(),
            "DATABASE_URL",
                url.replace(":" + URI.create(url).getPort() + "/", ":" + pooler.port() + "/")));
  }
}
