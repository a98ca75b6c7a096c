package dev.churn.http.bench.year;

import dev.churn.http.ChurnServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of one organization; an answer that is no success ends the program. */
final class YearApi {
  private static final String BOUNDARY = "churn-year-boundary-6b1d";
  private static final Set<String> ENDED =
      Set.of("completed", "failed", "skipped", "stopped", "canceled");
  private static final int PAGE = 1000;
  private static final long POLL_MILLIS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final String organizations;
  private final String id;
  private final String root;

  /**
   * Creates an organization.
   *
   * @param settings a JSON object
   */
  YearApi(ChurnServer server, String settings) throws IOException, InterruptedException {
    organizations = server.url() + "/api/v1/organizations";
    id = send("POST", organizations, settings).path("id").asString();
    root = server.url() + "/api/v1/churn/v2/organizations/" + id;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", root + path, "");
  }

  JsonNode post(String path) throws IOException, InterruptedException {
    return send("POST", root + path, "");
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send("POST", root + path, body);
  }

  JsonNode put(String path, String body) throws IOException, InterruptedException {
    return send("PUT", root + path, body);
  }

  /** Changes settings of the organization. */
  void change(String settings) throws IOException, InterruptedException {
    send("PATCH", organizations + "/" + id, settings);
  }

  /** {@return the id of the uploaded dataset} */
  String upload(String csv, String query) throws IOException, InterruptedException {
    String form =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"events.csv\"\r\n\r\n%s"
                .formatted(BOUNDARY, csv)
            + "\r\n--"
            + BOUNDARY
            + "--\r\n";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + "/upload-dataset" + query))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofString(form));
    return send(request).path("dataset_id").asString();
  }

  /** {@return the dataset after its pipeline has ended} */
  JsonNode pipelineEnded(String dataset) throws IOException, InterruptedException {
    while (true) {
      JsonNode view = get("/datasets/" + dataset);
      List<String> steps =
          view.path("pipeline").valueStream().map(s -> s.path("status").asString()).toList();
      if (ENDED.contains(steps.get(2)) || steps.contains("stopped")) {
        return view;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** {@return the job that an answer names, after it has ended} */
  JsonNode ended(JsonNode answer) throws IOException, InterruptedException {
    while (true) {
      JsonNode job = get("/jobs/" + answer.path("job_id").asString());
      if (ENDED.contains(job.path("status").asString())) {
        return job;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** {@return all predictions of a batch} */
  List<JsonNode> predictions(String batch) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    while (true) {
      JsonNode page =
          get(
              "/prediction-batches/%s/predictions?include=all&limit=%d&offset=%d"
                  .formatted(batch, PAGE, all.size()));
      page.path("predictions").forEach(all::add);
      if (page.path("predictions").isEmpty() || all.size() >= page.path("total").asInt()) {
        return all;
      }
    }
  }

  /** {@return the monitoring report once it covers a day} */
  JsonNode monitoring(String asOf) throws IOException, InterruptedException {
    while (true) {
      JsonNode report = get("/monitoring");
      if (report.path("as_of").asString("").compareTo(asOf) >= 0) {
        return report;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private JsonNode send(String method, String url, String body)
      throws IOException, InterruptedException {
    BodyPublisher publisher =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .method(method, publisher));
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() >= 300) {
      throw new IOException(request.method() + " " + request.uri() + ": " + text);
    }
    return json.readTree(text.isEmpty() ? "null" : text);
  }
}
