package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningServer.Shared.class)
final class OrganizationsTest {
  private static final String PATH = "/api/v1/organizations";

  private final Caller caller;

  OrganizationsTest(RunningServer server) {
    this.caller = server.caller();
  }

  @Test
  void a_new_organization_is_found_where_the_answer_says() {
    Response created =
        caller.postJson(
            PATH,
            "{\"name\": \"Acme\", \"churn_threshold_days\": 45, \"active_window_days\": 0,"
                + " \"activity_event_types\": [\"purchase\", \"login\"]}");

    assertThat(created.status()).isEqualTo(201);
    JsonNode organization = created.json();
    assertThat(created.header("Location"))
        .isEqualTo(PATH + "/" + organization.path("id").asString());
    assertThat(organization.path("name").asString()).isEqualTo("Acme");
    assertThat(organization.path("churn_threshold_days").asInt()).isEqualTo(45);
    assertThat(organization.path("active_window_days").asInt()).isZero();
    assertThat(organization.path("activity_event_types").toString())
        .isEqualTo("[\"login\",\"purchase\"]");
    assertThat(caller.get(created.header("Location")).ok()).isEqualTo(organization);
  }

  @Test
  void an_organization_gets_the_usual_settings_and_keeps_what_a_change_does_not_name() {
    String path = caller.postJson(PATH, "{\"name\": \"Usual\"}").header("Location");
    assertThat(caller.get(path).ok().path("churn_threshold_days").asInt()).isEqualTo(30);
    assertThat(caller.get(path).ok().path("active_window_days").asInt()).isEqualTo(90);

    JsonNode changed = caller.patchJson(path, "{\"active_window_days\": 60}").ok();

    assertThat(changed.path("name").asString()).isEqualTo("Usual");
    assertThat(changed.path("churn_threshold_days").asInt()).isEqualTo(30);
    assertThat(changed.path("active_window_days").asInt()).isEqualTo(60);
    assertThat(caller.get(path).ok()).isEqualTo(changed);
    assertThat(caller.patchJson(path, "{\"churn_threshold_days\": null}").wrongFields(400))
        .containsExactly("churn_threshold_days");
    assertThat(caller.get(path).ok()).isEqualTo(changed);
  }

  @Test
  void customers_leave_by_events_that_are_no_activity() {
    String path = caller.postJson(PATH, "{\"name\": \"Telecom\"}").header("Location");
    assertThat(caller.get(path).ok().path("churn_event_types").isEmpty()).isTrue();

    JsonNode changed =
        caller.patchJson(path, "{\"churn_event_types\": [\"expired\", \"cancelled\"]}").ok();

    assertThat(changed.path("churn_event_types").toString())
        .isEqualTo("[\"cancelled\",\"expired\"]");
    assertThat(caller.get(path).ok()).isEqualTo(changed);
    Response both =
        caller.patchJson(path, "{\"activity_event_types\": [\"pays\", \" CANCELLED\"]}");
    assertThat(both.wrongFields(400)).containsExactly("churn_event_types");
    assertThat(both.json().path("errors").path(0).path("problem").asString())
        .isEqualTo(
            "expected event types that are not activity, found 'cancelled' in"
                + " activity_event_types too; remove it from one of them");
    for (String wrong : List.of("[\" \"]", "[\"" + "x".repeat(257) + "\"]", "[\"a\\u0007\"]")) {
      assertThat(caller.patchJson(path, "{\"churn_event_types\": " + wrong + "}").wrongFields(400))
          .containsExactly("churn_event_types");
    }
    String many =
        IntStream.rangeClosed(0, 20)
            .mapToObj(i -> "\"t" + i + "\"")
            .collect(Collectors.joining(",", "{\"churn_event_types\": [", "]}"));
    assertThat(caller.patchJson(path, many).wrongFields(400)).containsExactly("churn_event_types");
    assertThat(caller.patchJson(path, "{\"churn_event_types\": []}").ok().path("churn_event_types"))
        .isEmpty();
  }

  @Test
  void a_time_zone_has_the_id_of_a_zone() {
    Response created =
        caller.postJson(PATH, "{\"name\": \"Tokyo\", \"time_zone\": \"asia/tokyo\"}");
    String path = created.header("Location");

    assertThat(created.json().path("time_zone").asString()).isEqualTo("Asia/Tokyo");
    assertThat(caller.patchJson(path, "{\"active_window_days\": 60}").ok().path("time_zone"))
        .isEqualTo(created.json().path("time_zone"));
    JsonNode utc = caller.patchJson(path, "{\"time_zone\": \"Etc/UTC\"}").ok();
    assertThat(utc.path("time_zone").asString()).isEqualTo("UTC");
    Response refused = caller.patchJson(path, "{\"time_zone\": \"Tokyo\"}");
    assertThat(refused.wrongFields(400)).containsExactly("time_zone");
    assertThat(refused.json().path("errors").path(0).path("problem").asString())
        .isEqualTo(
            "expected an IANA time zone such as Europe/Berlin, found 'Tokyo'; is Asia/Tokyo"
                + " meant?");
    assertThat(caller.patchJson(path, "{\"time_zone\": null}").wrongFields(400))
        .containsExactly("time_zone");
  }

  @Test
  void the_first_start_creates_the_demo_organization() {
    JsonNode demo = caller.get(PATH + "/00000000-0000-4000-8000-00000000de30").ok();

    assertThat(demo.path("name").asString()).isEqualTo("demo");
    assertThat(caller.get(PATH + "?limit=1").ok().path("organizations").path(0)).isEqualTo(demo);
  }
}
