package dev.churn.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ApiContract;
import dev.churn.http.ApiContract.Operation;
import dev.churn.http.Caller;
import dev.churn.http.Caller.Form;
import dev.churn.http.RunningServer;
import dev.churn.http.Scenario;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A misspelt option in a query is never one silently left out. */
@ExtendWith(RunningServer.Shared.class)
final class QueryOptionsTest {
  private final RunningServer server;
  private final Caller caller;

  QueryOptionsTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void every_operation_of_the_contract_has_the_options_of_the_contract_and_no_others() {
    List<Operation> operations =
        ApiContract.INSTANCE.operations("/api/").stream()
            .filter(operation -> !operation.path().contains("/files/")) // open, see below
            .toList();
    assertThat(operations).hasSizeGreaterThan(20);

    for (Operation operation : operations) {
      String path = operation.path().replaceAll("\\{[a-z_]+}", UUID.randomUUID().toString());
      String method = operation.method();
      JsonNode problem = caller.method(method, path + "?optoin=1&%20=").problem(400);
      String expected =
          operation.options().isEmpty()
              ? "expected no options in the query"
              : "expected one of " + String.join(", ", operation.options());
      assertThat(problem.path("errors").valueStream())
          .as("%s %s", method, path)
          .extracting(error -> error.path("field").asString() + ": " + error.path("problem"))
          .containsExactlyInAnyOrder(
              "optoin: \"%s\"".formatted(expected), " : \"%s\"".formatted(expected));
    }
  }

  @Test
  void nothing_is_stored_or_trained_for_a_misspelt_option() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;

    assertThat(
            caller
                .upload(organization, "?has_churn_labels=true", Form.file(Scenario.history(20, 1)))
                .wrongFields(400))
        .containsExactly("has_churn_labels");
    assertThat(caller.get(path + "/datasets").ok().path("total").asLong()).isZero();
    Scenario.processed(caller, organization, Scenario.history(100, 1));
    assertThat(caller.post(path + "/train?modeltype=random_forest").wrongFields(400))
        .containsExactly("modeltype");
    assertThat(caller.get(path + "/models").ok().path("total").asLong()).isZero();
  }

  @Test
  void an_option_is_given_once() {
    String path = Caller.PREFIX + server.newOrganization();

    assertThat(caller.get(path + "/datasets?limit=1&offset=0&limit=2").wrongFields(400))
        .containsExactly("limit");
    assertThat(
            caller
                .post(path + "/train?model_type=random_forest&model_type=gradient_boosting")
                .wrongFields(400))
        .containsExactly("model_type");
    assertThat(
            caller
                .upload(
                    path.substring(Caller.PREFIX.length()),
                    "?as_of=2024-06-01&as_of=2024-06-30",
                    Form.file(Scenario.history(20, 1)))
                .wrongFields(400))
        .containsExactly("as_of");
  }

  @Test
  void monitors_and_browsers_may_add_what_they_like() {
    String organization = server.newOrganization();
    String dataset = Scenario.upload(caller, organization, Scenario.history(20, 1));
    JsonNode view = caller.get(Caller.PREFIX + organization + "/datasets/" + dataset).ok();
    String file = view.path("file_url").asString();

    for (String path : new String[] {"/health/live", "/health/ready", "/openapi.yaml", file}) {
      assertThat(caller.get(path + "?download=&_=1").status()).as(path).isEqualTo(200);
    }
  }
}
