package dev.churn.http.demo;

import static java.util.stream.Collectors.toList;

import dev.churn.http.demo.ApiClient.RefusedException;
import dev.churn.http.demo.SimulatedCustomers.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Runs simulated customers through the whole API and prints the results. */
public final class Demo {
  private static final String PREFIX = "/api/v1/churn/v2/organizations/";
  private static final Duration POLL = Duration.ofMillis(150);
  private static final List<String> MODEL_TYPES =
      List.of("logistic_regression", "random_forest", "gradient_boosting");

  private final String serverUrl;
  private final String organizationId;
  private final Path folder;
  private final LocalDate today;
  private final int customers;
  private final PrintStream out;
  private final boolean terminal;
  private final boolean asksForKey;
  private final ApiClient api;

  /**
   * @param serverUrl such as {@code http://127.0.0.1:5000}
   * @param key what the server asks for, if it does; printed nowhere
   * @param organizationId an existing organization that receives the customers
   * @param folder existing folder for the file to upload
   * @param today the day after the last day of the history
   * @param customers number of customers to simulate; training needs at least a few hundred
   * @param terminal whether {@code out} is a terminal, on which lines can be overwritten
   */
  public Demo(
      String serverUrl,
      Optional<String> key,
      String organizationId,
      Path folder,
      LocalDate today,
      int customers,
      PrintStream out,
      boolean terminal) {
    this.serverUrl = serverUrl;
    this.organizationId = organizationId;
    this.folder = folder;
    this.today = today;
    this.customers = customers;
    this.out = out;
    this.terminal = terminal;
    this.asksForKey = key.isPresent();
    this.api = new ApiClient(serverUrl + PREFIX + organizationId, key);
  }

  /** {@return the id of a new organization, so that these customers never mix with others} */
  public static String newOrganization(String serverUrl, Optional<String> key) {
    return new ApiClient(serverUrl + "/api/v1", key)
        .post("/organizations", Map.of("name", "Simulated customers"))
        .path("id")
        .asString();
  }

  /**
   * Runs the demonstration.
   *
   * @return whether every step succeeded; if one failed, the step and the reason were printed
   */
  public boolean run() {
    try {
      out.println();
      out.println("Churn prediction, shown on SIMULATED customers (made up by a seeded program).");
      out.println();
      new ProgressLine(out, terminal, "Organization").done(organizationId);
      List<Row> rows = simulate();
      String dataset = upload(rows);
      await("Features", api.post("/datasets/" + dataset + "/process-features"));
      List<JsonNode> models = new ArrayList<>();
      for (String type : MODEL_TYPES) {
        JsonNode started = api.post("/train?model_type=%s&dataset_id=%s".formatted(type, dataset));
        await("Train " + type.replace('_', ' '), started);
        models.add(api.get("/models/" + started.path("model_id").asString()));
      }
      new ModelReport(models).print(out);
      printList(dataset);
      printCurl(rows);
      return true;
    } catch (RefusedException e) {
      out.println();
      out.println("The demonstration failed: " + e.getMessage());
      return false;
    } catch (IOException | UncheckedIOException e) {
      out.println();
      out.println("The demonstration failed, the server or the disk did not answer: " + e);
      return false;
    }
  }

  private List<Row> simulate() {
    var progress = new ProgressLine(out, terminal, "Simulate");
    progress.show(0, "");
    List<Row> rows = new SimulatedCustomers(customers, today.minusDays(1)).rows();
    progress.done(
        String.format(
            Locale.ROOT,
            "%,d events of %,d simulated customers, %s to %s",
            rows.size(),
            customers,
            rows.get(0).day(),
            rows.get(rows.size() - 1).day()));
    return rows;
  }

  private String upload(List<Row> rows) throws IOException {
    var progress = new ProgressLine(out, terminal, "Upload");
    progress.show(0, "");
    Path file = folder.resolve("simulated-customers.csv");
    try {
      SimulatedCustomers.write(rows, file);
      JsonNode uploaded = api.upload("/upload-dataset", file);
      progress.done(
          "%,d rows, %d rejected: %s"
              .formatted(
                  uploaded.path("row_count").asLong(),
                  uploaded.path("rejected_row_count").asLong(),
                  uploaded.path("message").asString()));
      return uploaded.path("dataset_id").asString();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void await(String title, JsonNode started) {
    var progress = new ProgressLine(out, terminal, title);
    long begun = System.nanoTime();
    while (true) {
      JsonNode job = api.get("/jobs/" + started.path("job_id").asString());
      String status = job.path("status").asString();
      progress.show(job.path("progress").asDouble(), job.path("message").asString());
      if (status.equals("failed")) {
        throw new RefusedException(title + ": " + job.path("error_message").asString());
      }
      if (status.equals("canceled")) {
        throw new RefusedException(title + ": " + job.path("message").asString());
      }
      if (status.equals("completed")) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        progress.done(String.format(Locale.ROOT, "done in %.1f s", seconds));
        return;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted while waiting for a job");
    }
  }

  private void printList(String dataset) {
    await("Score all", api.post("/datasets/" + dataset + "/score"));
    out.println();
    new RetentionList(api.get("/prediction-customers?limit=" + RetentionList.SIZE)).print(out);
  }

  private static Map<String, Object> requestFor(List<Row> events) {
    List<Map<String, Object>> transactions = new ArrayList<>();
    for (Row event : events) {
      Map<String, Object> transaction = new LinkedHashMap<>();
      transaction.put("event_date", event.day().toString());
      if (!Double.isNaN(event.amount())) {
        transaction.put("amount", Math.round(event.amount() * 100) / 100.0);
      }
      transaction.put("event_type", event.type());
      transactions.add(transaction);
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("customer_id", events.get(0).customerId());
    request.put("transactions", transactions);
    return request;
  }

  private void printCurl(List<Row> all) {
    Map<String, List<Row>> byCustomer =
        all.stream().collect(Collectors.groupingBy(Row::customerId, LinkedHashMap::new, toList()));
    List<Row> events =
        byCustomer.values().stream()
            .filter(rows -> rows.size() >= 4 && rows.size() <= 6)
            .max(Comparator.comparing(rows -> rows.get(0).day()))
            .orElseThrow();
    out.println("  Try it yourself:");
    out.println();
    out.printf(
        "curl -s%s '%s%s%s/predict?explain=true' -H 'Content-Type: application/json' -d '%s'%n%n",
        asksForKey ? " -H \"Authorization: Bearer $OPERATOR_KEY\"" : "",
        serverUrl,
        PREFIX,
        organizationId,
        api.write(requestFor(events)));
  }
}
