package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.integrity.Damage;
import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of a stored file that is not the one that was stored, for everybody who reads it.
 */
@SuppressWarnings("try") // a file is damaged for as long as its block lasts
final class DamagedFilesTest {
  private static final String HISTORY = Scenario.history(60, 3);
  private static final String SENTENCE = "the stored file was changed or damaged";

  @TempDir static Path folder;
  private static ApiInMemory api;
  private static Caller caller;
  private static String organization;
  private static String path;
  private static String raw;
  private static String table;
  private static String batch;

  @BeforeAll
  static void one_of_each_kind() throws IOException {
    api = ApiInMemory.start(folder);
    caller = new Caller(api.url());
    organization = Scenario.newOrganization(caller);
    path = Caller.PREFIX + organization;
    raw = Scenario.upload(caller, organization, HISTORY);
    run("/datasets/" + raw + "/process-features");
    table = caller.get(path + "/datasets/" + raw).ok().path("features_dataset_id").asString();
    run("/train?model_type=logistic_regression");
    batch =
        caller
            .postForm(path + "/predict-bulk", Form.file(HISTORY))
            .accepted()
            .path("batch_id")
            .asString();
    api.runJobs();
    assertThat(caller.get(path + "/prediction-batches/" + batch).ok().path("status").asString())
        .isEqualTo("completed");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /** Starts a job and runs it; {@return the job when it has ended} */
  private static JsonNode run(String route) {
    Response started = caller.post(path + route);
    assertThat(started.status()).as(started.text()).isBetween(200, 202);
    api.runJobs();
    return job(started.json());
  }

  private static JsonNode job(JsonNode started) {
    return caller.get(path + "/jobs/" + started.path("job_id").asString()).ok();
  }

  private static void assertFailed(JsonNode job) {
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("failed");
    assertThat(job.path("error_message").asString()).contains("expected ", "found ", SENTENCE);
  }

  /** A stored file with other bytes, until this is closed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Damaged(Path file, byte[] original) implements AutoCloseable {
    static Damaged of(String name, Damage damage) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        Path file = files.filter(found -> found.endsWith(name)).findFirst().orElseThrow();
        byte[] original = Files.readAllBytes(file);
        Files.delete(file); // may be a link
        Files.write(file, damage.to(original));
        return new Damaged(file, original);
      }
    }

    @Override
    public void close() throws IOException {
      Files.delete(file);
      Files.write(file, original);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "HALF_CUT")
  void nothing_is_made_from_a_damaged_upload(Damage damage) throws IOException {
    JsonNode tables = caller.get(path + "/datasets/" + table).ok();
    String mine = Scenario.upload(caller, organization, HISTORY);
    try (var file = Damaged.of(mine + ".csv", damage)) {
      assertFailed(run("/datasets/" + mine + "/process-features"));

      JsonNode dataset = caller.get(path + "/datasets/" + mine).ok();
      assertThat(dataset.path("status").asString()).isEqualTo("error");
      assertThat(dataset.path("features_dataset_id").isNull()).isTrue();
      caller.get(path + "/customers/C-0001?events=true").problem(503);
      assertIncomplete(path + "/files/datasets/org_" + organization + "/raw/" + mine + ".csv");
    }
    assertThat(run("/datasets/" + mine + "/process-features").path("status").asString())
        .as("after the file was mended")
        .isEqualTo("completed");
    caller.delete(path + "/datasets/" + mine);
    try (var file = Damaged.of(raw + ".csv", damage)) {
      assertFailed(run("/datasets/" + raw + "/score")); // the reasons come from the upload
      assertThat(caller.get(path + "/datasets/" + table).ok()).isEqualTo(tables);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "HALF_CUT")
  void nothing_is_made_from_a_damaged_feature_table(Damage damage) throws IOException {
    try (var file = Damaged.of("features_" + table + ".csv", damage)) {
      assertFailed(run("/datasets/" + table + "/score"));
      assertFailed(run("/train?model_type=random_forest"));

      assertIncomplete(
          path + "/files/utils/org_" + organization + "/features/features_" + table + ".csv");
      assertIncomplete(path + "/datasets/" + table + "/arff?customer_ids=true");
    }
    assertThat(run("/datasets/" + table + "/score").path("status").asString())
        .as("after the file was mended")
        .isEqualTo("completed");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "HALF_CUT")
  void nothing_is_made_from_a_damaged_file_of_a_batch(Damage damage) throws IOException {
    JsonNode started = caller.postForm(path + "/predict-bulk", Form.file(HISTORY)).accepted();
    String mine = started.path("batch_id").asString();
    try (var file = Damaged.of(mine + ".csv", damage)) {
      api.runJobs();
      assertFailed(job(started));
      assertIncomplete(
          path + "/files/datasets/org_" + organization + "/predictions/" + mine + ".csv");
    }
    try (var file = Damaged.of("predictions_" + batch + ".csv", damage)) {
      assertIncomplete(
          path + "/files/utils/org_" + organization + "/predictions/predictions_" + batch + ".csv");
    }
  }

  /** Asserts that nobody takes the answer for a whole file. */
  private static void assertIncomplete(String route) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + route)).build();
    var http = HttpClient.newHttpClient();
    HttpResponse<byte[]> answer;
    try {
      answer = http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException cut) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    JsonNode problem = new Response(answer).problem(503);
    assertThat(problem.path("detail").asString()).contains(SENTENCE);
  }
}
