package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The headers that every answer has, whoever makes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryAnswerTest {
  private ApiInMemory api;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private RawConnection.Answer answer(String request) throws IOException {
    try (RawConnection connection = RawConnection.to(api.url())) {
      return connection.send(request).answer().orElseThrow();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no whole answer to " + request, e);
    }
  }

  private static void check(RawConnection.Answer answer, String request) {
    Map<String, String> headers = answer.headers();
    assertThat(headers).as(request).containsEntry("x-content-type-options", "nosniff");
    assertThat(headers).as(request).containsEntry("referrer-policy", "no-referrer");
    assertThat(headers).as(request).containsEntry("cross-origin-resource-policy", "same-origin");
    assertThat(headers.get("content-security-policy"))
        .as(request)
        .contains("frame-ancestors 'none'")
        .containsPattern("default-src '(none|self)'");
    assertThat(headers.get("cache-control"))
        .as(request)
        .isIn("no-store", isOfDocs(request) ? "no-cache" : "");
  }

  /** The page and what it loads tell nothing of customers. */
  private static boolean isOfDocs(String request) {
    return request.startsWith("GET /docs")
        || request.startsWith("HEAD /docs")
        || request.startsWith("GET /openapi.yaml")
        || request.startsWith("HEAD /openapi.yaml");
  }

  @Test
  void of_every_operation_has_them() throws IOException {
    List<String> operations = operations();
    assertThat(operations).hasSizeGreaterThan(30);
    for (String operation : operations) {
      String request = operation + " HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n";
      check(answer(request), request);
    }
  }

  private static List<String> operations() {
    List<String> operations = new ArrayList<>();
    for (ApiContract.Operation operation : ApiContract.INSTANCE.operations("/")) {
      String path =
          operation
              .path()
              .replace("{org_id}", "00000000-0000-4000-8000-00000000de30")
              .replaceAll("\\{[a-z_]+}", "00000000-0000-4000-8000-000000000001");
      operations.add(operation.method().toUpperCase(Locale.ROOT) + " " + path);
      operations.add("HEAD " + path);
      operations.add("TRACE " + path);
    }
    return operations;
  }

  @Test
  void of_the_container_has_them_too() throws IOException {
    for (String request :
        List.of(
            "GET /%zz HTTP/1.1\nHost: localhost\n\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\nHost: localhost\n\n",
            "GET / HTTP/9.9\nHost: localhost\n\n",
            "GET / HTTP/1.1\nHost: evil.example\n\n",
            "OPTIONS / HTTP/1.1\nHost: localhost\n\n",
            "MAKE / HTTP/1.1\nHost: localhost\n\n")) {
      check(answer(request), request);
    }
  }
}
