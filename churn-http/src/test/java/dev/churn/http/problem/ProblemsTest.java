package dev.churn.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.embed.Churn;
import dev.churn.features.RfmFeatures;
import dev.churn.http.Caller;
import dev.churn.http.ChurnApi;
import dev.churn.http.Response;
import dev.churn.http.route.FileLinks;
import dev.churn.http.settings.Settings;
import dev.churn.training.ChurnModelTraining;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What callers hear of faults that are not theirs. */
final class ProblemsTest {
  @TempDir Path folder;

  /** {@return the answer of a server whose database answers with a fault} */
  private Response readyWith(RuntimeException fault) throws IOException {
    return readyWith(
        () -> {
          throw fault;
        });
  }

  private Response readyWith(Runnable ping) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (Churn churn =
        Churn.builder()
            .features(new RfmFeatures())
            .training(new ChurnModelTraining())
            .databasePing(ping)
            .build()) {
      Javalin javalin =
          new ChurnApi(
                  churn,
                  folder,
                  new FileLinks(FileLinks.Target.ORGANIZATION_ROUTE, Optional.empty(), "http://x"),
                  Settings.from(Map.of()))
              .start(socket);
      try {
        return new Caller("http://127.0.0.1:" + javalin.port()).get("/health/ready");
      } finally {
        javalin.stop();
      }
    }
  }

  @Test
  void a_database_that_does_not_answer_makes_the_server_unready_for_a_while() throws IOException {
    Response answer =
        readyWith(new ChurnException(ErrorCode.UNAVAILABLE, "The database is having lunch"));

    assertThat(answer.wrongFields(503)).containsExactly("database");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void an_exhausted_memory_is_told_and_may_pass() throws IOException {
    Response answer =
        readyWith(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(answer.json().path("detail").asString()).contains("ran out of memory");
    assertThat(answer.json().path("type").asString()).isEqualTo("urn:churn:problem:unavailable");
  }

  @Test
  void an_exhausted_stack_shows_nothing_of_its_insides() throws IOException {
    Response answer =
        readyWith(
            () -> {
              throw new StackOverflowError("deep");
            });

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).contains("urn:churn:problem:internal").doesNotContain("deep");
  }

  @Test
  void an_unexpected_fault_shows_nothing_of_its_insides() throws IOException {
    Response answer = readyWith(new IllegalStateException("password=hunter2"));

    JsonNode problem = answer.problem(500);
    assertThat(answer.text()).doesNotContain("hunter2").doesNotContain("IllegalState");
    assertThat(problem.path("detail").asString()).contains("request id");
  }

  @Test
  void an_error_of_the_machine_is_told_as_a_problem_too() throws IOException {
    // Errors are no RuntimeExceptions, so this one comes in the way that deep recursion takes.
    assertThat(readyWith(new DeepFault()).problem(500).path("detail").asString()).isNotBlank();
  }

  private static final class DeepFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new StackOverflowError("as deep as it gets");
    }
  }

  @Test
  void every_code_has_the_status_that_the_api_promises() {
    assertThat(ErrorCode.values())
        .extracting(code -> ProblemType.of(code).status())
        .containsExactly(400, 401, 403, 404, 409, 413, 403, 429, 507, 415, 422, 503, 500, 409);
  }
}
