package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Everything but uploads that is refused. */
@ExtendWith(RunningServer.Shared.class)
final class BadRequestTest {
  private final RunningServer server;
  private final Caller caller;

  BadRequestTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  private String predictPath() {
    return Caller.PREFIX + server.newOrganization() + "/predict";
  }

  private static String body(String transaction) {
    return "{\"customer_id\": \"C-1\", \"transactions\": [{\"event_date\": \"2024-01-15\"}, "
        + transaction
        + "]}";
  }

  @Test
  void a_path_that_is_none() {
    assertThat(caller.get("/api/v1/churn/v3").problem(404).path("detail").asString())
        .contains("GET /api/v1/churn/v3");
  }

  @Test
  void a_method_that_the_path_does_not_have() {
    String path = predictPath();

    for (String method : new String[] {"GET", "DELETE", "PUT", "OPTIONS", "BREW"}) {
      Response answer = caller.method(method, path);
      answer.problem(405);
      assertThat(answer.header("Allow")).isEqualTo("POST");
    }
    Response list = caller.method("PUT", "/api/v1/organizations");
    list.problem(405);
    assertThat(list.header("Allow")).isEqualTo("GET, HEAD, POST");
  }

  @Test
  void ids_that_are_malformed_or_of_nothing() {
    String path = Caller.PREFIX + server.newOrganization();
    String nothing = UUID.randomUUID().toString();

    assertThat(caller.get(Caller.PREFIX + "acme/datasets").wrongFields(400))
        .containsExactly("org_id");
    caller.get(Caller.PREFIX + nothing + "/datasets").problem(404);
    caller.get(Caller.PREFIX + nothing + "/training-status").problem(404);
    caller.get(Caller.PREFIX + nothing + "/models").problem(404);
    caller.get("/api/v1/organizations/" + nothing).problem(404);
    caller.get("/api/v1/organizations/1").problem(400);
    assertThat(caller.get(path + "/datasets/1").wrongFields(400)).containsExactly("dataset_id");
    caller.get(path + "/datasets/" + nothing).problem(404);
    caller.delete(path + "/datasets/" + nothing).problem(404);
    caller.post(path + "/datasets/" + nothing + "/process-features").problem(404);
    caller.post(path + "/datasets/x/process-features").problem(400);
    caller.get(path + "/jobs/" + nothing).problem(404);
    assertThat(caller.get(path + "/jobs/1").wrongFields(400)).containsExactly("job_id");
    caller.get(path + "/models/" + nothing).problem(404);
    assertThat(caller.get(path + "/models/1").wrongFields(400)).containsExactly("model_id");
  }

  @Test
  void a_part_of_a_list_that_is_none() {
    String path = Caller.PREFIX + server.newOrganization() + "/datasets";

    for (String query : new String[] {"limit=0", "limit=1001", "limit=ten", "limit=99999999999"}) {
      assertThat(caller.get(path + "?" + query).wrongFields(400)).containsExactly("limit");
    }
    assertThat(caller.get(path + "?offset=-1").wrongFields(400)).containsExactly("offset");
  }

  @Test
  void bounds_that_let_nothing_through() {
    String path = Caller.PREFIX + server.newOrganization();
    String query = "/prediction-customers?min_probability=%s&max_probability=%s";

    JsonNode problem = caller.get(path + query.formatted(".6", ".5")).problem(400);
    assertThat(problem.path("detail").asString())
        .isEqualTo("min_probability: expected max_probability, 0.5, or less, found 0.6");
    assertThat(caller.get(path + query.formatted(".6", ".5")).wrongFields(400))
        .containsExactly("min_probability");
    caller.get(path + query.formatted(".5", ".5")).ok();
  }

  @Test
  void processing_a_features_dataset() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization + "/datasets/";
    String dataset = Scenario.processed(caller, organization, Scenario.history(60, 1));
    String features = caller.get(path + dataset).ok().path("features_dataset_id").asString();

    JsonNode problem = caller.post(path + features + "/process-features").problem(422);

