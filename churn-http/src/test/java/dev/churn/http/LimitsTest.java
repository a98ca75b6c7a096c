package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.limit.DiskSpace.Disk;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.http.Caller.Form;
import dev.churn.http.settings.Settings;
import dev.churn.training.ChurnModelTraining;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the server refuses because it would be too much. */
final class LimitsTest {
  private static final String GOOD = "customer_id,event_date,amount\nA,2024-01-05,10\n";
  private static final String HISTORY = history();
  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final String QUOTA = "urn:churn:problem:quota-exceeded";
  private static final String TOO_MANY = "urn:churn:problem:too-many-requests";
  private static final String KEY = "operator-key-of-a-test-1234567890";

  @TempDir Path folder;

  private ApiInMemory server(String... variables) throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("CHURN_HOME", folder.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      all.put(variables[i], variables[i + 1]);
    }
    return new ApiInMemory(Settings.from(all), folder);
  }

  /** {@return a file that is long enough for a feature table} */
  private static String history() {
    var csv = new StringBuilder("customer_id,event_date,amount\n");
    for (int i = 0; i < 300; i++) {
      csv.append("C%d,%s,10\n".formatted(i % 20, LocalDate.parse("2024-01-01").plusDays(i)));
    }
    return csv.toString();
  }

  private static String organization(Caller caller) {
    Response created = caller.postJson(ORGANIZATIONS, "{\"name\": \"Shop\"}");
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created.json().path("id").asString();
  }

  private static void refused(Response answer, int status, String type, String... words) {
    JsonNode problem = answer.problem(status);
    assertThat(problem.path("type").asString()).isEqualTo(type);
    assertThat(problem.path("detail").asString()).contains(words);
  }

  private List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  @Test
  void an_organization_has_only_so_many_datasets_until_it_deletes_one() throws IOException {
    try (var server = server("MAX_DATASETS", "1")) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      String other = organization(caller);
      String first = caller.upload(shop, Form.file(GOOD)).ok().path("dataset_id").asString();

      refused(
          caller.upload(shop, Form.file(GOOD)),
          403,
          QUOTA,
          "expected fewer than 1 (MAX_DATASETS), found 1; delete some");
      caller.upload(other, Form.file(GOOD)).ok();
      caller.delete(Caller.PREFIX + shop + "/datasets/" + first);
      caller.upload(shop, Form.file(GOOD)).ok();
    }
  }

  @Test
  void an_organization_stores_only_so_many_bytes() throws IOException {
    int size = HISTORY.length();
    try (var server = server("MAX_STORED_BYTES", Integer.toString(2 * size))) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      String id = caller.upload(shop, Form.file(HISTORY)).ok().path("dataset_id").asString();
      caller.upload(shop, Form.file(HISTORY)).ok();

      refused(
          caller.upload(shop, Form.file(HISTORY)),
          403,
          QUOTA,
          "expected %d at most (MAX_STORED_BYTES), found %d and ".formatted(2 * size, 2 * size));
      String job =
          caller
              .post(Caller.PREFIX + shop + "/datasets/" + id + "/process-features")
              .ok()
              .path("job_id")
              .asString();
      server.runJobs();
      JsonNode failed = caller.get(Caller.PREFIX + shop + "/jobs/" + job).ok();
      assertThat(failed.path("status").asString()).isEqualTo("failed");
      assertThat(failed.path("error_message").asString()).contains("MAX_STORED_BYTES");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 3000000", "Transfer-Encoding: chunked"})
  void an_upload_ends_where_the_stored_bytes_would_be_too_many(String header) throws Exception {
    try (var server = server("MAX_STORED_BYTES", "2000000")) {
      String shop = organization(new Caller(server.url()));
      boolean isChunked = header.startsWith("Transfer");
      URI url = URI.create(server.url());
      try (var socket = new Socket(url.getHost(), url.getPort())) {
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        out.write(
            """
            POST %s%s/upload-dataset HTTP/1.1
            Host: %s:%d
            Content-Type: multipart/form-data; boundary=b
            %s

            """
                .formatted(Caller.PREFIX, shop, url.getHost(), url.getPort(), header)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        send(
            out,
            isChunked,
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n");
        for (int i = 0; i < 22; i++) { // 2.2 MB, and then silence
          send(out, isChunked, "x".repeat(100_000));
        }
        var answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(answer.readLine()).contains("403");
        assertThat(answer.lines().anyMatch(line -> line.contains("(MAX_STORED_BYTES), found 0")))
            .isTrue();
      }
      assertThat(uploads()).isEmpty();
    }
  }

  private static void send(OutputStream out, boolean isChunked, String text) throws IOException {
    String piece = isChunked ? "%x\r\n%s\r\n".formatted(text.length(), text) : text;
    out.write(piece.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_server_has_only_so_many_organizations() throws IOException {
    try (var server = server("MAX_ORGANIZATIONS", "1")) {
      var caller = new Caller(server.url());
      organization(caller);
      refused(
          caller.postJson(ORGANIZATIONS, "{\"name\": \"Shop\"}"), 403, QUOTA, "MAX_ORGANIZATIONS");
    }
  }

  @Test
  void an_organization_starts_no_job_while_too_many_have_not_ended() throws IOException {
    try (var server = server("MAX_UNFINISHED_JOBS", "1")) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      String id = caller.upload(shop, Form.file(GOOD)).ok().path("dataset_id").asString();
      String process = Caller.PREFIX + shop + "/datasets/" + id + "/process-features";
      caller.post(process).ok();

      for (Response answer :
          List.of(
              caller.post(process),
              caller.upload(shop, Form.file(GOOD).with("pipeline", "true")),
              caller.post(Caller.PREFIX + shop + "/train"),
              caller.post(Caller.PREFIX + shop + "/datasets/" + id + "/score"))) {
        refused(answer, 429, TOO_MANY, "(MAX_UNFINISHED_JOBS), found 1; wait");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
      }
      caller.upload(shop, Form.file(GOOD)).ok(); // it starts no job
      server.runJobs();
      caller.post(process).ok();
    }
  }

  @Test
  void pipelines_of_targets_count_when_they_start() throws IOException {
    try (var server = server("MAX_UNFINISHED_JOBS", "1")) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      for (String name : List.of("a", "b")) {
        String target = "{\"name\": \"%s\", \"pipeline\": true}".formatted(name);
        assertThat(caller.postJson(ORGANIZATIONS + "/" + shop + "/targets", target).status())
            .isEqualTo(201);
      }

      refused(
          caller.upload(shop, Form.file(GOOD)),
          429,
          TOO_MANY,
          "(MAX_UNFINISHED_JOBS), found 0 and 2 to be started; wait");
      caller.upload(shop, Form.file(GOOD).with("pipeline", "false")).ok();
    }
  }

  @Test
  void uploads_at_the_same_time_are_counted_before_their_bodies_come() throws Exception {
    try (var server = server("MAX_CONCURRENT_UPLOADS", "2", "MAX_ORGANIZATION_UPLOADS", "1")) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      String other = organization(caller);
      String third = organization(caller);
      try (Socket slow = begin(server, shop);
          Socket slower = begin(server, other)) {
        refused(caller.upload(shop, Form.file(GOOD)), 429, TOO_MANY, "MAX_ORGANIZATION_UPLOADS");
        refused(
            caller.upload(third, Form.file(GOOD)),
            503,
            "urn:churn:problem:unavailable",
            "MAX_CONCURRENT_UPLOADS");
        assertThat(slow.isConnected() && slower.isConnected()).isTrue();
      }
      for (String id : List.of(shop, third)) {
        Response answer = caller.upload(id, Form.file(GOOD));
        for (int i = 0; i < 200 && answer.status() != 200; i++) { // until the server has noticed
          Thread.sleep(20);
          answer = caller.upload(id, Form.file(GOOD));
        }
        answer.ok();
      }
      assertThat(uploads()).isEmpty();
    }
  }

  /** Sends the beginning of an upload, and returns when the server receives it. */
  private Socket begin(ApiInMemory server, String organization) throws Exception {
    int before = uploads().size();
    URI url = URI.create(server.url());
    var socket = new Socket(url.getHost(), url.getPort());
    String request =
        """
        POST %s%s/upload-dataset HTTP/1.1
        Host: %s:%d
        Content-Type: multipart/form-data; boundary=b
        Content-Length: 1000

        --b
        Content-Disposition: form-data; name="file"; filename="a.csv"

        customer_id
        """
            .formatted(Caller.PREFIX, organization, url.getHost(), url.getPort())
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 500 && uploads().size() == before; i++) {
      Thread.sleep(10);
    }
    assertThat(uploads()).hasSize(before + 1);
    return socket;
  }

  @Test
  void a_file_of_too_many_rows_leaves_nothing_behind() throws IOException {
    try (var server = server("MAX_UPLOAD_ROWS", "2")) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      caller.upload(shop, Form.file(GOOD + "A,2024-01-06,1\n")).ok();

      refused(
          caller.upload(shop, Form.file(GOOD + "A,2024-01-06,1\nA,2024-01-07,1\n")),
          413,
          "urn:churn:problem:too-large",
          "expected 2 rows at most (MAX_UPLOAD_ROWS)");
      assertThat(uploads()).isEmpty();
      assertThat(caller.get(Caller.PREFIX + shop + "/datasets").ok().path("total").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void a_file_of_too_high_a_compression_leaves_nothing_behind() throws IOException {
    try (var server = server("MAX_EXPANSION_RATIO", "50")) {
      var caller = new Caller(server.url());
      var bomb = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(bomb)) {
        gzip.write(GOOD.getBytes(StandardCharsets.UTF_8));
        gzip.write("A,2024-01-05,10\n".repeat(5 << 20).getBytes(StandardCharsets.UTF_8)); // 80 MiB
      }
      refused(
          caller.upload(organization(caller), new Form().withFile("a.csv.gz", bomb.toByteArray())),
          413,
          "urn:churn:problem:too-large",
          "more than 50 times the uploaded bytes (MAX_EXPANSION_RATIO)");
      assertThat(uploads()).isEmpty();
    }
  }

  @Test
  void a_disk_without_room_refuses_uploads_and_leaves_nothing_behind() throws IOException {
    try (var server = server("MIN_FREE_DISK_BYTES", Long.toString(Long.MAX_VALUE / 2))) {
      var caller = new Caller(server.url());
      Response answer = caller.upload(organization(caller), Form.file(GOOD));
      refused(
          answer, 507, "urn:churn:problem:insufficient-storage", "MIN_FREE_DISK_BYTES", "delete");
      assertThat(answer.header("Retry-After")).isEqualTo("60");
      assertThat(uploads()).isEmpty();
    }
  }

  @Test
  void a_job_says_that_the_disk_is_full_and_succeeds_once_it_has_room() throws IOException {
    var free = new AtomicLong(1 << 30);
    var disk = new DiskSpace(1000, false, any -> new Disk(1 << 30, free.get()));
    try (Churn churn =
        Churn.builder()
            .features(new RfmFeatures())
            .training(new ChurnModelTraining())
            .workFolder(folder)
            .diskSpace(disk)
            .build()) {
      OrganizationId shop =
          churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      var csv = Content.of(HISTORY.getBytes(StandardCharsets.UTF_8));
      var dataset = churn.uploads().upload(shop, "a.csv", csv, UploadOptions.defaults());
      free.set(999);
      var job = churn.features().start(shop, dataset.id());
      churn.runJobs();

      var failed = churn.jobs().load(shop, job.id());
      assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
      assertThat(failed.errorMessage().orElseThrow())
          .startsWith("The server's disk is full: expected");
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }

      free.set(1 << 30);
      var again = churn.features().start(shop, dataset.id());
      churn.runJobs();
      assertThat(churn.jobs().load(shop, again.id()).status()).isEqualTo(JobStatus.COMPLETED);
    } catch (ChurnException e) {
      throw new AssertionError(e.fieldErrors().toString(), e);
    }
  }

  @Test
  void who_calls_too_often_is_told_when_to_come_back() throws IOException {
    try (var server = server("REQUESTS_PER_MINUTE", "3", "UPLOADS_PER_MINUTE", "1")) {
      var caller = new Caller(server.url());
      String shop = organization(caller);
      String path = ORGANIZATIONS + "/" + shop;
      Response answer = caller.get(path);
      assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"other\";q=3;w=60");
      assertThat(answer.header("RateLimit")).matches("\"other\";r=1;t=(39|40)");
      caller.get(path).ok();

      Response refused = caller.get(path);
      refused(refused, 429, TOO_MANY, "'other': expected 3 a minute at most (REQUESTS_PER_MINUTE)");
      assertThat(refused.header("RateLimit")).startsWith("\"other\";r=0;t=");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 20);
      // other kinds of requests have their own limits, and monitors and the contract have none
      caller.upload(shop, Form.file(GOOD)).ok();
      refused(caller.upload(shop, Form.file(GOOD)), 429, TOO_MANY, "UPLOADS_PER_MINUTE");
      caller.get("/health/live").ok();
      assertThat(caller.postJson(Caller.PREFIX + shop + "/predict", "{}").status())
          .isNotEqualTo(429);
    }
  }

  @Test
  void callers_of_this_machine_are_not_limited_unless_a_setting_says_so() throws IOException {
    try (var server = server()) {
      var caller = new Caller(server.url());
      Response answer = caller.get(ORGANIZATIONS + "/" + organization(caller));
      answer.ok();
      assertThat(answer.header("RateLimit-Policy")).isEmpty();
    }
  }

  @Test
  void an_address_may_send_only_so_many_wrong_keys() throws IOException {
    try (var server = server("OPERATOR_KEY", KEY, "FAILED_LOGINS_PER_MINUTE", "2")) {
      var caller = new Caller(server.url());
      caller.withHeader(ORGANIZATIONS, "X-Api-Key", KEY).ok();
      for (int i = 0; i < 2; i++) {
        caller.withHeader(ORGANIZATIONS, "X-Api-Key", KEY + i).problem(401);
      }
      refused(
          caller.withHeader(ORGANIZATIONS, "X-Api-Key", KEY + "2"),
          429,
          TOO_MANY,
          "'failed_logins': expected 2 a minute at most (FAILED_LOGINS_PER_MINUTE)");
      caller.withHeader(ORGANIZATIONS, "X-Api-Key", KEY).problem(429);
      caller.get("/health/live").ok();
    }
  }
}
