package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What may count as churn, over HTTP. */
@ExtendWith(RunningServer.Shared.class)
final class DefinitionTest {
  private final RunningServer server;
  private final Caller caller;

  DefinitionTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void a_processed_dataset_says_what_may_count_as_churn() {
    String organization = server.newOrganization();
    String dataset = Scenario.processed(caller, organization, Scenario.history(400, 1));
    String path = Caller.PREFIX + organization + "/datasets/";

    JsonNode definition = caller.get(path + dataset + "/definition").ok();

    assertThat(definition.path("as_of").asString()).isEqualTo(Scenario.END.toString());
    assertThat(definition.path("false_alarm_days").asInt()).isEqualTo(90);
    JsonNode rates = definition.path("return_rates");
    assertThat(rates.size()).isGreaterThan(2);
    assertThat(rates.path(0).path("silent_days").asInt()).isEqualTo(7);
    // those who stopped long ago do not come back, those who come every few days do
    JsonNode last = rates.path(rates.size() - 1).path("returns").path(0);
    assertThat(last.path("return_rate").asDouble()).isLessThan(0.05);
    assertThat(rates.path(0).path("returns").path(0).path("return_rate_on_reaching").asDouble())
        .isGreaterThan(0.5);
    assertThat(definition.path("horizons").size()).isEqualTo(7);
    int proposed = definition.path("proposal").path("churn_threshold_days").asInt();
    assertThat(definition.path("reason").asString())
        .startsWith(proposed + " days is the shortest horizon");

    String features = caller.get(path + dataset).ok().path("features_dataset_id").asString();
    assertThat(caller.get(path + features + "/definition").ok().path("horizons"))
        .isEqualTo(definition.path("horizons"));
  }

  @Test
  void a_dataset_that_has_not_been_processed_is_named() {
    String organization = server.newOrganization();
    String dataset = Scenario.upload(caller, organization, Scenario.history(50, 1));

    Response refused =
        caller.get(Caller.PREFIX + organization + "/datasets/" + dataset + "/definition");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("process it first");
  }
}
