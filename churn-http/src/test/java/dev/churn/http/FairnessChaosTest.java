package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One organization uploads without pause over ten connections while another predicts. Prints the
 * latencies of the predictions without uploads, with uploads within the limits, and with uploads
 * that nothing limits.
 */
final class FairnessChaosTest {
  private static final int UPLOADERS = 10;
  private static final int PREDICTIONS = 500;
  private static final long PAUSE_NANOS = 20_000_000;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void who_uploads_without_pause_does_not_make_the_predictions_of_others_slow() throws Exception {
    Latencies within = run("limited", Map.of());
    run("unlimited", Map.of("UPLOAD_THREADS", "64", "MAX_ORGANIZATION_UPLOADS", "64"));

    assertThat(within.withUploads()).isLessThan(1000 + 5 * within.idle());
  }

  /** The p99 of predictions in milliseconds. */
  private record Latencies(double idle, double withUploads) {}

  private Latencies run(String name, Map<String, String> limits) throws Exception {
    Map<String, String> all = new HashMap<>(limits);
    all.put("PORT", "0");
    all.put("CHURN_HOME", folder.resolve(name).toString());
    try (ChurnServer server = ChurnServer.start(Settings.from(all))) {
      var caller = new Caller(server.url());
      String predicting = Scenario.newOrganization(caller);
      Scenario.processed(caller, predicting, Scenario.history(200, 1));
      assertThat(Scenario.train(caller, predicting, "auto").path("status").asString())
          .isEqualTo("completed");
      URI predict = URI.create(server.url() + Caller.PREFIX + predicting + "/predict");
      predictions(predict); // to warm up
      double idle = report(name + ", no uploads", predictions(predict));

      URI upload =
          URI.create(
              server.url() + Caller.PREFIX + Scenario.newOrganization(caller) + "/upload-dataset");
      byte[] form = Form.file(Scenario.history(10_000, 2)).bytes();
      var stop = new AtomicBoolean();
      Map<Integer, Integer> answers = new ConcurrentHashMap<>();
      List<Thread> uploaders = new ArrayList<>();
      for (int i = 0; i < UPLOADERS; i++) {
        var uploader = new Thread(() -> upload(upload, form, stop, answers));
        uploader.start();
        uploaders.add(uploader);
      }
      double[] millis = predictions(predict);
      stop.set(true);
      for (Thread uploader : uploaders) {
        uploader.join();
      }
      System.out.printf(
          "%s: answers to uploads of %.1f MB: %s%n",
          name, form.length / 1e6, new TreeMap<>(answers));
      return new Latencies(idle, report(name + ", with uploads", millis));
    }
  }

  private void upload(URI url, byte[] form, AtomicBoolean stop, Map<Integer, Integer> answers) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
            .POST(BodyPublishers.ofByteArray(form))
            .build();
    while (!stop.get()) {
      try {
        answers.merge(http.send(request, BodyHandlers.discarding()).statusCode(), 1, Integer::sum);
      } catch (IOException e) {
        answers.merge(0, 1, Integer::sum); // refused and closed while the body was being sent
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** {@return the latencies in milliseconds, each from when its request should have been sent} */
  private double[] predictions(URI url) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"customer_id": "C", "as_of": "2024-06-30", "transactions": [
                      {"event_date": "2024-05-01", "amount": 10},
                      {"event_date": "2024-06-20", "amount": 20}]}
                    """))
            .build();
    double[] millis = new double[PREDICTIONS];
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    long first = System.nanoTime();
    for (int i = 0; i < PREDICTIONS; i++) {
      int number = i;
      long due = first + i * PAUSE_NANOS;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      answers.add(
          http.sendAsync(request, BodyHandlers.ofString())
              .thenAccept(
                  answer -> {
                    millis[number] = (System.nanoTime() - due) / 1e6;
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                  }));
    }
    answers.forEach(CompletableFuture::join);
    return millis;
  }

  /** Prints the latencies; {@return their p99} */
  private static double report(String name, double[] millis) {
    Arrays.sort(millis);
    double p99 = millis[millis.length * 99 / 100];
    System.out.printf(
        "%s: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        name, millis[millis.length / 2], p99, millis[millis.length - 1]);
    return p99;
  }
}
