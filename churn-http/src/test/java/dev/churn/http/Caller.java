package dev.churn.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A caller of a server that is being tested; holds every answer against the contract. */
public final class Caller {
  public static final String PREFIX = "/api/v1/churn/v2/organizations/";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String serverUrl;

  public Caller(String serverUrl) {
    this.serverUrl = serverUrl;
  }

  public Response get(String path) {
    return send(request(path).GET());
  }

  Response delete(String path) {
    return send(request(path).DELETE());
  }

  public Response method(String method, String path) {
    return send(request(path).method(method, BodyPublishers.noBody()));
  }

  public Response post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  public Response postJson(String path, String body) {
    return sendBody("POST", path, "application/json", BodyPublishers.ofString(body));
  }

  Response patchJson(String path, String body) {
    return sendBody("PATCH", path, "application/json", BodyPublishers.ofString(body));
  }

  Response putJson(String path, String body) {
    return sendBody("PUT", path, "application/json", BodyPublishers.ofString(body));
  }

  /** Asks in somebody's name, as a gateway does. */
  Response postAs(String user, String path) {
    return send(request(path).header("X-Forwarded-User", user).POST(BodyPublishers.noBody()));
  }

  /** As {@link #postAs}, to remove or cancel something. */
  Response deleteAs(String user, String path) {
    return send(request(path).header("X-Forwarded-User", user).DELETE());
  }

  Response sendBody(String method, String path, String contentType, BodyPublisher body) {
    HttpRequest.Builder request = request(path).method(method, body);
    return send(contentType == null ? request : request.header("Content-Type", contentType));
  }

  Response withHeader(String path, String name, String value) {
    return send(request(path).header(name, value).GET());
  }

  /** Sends bytes whose number the server is not told beforehand. */
  Response postChunked(String path, String contentType, byte[] body) {
    return sendBody(
        "POST",
        path,
        contentType,
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  public Response upload(String organization, Form form) {
    return upload(organization, "", form);
  }

  public Response upload(String organization, String query, Form form) {
    return postForm(PREFIX + organization + "/upload-dataset" + query, form);
  }

  Response postForm(String path, Form form) {
    return sendBody(
        "POST",
        path,
        "multipart/form-data; boundary=" + Form.BOUNDARY,
        BodyPublishers.ofByteArray(form.bytes()));
  }

  /** A multipart form as it goes over the wire. */
  public static final class Form {
    public static final String BOUNDARY = "xYzZY-boundary";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public static Form file(String csv) {
      return new Form().withFile("events.csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    public Form withFile(String filename, byte[] content) {
      text(
          "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
              .formatted(BOUNDARY, filename));
      text("Content-Type: text/csv\r\n\r\n");
      bytes.writeBytes(content);
      text("\r\n");
      return this;
    }

    public Form with(String field, String value) {
      text(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(BOUNDARY, field, value));
      return this;
    }

    private void text(String text) {
      bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
      var whole = new ByteArrayOutputStream();
      whole.writeBytes(bytes.toByteArray());
      whole.writeBytes("--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
      return whole.toByteArray();
    }
  }

  private HttpRequest.Builder request(String path) {
    String url = path.startsWith("http") ? path : serverUrl + path;
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2));
  }

  private Response send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      ApiContract.INSTANCE.check(response);
      return new Response(response);
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request.build(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
