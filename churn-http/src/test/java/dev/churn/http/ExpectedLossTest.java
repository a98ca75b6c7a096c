package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What batches and lists sum up to, over HTTP. */
class ExpectedLossTest {
  private static final String CSV = Scenario.history(80, 4);

  @TempDir private Path folder;
  private ApiInMemory api;
  private Caller caller;
  private String path;

  @BeforeEach
  void start() throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2026-06-30T12:00:00Z")));
    caller = new Caller(api.url());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  /** {@return the batch of an organization that learned from a file and scored it} */
  private JsonNode scored(String csv) {
    String organization = Scenario.newOrganization(caller);
    path = Caller.PREFIX + organization;
    String dataset = Scenario.upload(caller, organization, csv);
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    caller.post(path + "/train?model_type=logistic_regression").ok();
    api.runJobs();
    JsonNode started = caller.postForm(path + "/predict-bulk", Form.file(csv)).accepted();
    api.runJobs();
    return started;
  }

  private static void isWithin(JsonNode estimate) {
    assertThat(estimate.path("low").asDouble())
        .isLessThanOrEqualTo(estimate.path("value").asDouble());
    assertThat(estimate.path("high").asDouble())
        .isGreaterThanOrEqualTo(estimate.path("value").asDouble());
  }

  private void isSumOfRows(String list, String plural, String query) {
    JsonNode all = caller.get(path + list + "?limit=1000" + query).ok();
    List<JsonNode> rows = all.path(plural).valueStream().toList();
    JsonNode churners = all.path("expected_churners");
    JsonNode value = all.path("value_at_risk");
    assertThat(rows).as(query).isNotEmpty();
    assertThat(churners.path("value").asDouble())
        .isCloseTo(
            rows.stream().mapToDouble(row -> row.path("churn_probability").asDouble()).sum(),
            within(1e-9));
    assertThat(value.path("value").asDouble())
        .isCloseTo(
            rows.stream().mapToDouble(row -> row.path("value_at_risk").asDouble()).sum(),
            withinPercentage(1e-6));
    isWithin(churners);
    isWithin(value);
    assertThat(churners.path("high").asDouble()).isLessThanOrEqualTo(rows.size());
    assertThat(value.path("low").asDouble()).isLessThan(value.path("value").asDouble());
  }

  @Test
  void lists_and_batches_say_what_their_customers_sum_up_to() {
    String batch = "/prediction-batches/" + scored(CSV).path("batch_id").asString();

    for (String include : List.of("active", "lapsed", "all")) {
      String query = "&include=" + include;
      for (String list : List.of(batch + "/predictions", "/prediction-customers")) {
        String plural = list.startsWith(batch) ? "predictions" : "customers";
        isSumOfRows(list, plural, query);
        isSumOfRows(list, plural, query + "&min_probability=0.05");
      }
      JsonNode told = caller.get(path + batch + "?include=" + include).ok();
      JsonNode listed = caller.get(path + batch + "/predictions?include=" + include).ok();
      for (String sum : List.of("expected_churners", "value_at_risk")) {
        for (String part : List.of("value", "low", "high")) {
          assertThat(told.path(sum).path(part).asDouble())
              .isCloseTo(listed.path(sum).path(part).asDouble(), withinPercentage(1e-6));
        }
      }
    }
    isSumOfRows("/prediction-customers", "customers", "&risk_segment=Low");
    JsonNode first = caller.get(path + "/prediction-customers?limit=2").ok();
    JsonNode second =
        caller
            .get(
                path
                    + "/prediction-customers?limit=2&cursor="
                    + first.path("next_cursor").asString())
            .ok();
    assertThat(first.path("expected_churners").isNull()).isFalse();
    assertThat(second.path("expected_churners").isNull()).isTrue();
    assertThat(second.path("value_at_risk").isNull()).isTrue();
  }

  @Test
  void without_amounts_there_are_churners_only() {
    String csv =
        CSV.lines()
            .map(line -> line.replaceFirst("^([^,]*,[^,]*),[^,]*", "$1"))
            .collect(Collectors.joining("\n", "", "\n"));
    String batch = "/prediction-batches/" + scored(csv).path("batch_id").asString();

    for (String called : List.of(batch, batch + "/predictions", "/prediction-customers")) {
      JsonNode told = caller.get(path + called).ok();
      isWithin(told.path("expected_churners"));
      assertThat(told.path("value_at_risk").isNull()).isTrue();
    }
  }
}
