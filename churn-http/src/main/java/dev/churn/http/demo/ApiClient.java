package dev.churn.http.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the API, as any user could write one. */
final class ApiClient {
  private static final String BOUNDARY = "churn-demo-boundary-7f3a9c";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final String root;
  private final Optional<String> key;

  /**
   * @param root what all paths begin with, such as {@code http://127.0.0.1:5000/api/v1}
   * @param key what the server asks for, if it does
   */
  ApiClient(String root, Optional<String> key) {
    this.root = root;
    this.key = key;
  }

  /** Thrown if the server answers with an error. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  JsonNode post(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
  }

  String write(Object body) {
    return json.writeValueAsString(body);
  }

  JsonNode upload(String path, Path file) {
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(form(file)));
  }

  private static BodyPublisher form(Path file) {
    byte[] head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
            .formatted(BOUNDARY, file.getFileName())
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8);
    return BodyPublishers.ofInputStream(
        () -> {
          try {
            return new SequenceInputStream(
                Collections.enumeration(
                    List.<InputStream>of(
                        new ByteArrayInputStream(head),
                        Files.newInputStream(file),
                        new ByteArrayInputStream(tail))));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofMinutes(5));
    key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  private JsonNode send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      JsonNode body = json.readTree(answer.body());
      if (answer.statusCode() >= 300) {
        throw new RefusedException(
            "%s %s answered %d: %s"
                .formatted(
                    request.method(),
                    request.uri().getPath(),
                    answer.statusCode(),
                    body.path("detail").asString()));
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted while waiting for " + request.uri());
    }
  }
}
