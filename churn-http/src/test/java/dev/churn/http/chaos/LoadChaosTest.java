package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Scenario;
import dev.churn.http.chaos.Api.Answer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once, and a server that is used for long. */
final class LoadChaosTest {
  private static final int CONNECTIONS = Integer.getInteger("chaos.connections", 500);
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 60);
  private static final int SOAK_SECONDS = Integer.getInteger("chaos.soakSeconds", 120);
  private static final int UPLOADS = 10;

  /** How long who is told that there is no room waits before asking again. */
  private static final long REFUSED_MILLIS = 100;

  private static final String QUESTION =
      "{\"customer_id\": \"C-1\", \"as_of\": \"2024-06-25\","
          + " \"transactions\": [{\"event_date\": \"2024-06-15\", \"amount\": 5}]}";

  @TempDir Path folder;

  private final ConcurrentHashMap<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Killed start() throws IOException {
    Map<String, String> variables = new TreeMap<>(Lab.UNLIMITED);
    variables.put("CHURN_HOME", folder.resolve("home").toString());
    return new Killed(folder, KillAgentJar.build(folder), variables, "", 0);
  }

  private static Api trained(String url) {
    var api = new Api(url, Api.newOrganization(url, "{\"name\": \"Test\"}"));
    String dataset =
        api.upload("/upload-dataset", Scenario.history(150, 1))
            .ok()
            .json()
            .path("dataset_id")
            .asString();
    finish(api, api.post("/datasets/" + dataset + "/process-features"));
    finish(api, api.post("/train"));
    return api;
  }

  private static void finish(Api api, Answer started) {
    assertThat(api.awaitEnd(started.ok().json().path("job_id").asString())).isEqualTo("completed");
  }

  @Test
  void five_hundred_connections_predict_while_files_come_in_and_a_model_is_trained()
      throws Exception {
    try (var server = start()) {
      Api api = trained(server.url());
      var other = new Api(server.url(), Api.newOrganization(server.url(), "{\"name\": \"B\"}"));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.add(started(() -> predict(server.url(), api.organization(), 0)));
      }
      String large = Scenario.history(3000, 2);
      Map<Integer, Integer> uploads = new ConcurrentHashMap<>();
      for (int i = 0; i < UPLOADS; i++) {
        threads.add(
            started(
                () -> {
                  while (!stopped.get()) {
                    uploads.merge(other.upload("/upload-dataset", large).status(), 1, Integer::sum);
                  }
                }));
      }
      threads.add(started(() -> keepTraining(api)));
      TimeUnit.SECONDS.sleep(SECONDS);
      stopped.set(true);
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(120));
      }
      print("%d connections for %d s".formatted(CONNECTIONS, SECONDS));
      System.out.println("uploads " + new TreeMap<>(uploads));
      assertThat(failures).isEmpty();
      assertThat(answers.keySet()).isSubsetOf(200, 429, 503).contains(200);
      assertThat(uploads.keySet()).isSubsetOf(200, 429, 503);
    }
  }

  private void keepTraining(Api api) {
    while (!stopped.get()) {
      Answer started = api.post("/train");
      if (started.isSuccess()) {
        api.awaitEnd(started.json().path("job_id").asString());
      }
      Api.pause(200);
    }
  }

  @Test
  void memory_handles_and_threads_stay_flat() throws Exception {
    try (var server = start()) {
      Api api = trained(server.url());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(started(() -> predict(server.url(), api.organization(), 20)));
      }
      threads.add(started(() -> comeAndGo(api)));
      List<double[]> samples = new ArrayList<>();
      long begin = System.nanoTime();
      int pause = Math.max(1, SOAK_SECONDS / 60);
      TimeUnit.SECONDS.sleep(SOAK_SECONDS / 4); // caches and pools fill
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SOAK_SECONDS)) {
        samples.add(
            new double[] {
              (System.nanoTime() - begin) / 3.6e12,
              heapMiB(server.pid()),
              handles(server.pid()),
              threads(server.pid())
            });
        TimeUnit.SECONDS.sleep(pause);
      }
      stopped.set(true);
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(120));
      }
      print("8 connections for %d s".formatted(SOAK_SECONDS));
      flat("heap after GC in MiB", samples, 1, 8);
      flat("open handles", samples, 2, 12);
      flat("threads", samples, 3, 12);
      assertThat(failures).isEmpty();
      assertThat(answers.keySet()).isSubsetOf(200, 429, 503);
    }
  }

  /** Uploads, processes, scores and deletes again and again. */
  private void comeAndGo(Api api) {
    String csv = Scenario.history(40, 3);
    while (!stopped.get()) {
      Answer uploaded = api.upload("/upload-dataset", csv);
      if (uploaded.isSuccess()) {
        String dataset = "/datasets/" + uploaded.json().path("dataset_id").asString();
        for (String step : List.of("/process-features", "/score")) {
          Answer started = api.post(dataset + step);
          if (started.isSuccess()) {
            api.awaitEnd(started.json().path("job_id").asString());
          }
        }
        api.delete(dataset);
      }
    }
  }

  /** {@return a thread at work; what ends it early is a failure} */
  private Thread started(Runnable work) {
    Runnable watched =
        () -> {
          try {
            work.run();
          } catch (RuntimeException | AssertionError e) {
            failures.add(e.toString());
          }
        };
    var thread = new Thread(null, watched, "load", 256 << 10);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void predict(String url, String organization, long pause) {
    byte[] request =
        """
        POST /api/v1/churn/v2/organizations/%s/predict HTTP/1.1
        Host: 127.0.0.1:%d
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(organization, URI.create(url).getPort(), QUESTION.length())
            .replace("\n", "\r\n")
            .concat(QUESTION)
            .getBytes(StandardCharsets.US_ASCII);
    while (!stopped.get()) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
        socket.setSoTimeout(60_000);
        OutputStream out = socket.getOutputStream();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (!stopped.get()) {
          long before = System.nanoTime();
          out.write(request);
          HttpMessage answer = HttpMessage.read(in, false);
          if (answer == null) {
            failures.add("hung up");
            break;
          }
          nanos.add(System.nanoTime() - before);
          answers.merge(Integer.parseInt(answer.head().substring(9, 12)), 1, Integer::sum);
          boolean isRefused = !answer.head().startsWith("HTTP/1.1 200");
          Api.pause(isRefused ? REFUSED_MILLIS : pause);
          if (answer.head().contains("Connection: close")) {
            break;
          }
        }
      } catch (IOException e) {
        failures.add(e.toString());
        Api.pause(100);
      }
    }
  }

  private void print(String what) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | answers %s | no answer %d | p50 %.1f ms | p99 %.1f ms | max %.1f ms |%n",
        what,
        new TreeMap<>(answers),
        failures.size(),
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
  }

  /** Requires that the second half is no more than a tenth and a little above the first. */
  private static void flat(String what, List<double[]> samples, int column, double little) {
    double[] values = samples.stream().mapToDouble(sample -> sample[column]).toArray();
    double[] hours = samples.stream().mapToDouble(sample -> sample[0]).toArray();
    double first = Arrays.stream(values, 0, values.length / 2).average().orElseThrow();
    double second = Arrays.stream(values, values.length / 2, values.length).average().orElseThrow();
    double last = values[values.length - 1];
    System.out.printf(
        Locale.ROOT,
        "| %s | first half %.1f | second half %.1f | last %.1f | slope %+.1f an hour |%n",
        what,
        first,
        second,
        last,
        slope(hours, values));
    assertThat(second).as(what).isLessThan(first * 1.1 + little);
  }

  private static double slope(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
    }
    return xx == 0 ? 0 : xy / xx;
  }

  private static double heapMiB(long pid) throws IOException, InterruptedException {
    run("jcmd", pid + "", "GC.run");
    String[] rows = run("jstat", "-gc", pid + "").strip().split("\n", -1);
    List<String> names = List.of(rows[0].strip().split("\\s+", -1));
    String[] values = rows[1].strip().split("\\s+", -1);
    return Stream.of("S0U", "S1U", "EU", "OU")
            .mapToDouble(name -> Double.parseDouble(values[names.indexOf(name)]))
            .sum()
        / 1024;
  }

  private static String run(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static double handles(long pid) throws IOException {
    try (Stream<Path> handles = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return handles.count();
    }
  }

  private static double threads(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.count();
    }
  }
}
