package dev.churn.http.chaos;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls one organization of a server that may die at any moment. */
final class Api {
  static final String ORGANIZATIONS = "/api/v1/organizations";

  private static final String PREFIX = "/api/v1/churn/v2/organizations/";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> ENDED = Set.of("completed", "failed", "canceled");
  private static final long POLL_MILLIS = 20;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String url;
  private final String organization;

  /**
   * @param organization its id, or empty for a server's organizations
   */
  Api(String url, String organization) {
    this.url = url;
    this.organization = organization;
  }

  /** What a server answered. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    boolean isSuccess() {
      return status / 100 == 2;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    /** {@return itself} Fails unless it is a success. */
    Answer ok() {
      if (!isSuccess()) {
        throw new AssertionError(status + ": " + text());
      }
      return this;
    }
  }

  /** There was no answer. */
  static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(Throwable cause) {
      super(cause);
    }
  }

  String organization() {
    return organization;
  }

  /** {@return the id of a new organization} */
  static String newOrganization(String url, String json) {
    return new Api(url, "")
        .send("POST", ORGANIZATIONS, "application/json", BodyPublishers.ofString(json))
        .ok()
        .json()
        .path("id")
        .asString();
  }

  Answer get(String path) {
    return send("GET", place(path), null, BodyPublishers.noBody());
  }

  Answer post(String path) {
    return send("POST", place(path), null, BodyPublishers.noBody());
  }

  Answer post(String path, String json) {
    return send("POST", place(path), "application/json", BodyPublishers.ofString(json));
  }

  Answer put(String path, String json) {
    return send("PUT", place(path), "application/json", BodyPublishers.ofString(json));
  }

  Answer delete(String path) {
    return send("DELETE", place(path), null, BodyPublishers.noBody());
  }

  Answer upload(String path, String csv) {
    return send(
        "POST",
        place(path),
        "multipart/form-data; boundary=" + Form.BOUNDARY,
        BodyPublishers.ofByteArray(Form.file(csv).bytes()));
  }

  /** Waits for a job; {@return how it ended}. */
  String awaitEnd(String job) {
    return await(job, ENDED);
  }

  /** Waits until a job runs or has ended; {@return which of them}. */
  String awaitRun(String job) {
    return await(job, Set.of("running", "completed", "failed", "canceled"));
  }

  private String await(String job, Set<String> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < deadline) {
      Answer answer = get("/jobs/" + job);
      if (answer.isSuccess()) { // a database that is away is told by 503
        String status = answer.json().path("status").asString();
        if (wanted.contains(status)) {
          return status;
        }
      }
      pause(POLL_MILLIS);
    }
    throw new AssertionError("job " + job + " has not ended: " + get("/jobs/" + job).text());
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String place(String path) {
    return path.startsWith("/api/") || path.startsWith("/health/")
        ? path
        : PREFIX + organization + path;
  }

  private Answer send(String method, String path, String type, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
            .timeout(Duration.ofSeconds(100))
            .method(method, body);
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new NoAnswerException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(e);
    }
  }

  /** {@return the bytes behind an address, wherever it leads} */
  byte[] download(String address) {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new AssertionError(address + ": " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
