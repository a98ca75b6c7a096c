package dev.churn.http.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import dev.churn.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Calls a server with a key or token, or without. */
final class Door {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final Optional<String> credential;

  private Door(String url, Optional<String> credential) {
    this.url = url;
    this.credential = credential;
  }

  static Door with(String url, String credential) {
    return new Door(url, Optional.of(credential));
  }

  static Door without(String url) {
    return new Door(url, Optional.empty());
  }

  /** Fails unless the answer is a success; {@return its body}. */
  JsonNode json(String method, String path, String body) {
    Response response =
        call(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    assertThat(response.status()).as(response.text()).isBetween(200, 299);
    return response.json();
  }

  JsonNode form(String path, Form form) {
    Response response =
        call("POST", path, "multipart/form-data; boundary=" + Form.BOUNDARY, form.bytes());
    assertThat(response.status()).as(response.text()).isBetween(200, 299);
    return response.json();
  }

  Response call(String method, String path, String contentType, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body.length > 0) {
      request.header("Content-Type", contentType);
    }
    credential.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return new Response(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