    assertThat(problem.path("detail").asString()).contains("raw dataset").contains(features);
  }

  @Test
  void training_a_model_of_an_unknown_type_or_from_nothing() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization + "/train";

    assertThat(caller.post(path + "?model_type=oracle").wrongFields(400))
        .containsExactly("model_type");
    String datasets = Caller.PREFIX + organization + "/datasets/";
    assertThat(caller.post(path).problem(422).path("detail").asString())
        .endsWith("process it first: POST " + datasets + "{dataset_id}/process-features");
    String unprocessed = Scenario.upload(caller, organization, Scenario.history(60, 1));
    assertThat(
            caller.post(path + "?dataset_id=" + unprocessed).problem(422).path("detail").asString())
        .endsWith("process it first: POST " + datasets + unprocessed + "/process-features");
    caller.post(path + "?dataset_id=" + UUID.randomUUID()).problem(404);
    assertThat(caller.post(path + "?dataset_id=x").wrongFields(400)).containsExactly("dataset_id");
    assertThat(caller.get(Caller.PREFIX + organization + "/models").ok().path("total").asLong())
        .isZero();
  }

  @Test
  void training_from_too_few_customers_or_one_class_fails_with_a_reason() {
    String organization = server.newOrganization();
    for (String csv : new String[] {Scenario.history(6, 1), everyone_stays()}) {
      Scenario.processed(caller, organization, csv);

      JsonNode job = Scenario.train(caller, organization, "logistic_regression");

      assertThat(job.path("status").asString()).isEqualTo("failed");
      JsonNode status = caller.get(Caller.PREFIX + organization + "/training-status").ok();
      assertThat(status.path("status").asString()).isEqualTo("failed");
      assertThat(status.path("error_message").asString())
          .isNotBlank()
          .isEqualTo(job.path("error_message").asString());
      assertThat(status.path("accuracy").isNull()).isTrue();
    }
  }

  private static String everyone_stays() {
    var csv = new StringBuilder("customer_id,event_date\n");
    for (int c = 0; c < 200; c++) {
      for (int day = 0; day < 220; day += 5) {
        csv.append("S-%d,%s%n".formatted(c, Scenario.END.minusDays(day)));
      }
    }
    return csv.toString();
  }

  @Test
  void predicting_without_a_model() {
    String path = predictPath();

    JsonNode problem = caller.postJson(path, body("{\"event_date\": \"2024-01-16\"}")).problem(404);

    assertThat(problem.path("detail").asString())
        .contains("no trained model")
        .endsWith("train one first: POST " + path.replace("/predict", "/train"));
  }

  @Test
  void predicting_without_transactions() {
    String path = predictPath();

    assertThat(
            caller
                .postJson(path, "{\"customer_id\": \"C-1\", \"transactions\": []}")
                .wrongFields(422))
        .containsExactly("transactions");
    assertThat(caller.postJson(path, "{\"customer_id\": \"C-1\"}").wrongFields(400))
        .containsExactly("transactions");
    assertThat(
            caller
                .postJson(path, "{\"customer_id\": \"C-1\", \"transactions\": null}")
                .wrongFields(400))
        .containsExactly("transactions");
  }

  @Test
  void predicting_without_a_customer() {
    String path = predictPath();
    String rest = "\"transactions\": [{\"event_date\": \"2024-01-15\"}]}";

    for (String start :
        new String[] {
          "{",
          "{\"customer_id\": null,",
          "{\"customer_id\": \"  \",",
          "{\"customer_id\": true,",
          "{\"customer_id\": 7.5,",
          "{\"customer_id\": \"NULL\",",
          "{\"customer_id\": \"" + "x".repeat(257) + "\","
        }) {
      assertThat(caller.postJson(path, start + rest).wrongFields(400))
          .as(start)
          .containsExactly("customer_id");
    }
  }

  @Test
  void predicting_from_a_bad_or_future_day() {
    String path = predictPath();

    for (String day :
        new String[] {"\"05.01.2024\"", "12", "\"2024-02-30\"", "\"\"", "\"1970-01-01\""}) {
      assertThat(caller.postJson(path, body("{\"event_date\": " + day + "}")).wrongFields(400))
          .as(day)
          .containsExactly("transactions[1].event_date");
    }
    assertThat(caller.postJson(path, body("{\"amount\": 1}")).wrongFields(400))
        .containsExactly("transactions[1].event_date");
    assertThat(caller.postJson(path, body("{\"event_date\": \"2999-01-01\"}")).wrongFields(422))
        .containsExactly("transactions[1].event_date");
    String rest = "\"customer_id\": \"C-1\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}";
    assertThat(caller.postJson(path, "{\"as_of\": \"2999-01-01\", " + rest).wrongFields(422))
        .containsExactly("as_of");
    assertThat(caller.postJson(path, "{\"as_of\": \"today\", " + rest).wrongFields(400))
        .containsExactly("as_of");
  }

  @Test
  void predicting_from_amounts_that_are_no_finite_numbers() {
    String path = predictPath();

    for (String amount :
        new String[] {
          "NaN",
          "Infinity",
          "-Infinity",
          "1e400",
          "\"five\"",
          "\"1.250\"",
          "true",
          "[]",
          "1" + "0".repeat(400)
        }) {
      assertThat(
              caller
                  .postJson(
                      path, body("{\"event_date\": \"2024-01-15\", \"amount\": " + amount + "}"))
                  .wrongFields(400))
          .as(amount)
          .containsExactly("transactions[1].amount");
    }
  }

  @Test
  void bodies_that_are_no_json_object() {
    String path = predictPath();

    for (String body :
        new String[] {
          "", "nothing", "[]", "{\"customer_id\": \"C-1\"", "{} {}", "\"x\"", "[".repeat(100_000)
        }) {
      caller.postJson(path, body).problem(400);
    }
    assertThat(
            caller
                .postJson(path, "{\"customer_id\": \"C-1\", \"customer_id\": \"C-2\"}")
                .problem(400)
                .path("detail")
                .asString())
        .contains("line 1");
    assertThat(
            caller
                .postJson(path, "{\"customer_id\": \"C-1\", \"x\": 1}")
                .problem(400)
                .path("detail")
                .asString())
        .isEqualTo("The body: 2 fields are wrong");
    assertThat(
            caller
                .postJson(path, "{\"customer_id\": \"C-1\"}")
                .problem(400)
                .path("detail")
                .asString())
        .isEqualTo("The body: 1 field is wrong");
    assertThat(
            caller
                .postJson(
                    path,
                    "{\"customer_id\": \"C-1\", \"as_off\": \"2024-01-15\", "
                        + "\"transactions\": [{\"event_date\": \"2024-01-15\"}]}")
                .wrongFields(400))
        .containsExactly("as_off");
  }

  @Test
  void an_error_names_the_field_or_option_as_it_was_sent() {
    String path = Caller.PREFIX + server.newOrganization();
    String rest =
        ": 1, \"customer_id\": \"C\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}";

    assertThat(caller.get(path + "/customers/C-1?events=-1").wrongFields(400))
        .containsExactly("events");
    for (String unknown : new String[] {"events", "event", "day", "model", "shadow"}) {
      assertThat(caller.postJson(path + "/predict", "{\"" + unknown + "\"" + rest).wrongFields(400))
          .containsExactly(unknown);
    }
    assertThat(
            caller
                .putJson(
                    path + "/deployment",
                    "{\"champion\": \"%s\", \"challenger\": [], \"shadow\": []}"
                        .formatted(UUID.randomUUID()))
                .wrongFields(400))
        .containsExactly("challenger", "shadow");
  }

  @Test
  void a_fault_in_json_is_told_in_plain_words_with_its_place() {
    String path = predictPath();

    for (String[] fault :
        new String[][] {
          {"", "nothing"},
          {"nothing", "the word 'nothing', which is not in quotes (line 1, column 1)"},
          {"{\"a\": 1", "that it ends too early (line 1, column 8)"},
          {"{\"a\": \"x", "that it ends too early (line 1, column 9)"},
          {"{}\n{}", "something behind its end (line 2, column 1)"},
          {"{\"a\":1,}", "'}' in place of a name in quotes (line 1, column 8)"},
          {"{\"a\": [1,]}", "']' in place of a value (line 1, column 10)"},
          {"{\"a\" 1}", "'1' in place of a colon (line 1, column 6)"},
          {"{\"a\":1 \"b\":2}", "'\"' in place of a comma (line 1, column 8)"},
          {"{\"a\":1, \"a\":2}", "the name 'a' twice in one object (line 1, column 12)"},
          {"{\"a\": NaN}", "'NaN', which is no number in JSON (line 1, column 10)"},
          {"{\"a\": 01}", "a number that begins with zeros (line 1, column 8)"},
          {"{\"a\": 1.}", "'}' within a number (line 1, column 9)"},
          {"{\"a\": +1}", "'+' within a number (line 1, column 8)"},
          {"{\"a\": .5}", "'.' in place of a value (line 1, column 7)"},
          {
            "{\"a\": \"x\ny\"}",
            "a line end or control character that is not escaped (line 1, column 9)"
          },
          {"{\"a\": \"\\q\"}", "the unknown escape \\q (line 1, column 9)"},
          {"{\"a\": \"\\u12\"}", "\\u without four hexadecimal digits (line 1, column 12)"},
          {"// c\n{}", "a comment, which JSON does not have (line 1, column 1)"},
          {"{\"a\":1]", "']' that closes something else (line 1, column 7)"},
          {"}", "'}' that closes nothing (line 1, column 1)"},
          {"[".repeat(100), "lists and objects too deep in each other"},
          {"{\"a\": 1" + "0".repeat(1200) + "}", "a number of too many digits"}
        }) {
      assertThat(caller.postJson(path, fault[0]).problem(400).path("detail").asString())
          .as(fault[0])
          .startsWith("The body: expected ")
          .endsWith("found " + fault[1])
          .doesNotContainPattern("jackson|code \\d|Feature|`");
    }
  }

  @Test
  void bodies_that_say_they_are_something_else() {
    String path = predictPath();

    caller
        .sendBody("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString("{}"))
        .problem(415);
    caller.sendBody("POST", path, null, BodyPublishers.ofString("{}")).problem(415);
  }

  @Test
  void a_json_body_of_100_megabytes_told_beforehand_or_not() {
    String path = predictPath();
    byte[] huge = new byte[100 << 20];

    caller
        .sendBody("POST", path, "application/json", BodyPublishers.ofByteArray(huge))
        .problem(413);
    caller.postChunked(path, "application/json", huge).problem(413);
  }

  @Test
  void more_transactions_than_a_customer_can_have() {
    String many = "{\"event_date\":\"2024-01-15\"},".repeat(100_001);

    assertThat(
            caller
                .postJson(
                    predictPath(),
                    "{\"customer_id\":\"C-1\",\"transactions\":["
                        + many.substring(0, many.length() - 1)
                        + "]}")
                .wrongFields(422))
        .containsExactly("transactions");
  }

  @Test
  void organizations_that_make_no_sense() {
    long before = caller.get("/api/v1/organizations").ok().path("total").asLong();

    assertThat(caller.postJson("/api/v1/organizations", "{}").wrongFields(400))
        .containsExactly("name");
    assertThat(
            caller
                .postJson(
                    "/api/v1/organizations",
                    "{\"name\": \"A\", \"churn_threshold_days\": 0, \"active_window_days\": -1}")
                .wrongFields(400))
        .containsExactly("churn_threshold_days", "active_window_days");
    assertThat(
            caller
                .postJson(
                    "/api/v1/organizations",
                    "{\"name\": \"A\", \"churn_threshold_days\": 1.5, \"activity_event_types\": [1]}")
                .wrongFields(400))
        .containsExactly("churn_threshold_days", "activity_event_types");
    assertThat(
            caller
                .postJson("/api/v1/organizations", "{\"name\": \"" + "x".repeat(201) + "\"}")
                .wrongFields(400))
        .containsExactly("name");

    assertThat(caller.get("/api/v1/organizations").ok().path("total").asLong()).isEqualTo(before);
  }

  @Test
  void requests_that_are_not_http() throws IOException {
    for (String request :
        new String[] {"HELLO\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"}) {
      assertThat(answerTo(request))
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json")
          .contains("\"status\":400");
    }
  }

  @Test
  void requests_that_no_route_gets_to_see() throws IOException {
    for (String request : new String[] {"OPTIONS *", "OPTIONS /%zz", "DELETE /%zz"}) {
      assertThat(answerTo(request + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .startsWith("HTTP/1.1 40")
          .contains("application/problem+json")
          .contains("\"status\":40");
    }
  }

  private String answerTo(String request) throws IOException {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
