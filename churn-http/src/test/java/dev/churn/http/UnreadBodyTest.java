package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ApiContract.Operation;
import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call whose options are in its query never leaves those of a body out silently. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnreadBodyTest {
  private ApiInMemory api;
  private Caller caller;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder);
    caller = new Caller(api.url());
  }

  @AfterAll
  void stop() {
    api.close();
  }

  /** {@return all that the contract gives no body, but files, which take any request} */
  private static Stream<Operation> operations() {
    List<Operation> operations =
        ApiContract.INSTANCE.operations("/api/").stream()
            .filter(operation -> !operation.path().contains("/files/"))
            .filter(
                operation ->
                    !ApiContract.INSTANCE
                        .document()
                        .path("paths")
                        .path(operation.path())
                        .path(operation.method().toLowerCase(Locale.ROOT))
                        .has("requestBody"))
            .toList();
    assertThat(operations).hasSizeGreaterThan(30);
    return operations.stream();
  }

  private Response send(Operation operation, String type, BodyPublisher body) {
    String path = operation.path().replaceAll("\\{[a-z_]+}", UUID.randomUUID().toString());
    return caller.sendBody(operation.method(), path, type, body);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void a_body_with_something_in_it_is_refused(Operation operation) {
    String expected =
        operation.options().isEmpty()
            ? "The body: expected none, since this call takes no options"
            : "The body: expected none, since this call takes its options in the query: ?";
    byte[] form = new Form().with("batch_name", "q").bytes();
    for (Response answer :
        List.of(
            send(operation, "application/json", text("{\"model_type\": \"random_forest\"}")),
            send(operation, "application/json", text("[1]")),
            send(operation, "application/x-www-form-urlencoded", text("model_type=foo")),
            send(operation, "text/csv", text("garbage")),
            send(operation, null, text("x".repeat(100_000))),
            send(
                operation,
                "multipart/form-data; boundary=" + Form.BOUNDARY,
                BodyPublishers.ofByteArray(form)),
            send(
                operation,
                null,
                BodyPublishers.fromPublisher(text("batch_name=mine"))))) { // of unknown length
      String detail = answer.problem(400).path("detail").asString();
      assertThat(detail).startsWith(expected);
      assertThat(
              Stream.of(detail.replaceFirst("[^?]*\\??", "").split("&"))
                  .filter(option -> !option.isEmpty())
                  .sorted())
          .containsExactlyElementsOf(
              operation.options().stream().map(option -> option + "=…").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void a_body_that_says_nothing_is_taken_for_none(Operation operation) {
    Response none = send(operation, null, BodyPublishers.noBody());
    for (Response answer :
        List.of(
            send(operation, "application/json", BodyPublishers.noBody()),
            send(operation, "application/json", text("{}")),
            send(operation, "application/json", text(" { }\n")),
            send(operation, "application/x-www-form-urlencoded", text("{}")),
            send(operation, null, BodyPublishers.fromPublisher(text("{}"))))) {
      assertThat(answer.status()).isEqualTo(none.status());
      assertThat(answer.text()).doesNotContain("The body");
    }
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text);
  }

  @Test
  void the_refusal_says_where_the_options_belong() {
    Operation train =
        operations()
            .filter(operation -> operation.path().endsWith("/train"))
            .findFirst()
            .orElseThrow();

    assertThat(
            send(train, "application/json", text("{\"model_type\": \"random_forest\"}"))
                .problem(400)
                .path("detail")
                .asString())
        .isEqualTo(
            "The body: expected none, since this call takes its options in the query:"
                + " ?model_type=…&dataset_id=…&force=…&classifier=…&options=…&inputs=…"
                + "&calibration=…&target=…");
  }
}
