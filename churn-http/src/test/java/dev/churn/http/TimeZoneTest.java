package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A time at which Tokyo has a new day, and UTC does not yet. */
final class TimeZoneTest {
  private static final String TOKYO_TODAY = "customer_id,event_date\nA,2024-07-15\nA,2024-07-16\n";

  @TempDir Path folder;
  private ApiInMemory api;
  private Caller caller;
  private String tokyo;
  private String utc;

  @BeforeEach
  void start() throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2024-07-15T20:00:00Z")));
    caller = new Caller(api.url());
    utc = Scenario.newOrganization(caller);
    tokyo = Scenario.newOrganization(caller);
    zone(tokyo, "Asia/Tokyo");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void zone(String organization, String zone) {
    caller
        .patchJson("/api/v1/organizations/" + organization, "{\"time_zone\": \"" + zone + "\"}")
        .ok();
  }

  @Test
  void the_last_day_of_a_file_is_today_where_the_organization_is() {
    JsonNode there = caller.upload(tokyo, Form.file(TOKYO_TODAY).with("as_of", "2024-07-16")).ok();
    JsonNode here = caller.upload(utc, Form.file(TOKYO_TODAY)).ok();

    assertThat(there.path("last_event_date").asString()).isEqualTo("2024-07-16");
    assertThat(there.path("read_as").path("time_zone").asString()).isEqualTo("Asia/Tokyo");
    assertThat(here.path("last_event_date").asString()).isEqualTo("2024-07-15");
    assertThat(here.path("rejected_row_count").asLong()).isEqualTo(1);
    assertThat(
            caller.upload(utc, Form.file(TOKYO_TODAY).with("as_of", "2024-07-16")).wrongFields(422))
        .containsExactly("as_of");
  }

  @Test
  void a_changed_zone_applies_to_later_files() {
    JsonNode before = caller.upload(tokyo, Form.file(TOKYO_TODAY)).ok();
    zone(tokyo, "UTC");
    JsonNode after = caller.upload(tokyo, Form.file(TOKYO_TODAY)).ok();

    assertThat(after.path("last_event_date").asString()).isEqualTo("2024-07-15");
    assertThat(
            caller
                .get(Caller.PREFIX + tokyo + "/datasets/" + before.path("dataset_id").asString())
                .ok()
                .path("read_as")
                .path("time_zone")
                .asString())
        .isEqualTo("Asia/Tokyo");
  }

  @Test
  void predict_knows_what_day_it_is() {
    caller
        .post(
            Caller.PREFIX
                + tokyo
                + "/datasets/"
                + Scenario.upload(caller, tokyo, Scenario.history(200, 1))
                + "/process-features")
        .ok();
    api.runJobs();
    caller.post(Caller.PREFIX + tokyo + "/train").ok();
    api.runJobs();
    String body = "{\"customer_id\": \"A\", \"transactions\": [{\"event_date\": \"2024-07-16\"}]}";

    assertThat(predict(body).ok().path("as_of").asString()).isEqualTo("2024-07-16");
    zone(tokyo, "UTC");
    assertThat(predict(body).problem(422).toString())
        .contains("expected today, 2024-07-15 (UTC), or earlier, found 2024-07-16");
  }

  private Response predict(String body) {
    return caller.postJson(Caller.PREFIX + tokyo + "/predict", body);
  }
}
