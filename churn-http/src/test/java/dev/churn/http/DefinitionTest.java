package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
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

    assertThat(warnings(path + dataset)).isEmpty();
    String features = caller.get(path + dataset).ok().path("features_dataset_id").asString();
    assertThat(caller.get(path + features + "/definition").ok().path("horizons"))
        .isEqualTo(definition.path("horizons"));
  }

  private String warnings(String dataset) {
    return caller
        .get(dataset)
        .ok()
        .path("validation")
        .path("warnings")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.joining());
  }

  /** Customers who come every 120 days; a third of them stop earlier or later. */
  private static String rareVisits() {
    var csv = new StringBuilder("customer_id,event_date,amount,event_type\n");
    for (int i = 0; i < 300; i++) {
      for (int back = 1000 + i % 120; back >= (i % 3 == 0 ? 2 * i : 0); back -= 120) {
        csv.append("c%d,%s,%d,purchase\n".formatted(i, Scenario.END.minusDays(back), 10 + i % 7));
      }
    }
    return csv.toString();
  }

  @Test
  void a_horizon_that_is_too_short_for_the_customers_is_warned_of() {
    String organization = server.newOrganization();
    String dataset = Scenario.processed(caller, organization, rareVisits());
    String path = Caller.PREFIX + organization + "/datasets/" + dataset;

    assertThat(warnings(path))
        .contains("The horizon of 30 days is short for these customers: of those silent for 30");
    caller
        .patchJson(
            "/api/v1/organizations/" + organization, "{\"churn_event_types\": [\"cancelled\"]}")
        .ok();
    String job = caller.post(path + "/process-features").ok().path("job_id").asString();
    Scenario.await(caller, organization, job);
    assertThat(warnings(path)).doesNotContain("horizon");
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
