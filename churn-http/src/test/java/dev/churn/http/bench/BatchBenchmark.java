package dev.churn.http.bench;

import static dev.churn.domain.bench.Report.print;

import dev.churn.domain.bench.Report;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * How long a batch of everybody takes over HTTP, from the call to the job's end, with the seconds
 * of its steps: a processed dataset scored, scored again (every customer then has a latest
 * prediction), and a file of events sent to {@code predict-bulk}. Beside it what the model alone
 * takes for the same customers.
 *
 * <p>Arguments: folder, customers, runs, the packaged jar, the server's heap, the type of the
 * model.
 */
public final class BatchBenchmark {
  private static final int EVENTS_EACH = 3;
  private static final int TRAINING_CUSTOMERS = 20_000;
  private static final LocalDate END = LocalDate.of(2024, 6, 30);
  private static final int DAYS = 365;
  private static final int GAP = 60;
  private static final String EVENTS = "events.csv";

  private final Path folder;
  private final int customers;
  private final Path jar;
  private final String modelType;

  private BatchBenchmark(Path folder, int customers, Path jar, String modelType) {
    this.folder = folder;
    this.customers = customers;
    this.jar = jar;
    this.modelType = modelType;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]).resolve("batch");
    delete(folder);
    Files.createDirectories(folder);
    int customers = Integer.parseInt(args[1]);
    var benchmark = new BatchBenchmark(folder, customers, Path.of(args[3]), args[5]);
    String dataset = benchmark.prepare();
    benchmark.score(dataset, Integer.parseInt(args[2]), "-Xmx" + args[4]);
    benchmark.model();
    delete(folder);
  }

  /** {@return a dataset that has been processed} A model serves then. */
  private String prepare() throws IOException, InterruptedException {
    try (var server = new ServedJar(jar, folder, "-Xmx2g")) {
      process(server, events("few.csv", TRAINING_CUSTOMERS, 1));
      server.await(server.post("/train?model_type=" + modelType), (message, seconds) -> {});
      Path file = events(EVENTS, customers, 2);
      print("%,d customers, %,d MB of events", customers, Files.size(file) >> 20);
      return process(server, file);
    }
  }

  private void score(String dataset, int runs, String heap)
      throws IOException, InterruptedException {
    String path = "/datasets/" + dataset + "/score";
    double[] first = new double[runs];
    double[] again = new double[runs];
    double[] bulk = new double[runs];
    try (var server = new ServedJar(jar, folder, heap)) {
      for (int run = 0; run < runs; run++) {
        first[run] = time(server, "score", () -> server.post(path));
        again[run] = time(server, "score again", () -> server.post(path));
        bulk[run] =
            time(
                server,
                "predict-bulk",
                () -> server.upload("/predict-bulk", folder.resolve(EVENTS)));
      }
    }
    print("score: %s s", Report.spread(first));
    print("score again: %s s", Report.spread(again));
    print("predict-bulk, upload included: %s s", Report.spread(bulk));
  }

  /** Uploads and processes; {@return the id of the dataset} */
  private static String process(ServedJar server, Path file)
      throws IOException, InterruptedException {
    String id = server.upload("/upload-dataset", file).path("dataset_id").asString();
    server.await(server.post("/datasets/" + id + "/process-features"), (message, seconds) -> {});
    return id;
  }

  /** A call that queues a job. */
  private interface Call {
    JsonNode send() throws IOException, InterruptedException;
  }

  private static double time(ServedJar server, String name, Call call)
      throws IOException, InterruptedException {
    Map<String, Double> steps = new LinkedHashMap<>();
    double processor = server.processorSeconds();
    long start = System.nanoTime();
    JsonNode queued = call.send();
    steps.put("until queued", (System.nanoTime() - start) / 1e9);
    server.await(queued, (message, seconds) -> steps.merge(message, seconds, Double::sum));
    double total = (System.nanoTime() - start) / 1e9;
    print(
        "%s: %.2f s, of processor time %.2f s", name, total, server.processorSeconds() - processor);
    steps.forEach((message, seconds) -> print("  %-50s %6.2f s", message, seconds));
    return total;
  }

  /** What the model alone takes for the scoring snapshot's customers, in one thread. */
  private void model() throws IOException {
    Predictor model = new ChurnModelTraining().decode(Files.readAllBytes(find(".model")));
    List<FeatureVector> vectors = new ArrayList<>(customers);
    try (InputStream in = Files.newInputStream(largestTable())) {
      new RfmFeatures()
          .read(
              in,
              (customer, asOf, vector, churned) -> {
                if (asOf.equals(END)) {
                  vectors.add(vector);
                }
              });
    }
    double sum = 0;
    for (int run = 0; run < 2; run++) { // the first one warms up
      long start = System.nanoTime();
      for (FeatureVector vector : vectors) {
        sum += model.predict(vector).value();
      }
      print(
          "the model alone (%s), run %d: %.2f s for %,d customers",
          model.type().id(), run, (System.nanoTime() - start) / 1e9, vectors.size());
    }
    print("mean probability %.4f", sum / vectors.size() / 2);
  }

  private Path find(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/models"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private Path largestTable() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/storage"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("features_"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  /** Customers' last days are spread over a year; the last row is of the last day. */
  private Path events(String name, int count, long seed) throws IOException {
    Path file = folder.resolve(name);
    Random random = new Random(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("customer_id,event_date,amount,event_type\n");
      for (int customer = 0; customer < count; customer++) {
        int ago = random.nextInt(DAYS);
        for (int event = 0; event < EVENTS_EACH; event++) {
          out.write("CUST-%07d,%s,".formatted(customer, END.minusDays(ago)));
          out.write(Double.toString(random.nextInt(10_000) / 100.0));
          out.write(random.nextInt(4) == 0 ? ",login\n" : ",purchase\n");
          ago += random.nextInt(GAP);
        }
      }
      out.write("CUST-%07d,%s,1,purchase%n".formatted(0, END));
    }
    return file;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
