package dev.churn.http.bench;

import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program in a process of its own, and a caller of its organization {@code demo}. */
final class ServedJar implements AutoCloseable {
  private static final String PREFIX = "/api/v1/churn/v2/organizations/";
  private static final String LISTENING = "Listening on ";
  private static final String DEMO = "00000000-0000-4000-8000-00000000de30";
  private static final String BOUNDARY = "churn-bench-boundary-51c07e";
  private static final long POLL_MILLIS = 20;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = JsonMapper.builder().build();
  private final Process process;
  private final Path home;
  private final String url;
  private final String root;

  /** Starts the program with its home in {@code folder}. */
  ServedJar(Path jar, Path folder, String... options) throws IOException {
    home = folder.resolve("home");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", jar.toString(), "serve"));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
    builder
        .environment()
        .putAll(Map.of("CHURN_HOME", home.toString(), "PORT", "0"));
    builder.environment().keySet().removeAll(List.of("DATABASE_URL", "SUPABASE_URL", "HOST"));
    process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String found = null;
    while (found == null) {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("did not start; see " + folder.resolve("log"));
      }
      found = line.startsWith(LISTENING) ? line.substring(LISTENING.length()) : null;
    }
    url = found;
    root = url + PREFIX + DEMO;
  }

  /** Sets how many days without activity count as churn. */
  void setHorizon(int days) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(URI.create(url + "/api/v1/organizations/" + DEMO))
            .header("Content-Type", "application/json")
            .method(
                "PATCH",
                BodyPublishers.ofString("{\"churn_threshold_days\": %d}".formatted(days))));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(root + path)));
  }

  JsonNode post(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(root + path)).POST(BodyPublishers.noBody()));
  }

  JsonNode upload(String path, Path file) throws IOException, InterruptedException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
            .formatted(BOUNDARY, file.getFileName());
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    return send(
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(form));
  }

  /**
   * Waits for the job that an answer names.
   *
   * @param seen takes each message of the job and for how many seconds it was seen
   */
  void await(JsonNode answer, BiConsumer<String, Double> seen)
      throws IOException, InterruptedException {
    String path = "/jobs/" + answer.path("job_id").asString();
    long before = System.nanoTime();
    while (true) {
      JsonNode job = get(path);
      long now = System.nanoTime();
      seen.accept(job.path("message").asString(), (now - before) / 1e9);
      before = now;
      String status = job.path("status").asString();
      if (status.equals("failed")) {
        throw new IllegalStateException(job.toString());
      }
      if (status.equals("completed")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** {@return the seconds of processor time that server and database have taken} */
  double processorSeconds() throws IOException {
    double seconds = seconds(process.toHandle());
    Path postmaster = home.resolve("postgres/data/postmaster.pid");
    if (Files.exists(postmaster)) {
      long id = Long.parseLong(Files.readAllLines(postmaster).get(0).strip());
      ProcessHandle database = ProcessHandle.of(id).orElseThrow();
      seconds += seconds(database);
      seconds += database.descendants().mapToDouble(ServedJar::seconds).sum();
    }
    return seconds;
  }

  private static double seconds(ProcessHandle of) {
    return of.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(0.0);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          request.uri() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return json.readTree(answer.body());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
