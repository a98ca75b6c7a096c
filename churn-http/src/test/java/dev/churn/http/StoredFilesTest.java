package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import dev.churn.http.settings.Settings;
import dev.churn.supabase.SupabaseStandIn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every address of a file answers a plain GET, whatever stores the file. */
final class StoredFilesTest {
  private static final String HISTORY = Scenario.history(60, 3);

  @TempDir Path folder;
  @TempDir Path uploads;
  private final HttpClient plain = HttpClient.newHttpClient();
  private SupabaseStandIn supabase;

  @BeforeEach
  void startSupabase() {
    supabase = new SupabaseStandIn(folder);
  }

  @AfterEach
  void stopSupabase() {
    supabase.close();
  }

  private Settings settings(String storage, String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("CHURN_HOME", folder.toString());
    if (storage.equals("supabase")) {
      variables.put("SUPABASE_URL", supabase.url());
      variables.put("SUPABASE_SECRET_KEY", SupabaseStandIn.SECRET_KEY);
    }
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return Settings.from(variables);
  }

  /** {@return the bytes at an address, which are asked for without any header} */
  private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return plain.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofByteArray());
  }

  private String textAt(JsonNode answer, String field) {
    String url = answer.path(field).asString();
    try {
      HttpResponse<byte[]> response = get(url);
      String text = new String(response.body(), StandardCharsets.UTF_8);
      assertThat(response.statusCode()).as(url + ": " + text).isEqualTo(200);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"folder, private", "folder, public", "supabase, private", "supabase, public"})
  void files_of_datasets_and_batches_are_fetched(String storage, String access) throws Exception {
    try (var api = new ApiInMemory(settings(storage, "STORAGE_ACCESS", access), uploads)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);
      String path = Caller.PREFIX + organization;

      JsonNode uploaded = caller.upload(organization, Form.file(HISTORY)).ok();
      assertThat(textAt(uploaded, "file_url")).isEqualTo(HISTORY);
      String dataset = path + "/datasets/" + uploaded.path("dataset_id").asString();
      caller.post(dataset + "/process-features").ok();
      api.runJobs();
      caller.post(path + "/train?model_type=logistic_regression").ok();
      api.runJobs();
      JsonNode started = caller.postForm(path + "/predict-bulk", Form.file(HISTORY)).accepted();
      assertThat(textAt(started, "input_file_url")).isEqualTo(HISTORY);
      api.runJobs();

      JsonNode raw = caller.get(dataset).ok();
      assertThat(textAt(raw, "file_url")).isEqualTo(HISTORY);
      String features = raw.path("features_dataset_id").asString();
      JsonNode table = caller.get(path + "/datasets/" + features).ok();
      assertThat(textAt(table, "file_url")).startsWith("customer_id,as_of,");
      for (JsonNode each : caller.get(path + "/datasets").ok().path("datasets")) {
        assertThat(textAt(each, "file_url")).startsWith("customer_id,");
      }
      JsonNode batches = caller.get(path + "/prediction-batches").ok().path("batches");
      JsonNode batch =
          caller.get(path + "/prediction-batches/" + started.path("batch_id").asString()).ok();
      assertThat(batches).containsExactly(batch);
      assertThat(textAt(batch, "input_file_url")).isEqualTo(HISTORY);
      assertThat(textAt(batch, "output_file_url"))
          .startsWith("customer_id,as_of,churn_probability");

      String url = batch.path("output_file_url").asString();
      boolean isStorages = storage.equals("supabase") && access.equals("public");
      assertThat(url).startsWith(isStorages ? supabase.url() : api.url());
      assertThat(url).contains(access.equals("public") ? "/object/public/" : path + "/files/");
      assertThat(get(url.replace(organization, Scenario.newOrganization(caller))).statusCode())
          .isBetween(400, 404);
      if (storage.equals("supabase")) {
        assertThat(supabase.isPublic("datasets")).isEqualTo(access.equals("public"));
        assertThat(supabase.refusals()).isEmpty();
      }
    }
  }

  @Test
  void a_file_of_a_private_bucket_is_found_below_its_owner_alone() throws Exception {
    try (var api = new ApiInMemory(settings("supabase"), uploads)) {
      var caller = new Caller(api.url());
      String owner = Scenario.newOrganization(caller);
      String stranger = Scenario.newOrganization(caller);
      String url = caller.upload(owner, Form.file(HISTORY)).ok().path("file_url").asString();

      caller.get(url.replace("organizations/" + owner, "organizations/" + stranger)).problem(404);
      caller.get(url.replace("org_" + owner, "org_" + stranger)).problem(404);
      caller.get(url.replace("/datasets/", "/utils/")).problem(404);
      caller.get(url.replace(".csv", ".txt")).problem(404);
      assertThat(caller.method("HEAD", url).header("Content-Length"))
          .isEqualTo(Integer.toString(HISTORY.length()));
      assertThat(get(supabase.url() + "/storage/v1/object/public" + pathIn(url)).statusCode())
          .as("without a key, from the storage itself")
          .isEqualTo(400);
    }
  }

  private static String pathIn(String url) {
    return url.substring(url.indexOf("/datasets/"));
  }

  @Test
  void a_link_begins_with_the_host_that_was_asked_or_with_the_public_url() throws Exception {
    try (var api = new ApiInMemory(settings("folder"), uploads)) {
      var caller = new Caller(api.url().replace("127.0.0.1", "localhost"));
      String organization = Scenario.newOrganization(caller);
      JsonNode uploaded = caller.upload(organization, Form.file(HISTORY)).ok();

      assertThat(uploaded.path("file_url").asString()).startsWith("http://localhost:");
      assertThat(textAt(uploaded, "file_url")).isEqualTo(HISTORY);
    }
    try (var api =
        new ApiInMemory(settings("folder", "PUBLIC_URL", "https://churn.example/base/"), uploads)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);

      assertThat(caller.upload(organization, Form.file(HISTORY)).ok().path("file_url").asString())
          .startsWith("https://churn.example/base/api/v1/churn/v2/organizations/" + organization);
    }
  }

  @Test
  void a_table_that_the_storage_will_refuse_is_told_at_the_upload() throws Exception {
    String large = Scenario.history(150, 1);
    supabase.putBucket("datasets", false, large.length() + 1_000L);
    supabase.putBucket("utils", false, 60_000L);
    try (var api = new ApiInMemory(settings("supabase"), uploads)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);
      JsonNode uploaded = caller.upload(organization, Form.file(large)).ok();

      assertThat(warnings(uploaded))
          .hasSize(1)
          .allMatch(text -> text.contains("feature table of this file"))
          .allMatch(text -> text.contains("'utils' takes objects of up to 60,000 bytes"))
          .allMatch(text -> text.contains("FEATURES_COMPRESSION=gzip"));
      assertThat(processed(api, caller, organization, uploaded).path("error_message").asString())
          .contains("413", "file_size_limit", "FEATURES_COMPRESSION=gzip");

      String larger = large + "C-0001,2024-01-01,5,purchase\n".repeat(200);
      caller.upload(organization, Form.file(larger)).problem(413);
    }
    try (var api = new ApiInMemory(settings("supabase", "FEATURES_COMPRESSION", "gzip"), uploads)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);
      JsonNode uploaded = caller.upload(organization, Form.file(large)).ok();

      assertThat(warnings(uploaded)).isEmpty();
      assertThat(processed(api, caller, organization, uploaded).path("status").asString())
          .isEqualTo("ready");
    }
  }

  /** {@return the uploaded dataset after its processing} */
  private static JsonNode processed(
      ApiInMemory api, Caller caller, String organization, JsonNode uploaded) {
    String dataset =
        Caller.PREFIX + organization + "/datasets/" + uploaded.path("dataset_id").asString();
    caller.post(dataset + "/process-features").ok();
    api.runJobs();
    return caller.get(dataset).ok();
  }

  private static List<String> warnings(JsonNode uploaded) {
    return uploaded
        .path("validation")
        .path("warnings")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void a_compressed_table_is_read_by_everything_that_reads_tables() throws Exception {
    String plainTable;
    JsonNode plainStatus;
    try (var api = new ApiInMemory(settings("folder"), uploads)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);
      plainTable = new String(table(api, caller, organization), StandardCharsets.UTF_8);
      plainStatus = trained(api, caller, organization);
    }
    try (var api = new ApiInMemory(settings("folder", "FEATURES_COMPRESSION", "gzip"), uploads)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);
      String path = Caller.PREFIX + organization;
      byte[] compressed = table(api, caller, organization);
      try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plainTable);
      }

      JsonNode status = trained(api, caller, organization);
      for (String metric : List.of("accuracy", "roc_auc", "churn_rate")) {
        assertThat(status.path(metric)).as(metric).isEqualTo(plainStatus.path(metric));
      }
      JsonNode table = caller.get(path + "/datasets").ok().path("datasets").path(0);
      assertThat(table.path("filename").asString()).endsWith(".csv.gz");
      String dataset = path + "/datasets/" + table.path("dataset_id").asString();
      assertThat(get(api.url() + dataset + "/arff").body()).asString().contains("@data");
      JsonNode started = caller.post(dataset + "/score").accepted();
      api.runJobs();
      assertThat(
              caller
                  .get(path + "/prediction-batches/" + started.path("batch_id").asString())
                  .ok()
                  .path("status")
                  .asString())
          .isEqualTo("completed");
    }
  }

  private byte[] table(ApiInMemory api, Caller caller, String organization) throws Exception {
    String path = Caller.PREFIX + organization + "/datasets/";
    String raw = Scenario.upload(caller, organization, HISTORY);
    caller.post(path + raw + "/process-features").ok();
    api.runJobs();
    String id = caller.get(path + raw).ok().path("features_dataset_id").asString();
    return get(caller.get(path + id).ok().path("file_url").asString()).body();
  }

  private static JsonNode trained(ApiInMemory api, Caller caller, String organization) {
    caller.post(Caller.PREFIX + organization + "/train?model_type=logistic_regression").ok();
    api.runJobs();
    JsonNode status = caller.get(Caller.PREFIX + organization + "/training-status").ok();
    assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("completed");
    return status;
  }

  @Test
  void ready_says_within_two_seconds_what_is_wrong_with_the_storage() throws Exception {
    try (var api = new ApiInMemory(settings("supabase"), uploads)) {
      var caller = new Caller(api.url());
      caller.get("/health/ready").ok();

      supabase.removeBucket("utils");
      awaitNewAnswer();
      assertUnready(caller, "utils");
      supabase.putBucket("utils", false, null);
      awaitNewAnswer();
      caller.get("/health/ready").ok();

      supabase.hang(true);
      awaitNewAnswer();
      assertUnready(caller, "nswer"); // of the storage, or found none
      assertUnready(caller, "nswer");
      supabase.hang(false);
      Thread.sleep(1_500); // the question that is still open ends
      caller.get("/health/ready").ok();

      supabase.rotateSecretKey("sb_secret_of_tomorrow");
      awaitNewAnswer();
      assertUnready(caller, "SUPABASE_SECRET_KEY");
    }
  }

  /** Waits until an answer about readiness is not given a second time. */
  private static void awaitNewAnswer() throws InterruptedException {
    Thread.sleep(1_100);
  }

  private static void assertUnready(Caller caller, String why) {
    long begun = System.nanoTime();
    JsonNode problem = caller.get("/health/ready").problem(503);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    assertThat(problem.path("errors")).hasSize(1);
    assertThat(problem.path("errors").path(0).path("field").asString()).isEqualTo("storage");
    assertThat(problem.path("errors").path(0).toString()).contains(why);
  }
}
