package dev.churn.http.cases;

import static dev.churn.http.Caller.PREFIX;

import dev.churn.http.Caller;
import dev.churn.http.Caller.Form;
import dev.churn.http.Response;
import dev.churn.http.Scenario;
import dev.churn.http.request.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server to which cases are sent, each for an organization of its own. */
final class CaseServer {
  private static final int GZIP = 0x1f;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SETTINGS =
      """
      {"name": "Case", "churn_threshold_days": 30, "active_window_days": 0,
       "activity_event_types": [], "pipeline": false}
      """;

  private final Caller caller;
  private final Runnable jobs;

  /** The organizations that have a model, by their settings. */
  private final Map<JsonNode, String> withModel = new HashMap<>();

  /**
   * @param jobs runs the jobs of a server that does not run them by itself; does nothing for others
   */
  CaseServer(String url, Runnable jobs) {
    this.caller = new Caller(url);
    this.jobs = jobs;
  }

  /** Sends what a case has to send; {@return what became of it}. */
  CaseAnswer send(Case which) {
    return which.isUpload() ? upload(which) : predict(which);
  }

  private CaseAnswer upload(Case which) {
    String organization = newOrganization(which.organization());
    Form form = new Form().withFile(which.filename(), which.file());
    which.fields().properties().forEach(field -> form.with(field.getKey(), text(field.getValue())));
    Response answer = caller.upload(organization, form);
    return new CaseAnswer(
        answer, () -> table(organization, answer.json().path("dataset_id").asString()));
  }

  private CaseAnswer predict(Case which) {
    String organization = withModel.computeIfAbsent(which.organization(), this::organization);
    JsonNode query = which.predict().path("query");
    String options =
        query.isObject()
            ? query.properties().stream()
                .map(option -> option.getKey() + "=" + encoded(text(option.getValue())))
                .collect(Collectors.joining("&"))
            : query.asString("");
    String path = PREFIX + organization + "/predict" + (options.isEmpty() ? "" : "?" + options);
    Response answer = caller.postJson(path, text(which.predict().path("body")));
    return new CaseAnswer(
        answer,
        () -> {
          throw new AssertionError("predict has no feature table");
        });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** {@return a text as it is, anything else as JSON} */
  private static String text(JsonNode value) {
    return value.isString()
        ? value.stringValue()
        : new String(Json.write(value), StandardCharsets.UTF_8);
  }

  private String newOrganization(JsonNode settings) {
    ObjectNode body = (ObjectNode) Json.read(SETTINGS.getBytes(StandardCharsets.UTF_8));
    settings.properties().forEach(setting -> body.set(setting.getKey(), setting.getValue()));
    Response created = caller.postJson("/api/v1/organizations", body.toString());
    if (created.status() != 201) {
      throw new AssertionError("the organization was not created: " + created.text());
    }
    return created.json().path("id").asString();
  }

  /** {@return a new organization with a model} */
  private String organization(JsonNode settings) {
    String organization = newOrganization(settings);
    String dataset = Scenario.upload(caller, organization, Scenario.history(60, 1));
    process(organization, dataset);
    run(organization, caller.post(PREFIX + organization + "/train").ok());
    return organization;
  }

  private void process(String organization, String dataset) {
    run(
        organization,
        caller.post(PREFIX + organization + "/datasets/" + dataset + "/process-features").ok());
  }

  private Table table(String organization, String dataset) {
    process(organization, dataset);
    String datasets = PREFIX + organization + "/datasets/";
    String features = caller.get(datasets + dataset).ok().path("features_dataset_id").asString();
    JsonNode view = caller.get(datasets + features).ok();
    return Table.of(plain(caller.get(view.path("file_url").asString()).bytes()));
  }

  private static byte[] plain(byte[] file) {
    if (file.length == 0 || file[0] != GZIP) {
      return file;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the job that an answer names has ended well. */
  private void run(String organization, JsonNode started) {
    String job = started.path("job_id").asString();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    jobs.run();
    while (true) {
      JsonNode view = caller.get(PREFIX + organization + "/jobs/" + job).ok();
      switch (view.path("status").asString()) {
        case "completed" -> {
          return;
        }
        case "failed", "canceled" -> throw new AssertionError("the job failed: " + view);
        default -> {
          if (System.nanoTime() > deadline) {
            throw new AssertionError("the job takes too long: " + view);
          }
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
      }
    }
  }
}
