package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;

import dev.churn.domain.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How long a firm waits for a small job, from the call to the job's end: alone, and while another
 * firm has a queue of trainings.
 *
 * <p>Arguments: heap, folder, runs, the packaged jar.
 */
public final class QueueBenchmark {
  private static final LocalDate END = LocalDate.of(2024, 6, 30);
  private static final int DAYS = 365;
  private static final int LARGE = 20_000;
  private static final int SMALL = 200;
  private static final List<String> TYPES =
      List.of("random_forest", "gradient_boosting", "logistic_regression");

  private QueueBenchmark() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(args[1])), "queue");
    int runs = Integer.parseInt(args[2]);
    try (var server = new ServedJar(Path.of(args[3]), folder, "-Xmx" + args[0])) {
      String dataset = upload(server, folder, LARGE);
      server.await(server.post("/datasets/" + dataset + "/process-features"), (m, seconds) -> {});
      server.becomeAnother("Small");
      small(server, folder); // warms up
      print("a small job alone: %s s", Report.spread(smallOnes(server, folder, runs)));
      server.becomeDemo();
      List<String> trainings = new ArrayList<>();
      for (String type : TYPES) {
        trainings.add(server.post("/train?model_type=" + type).path("job_id").asString());
      }
      server.becomeAnother("Small too");
      print(
          "a small job behind %d trainings of another firm: %s s",
          TYPES.size(), Report.spread(smallOnes(server, folder, runs)));
      server.becomeDemo();
      for (String training : trainings) {
        print("then a training was %s", server.get("/jobs/" + training).path("status").asString());
      }
    }
  }

  private static double[] smallOnes(ServedJar server, Path folder, int runs)
      throws IOException, InterruptedException {
    double[] seconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      seconds[run] = small(server, folder);
    }
    return seconds;
  }

  private static double small(ServedJar server, Path folder)
      throws IOException, InterruptedException {
    String dataset = upload(server, folder, SMALL);
    long start = System.nanoTime();
    server.await(server.post("/datasets/" + dataset + "/process-features"), (m, seconds) -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  private static String upload(ServedJar server, Path folder, int customers)
      throws IOException, InterruptedException {
    var random = new Random(customers);
    var csv = new StringBuilder("customer_id,event_date,amount\n");
    for (int i = 0; i < 10 * customers; i++) {
      LocalDate day = END.minusDays(random.nextInt(DAYS));
      csv.append("C-%d,%s,%d%n".formatted(random.nextInt(customers), day, random.nextInt(100)));
    }
    Path file = folder.resolve("events.csv");
    Files.writeString(file, csv);
    return server.upload("/upload-dataset", file).path("dataset_id").asString();
  }
}
