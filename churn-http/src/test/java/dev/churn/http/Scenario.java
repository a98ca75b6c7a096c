package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Steps that many tests take. */
public final class Scenario {
  /** The last day of the histories here. */
  static final LocalDate END = LocalDate.of(2024, 6, 30);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Scenario() {}

  static String newOrganization(Caller caller) {
    Response created = caller.postJson("/api/v1/organizations", "{\"name\": \"Test\"}");
    assertThat(created.status()).isEqualTo(201);
    return created.json().path("id").asString();
  }

  /**
   * {@return a log of 220 days} Some customers come every few days to the end, others stop on the
   * way.
   */
  public static String history(int customers, long seed) {
    var random = new Random(seed);
    var csv = new StringBuilder("customer_id,event_date,amount,event_type\n");
    String[] days = new String[221];
    Arrays.setAll(days, day -> END.minusDays(220 - day).toString());
    for (int c = 0; c < customers; c++) {
      String customer = "C-%04d,".formatted(c);
      int gap = 2 + random.nextInt(8);
      int stops = random.nextInt(3) == 0 ? 220 : random.nextInt(220);
      for (int day = random.nextInt(20); day <= stops; day += 1 + random.nextInt(2 * gap)) {
        csv.append(customer)
            .append(days[day])
            .append(',')
            .append(10 + random.nextInt(9000) / 100.0)
            .append(random.nextInt(4) == 0 ? ",login\n" : ",purchase\n");
      }
    }
    return csv.toString();
  }

  public static String upload(Caller caller, String organization, String csv) {
    return caller.upload(organization, Form.file(csv)).ok().path("dataset_id").asString();
  }

  /** Uploads and processes; {@return the id of the raw dataset}. */
  public static String processed(Caller caller, String organization, String csv) {
    String dataset = upload(caller, organization, csv);
    String job =
        caller
            .post(Caller.PREFIX + organization + "/datasets/" + dataset + "/process-features")
            .ok()
            .path("job_id")
            .asString();
    assertThat(await(caller, organization, job).path("status").asString()).isEqualTo("completed");
    return dataset;
  }

  /** Trains on the latest features; {@return the job when it has ended}. */
  static JsonNode train(Caller caller, String organization, String type) {
    String job =
        caller
            .post(Caller.PREFIX + organization + "/train?model_type=" + type)
            .ok()
            .path("job_id")
            .asString();
    return await(caller, organization, job);
  }

  /** {@return the job as it is when it has ended} */
  static JsonNode await(Caller caller, String organization, String job) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode view = caller.get(Caller.PREFIX + organization + "/jobs/" + job).ok();
      String status = view.path("status").asString();
      if (List.of("completed", "failed", "canceled").contains(status)) {
        return view;
      }
      assertThat(System.nanoTime()).as("job %s", view).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Waits for the job that an answer names; {@return the batch that it made}. */
  static JsonNode awaitBatch(Caller caller, String organization, JsonNode started) {
    JsonNode job = await(caller, organization, started.path("job_id").asString());
    assertThat(job.path("kind").asString()).isEqualTo("score_customers");
    assertThat(job.path("batch_id")).isEqualTo(started.path("batch_id"));
    return caller
        .get(
            Caller.PREFIX
                + organization
                + "/prediction-batches/"
                + started.path("batch_id").asString())
        .ok();
  }
}
