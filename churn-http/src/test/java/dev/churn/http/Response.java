package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.request.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a server answered. */
public final class Response {
  private final HttpResponse<byte[]> response;

  public Response(HttpResponse<byte[]> response) {
    this.response = response;
  }

  public int status() {
    return response.statusCode();
  }

  HttpHeaders headers() {
    return response.headers();
  }

  public byte[] bytes() {
    return response.body();
  }

  public JsonNode json() {
    return Json.read(bytes());
  }

  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  public String header(String name) {
    return headers().firstValue(name).orElse("");
  }

  /** Fails unless this is a success; {@return its body}. */
  public JsonNode ok() {
    assertThat(status()).as(text()).isEqualTo(200);
    return json();
  }

  /** Fails unless this says that something was queued; {@return its body}. */
  JsonNode accepted() {
    assertThat(status()).as(text()).isEqualTo(202);
    return json();
  }

  /** Fails unless this is a well-formed problem of the status; {@return it}. */
  public JsonNode problem(int expected) {
    assertThat(status()).as(text()).isEqualTo(expected);
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("status").asInt()).isEqualTo(expected);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("type").asString()).startsWith("urn:churn:problem:");
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("errors").isArray()).isTrue();
    assertThat(problem.path("request_id").asString()).isEqualTo(header("X-Request-Id"));
    assertThat(text()).doesNotContain("Exception").doesNotContain("\\tat ");
    return problem;
  }

  /** {@return the names of the fields that a problem of the status complains of}. */
  public List<String> wrongFields(int expected) {
    return problem(expected)
        .path("errors")
        .valueStream()
        .map(error -> error.path("field").asString())
        .toList();
  }
}
