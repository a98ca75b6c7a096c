package dev.churn.training.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.spread;

import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.features.RfmFeatures;
import dev.churn.training.Synthetic;
import dev.churn.training.model.CalibratedPredictor;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Scores all customers of a feature table by a model of each type, as it is served: from memory to
 * memory, and from the file to a file of ids and probabilities.
 *
 * <p>Arguments: folder, customers, runs.
 */
public final class TableScoringBenchmark {
  private static final int BLOCK = 4096;
  private static final int MODEL_ROWS = 20_000;

  private TableScoringBenchmark() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int customers = Integer.parseInt(args[1]);
    int runs = Integer.parseInt(args[2]);
    Path table = folder.resolve("scored-features.csv");
    double[] features = write(table, customers);
    print("%,d customers, %,d MB", customers, Files.size(table) >> 20);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (Map.Entry<String, CalibratedPredictor> model :
          TestModels.trained(MODEL_ROWS).entrySet()) {
        double[] one = new double[runs];
        double[] all = new double[runs];
        double[] file = new double[runs];
        for (int run = -1; run < runs; run++) { // the first one warms up
          double first = seconds(() -> score(model.getValue(), features, 1, executor));
          double both = seconds(() -> score(model.getValue(), features, threads, executor));
          double whole =
              seconds(() -> score(model.getValue(), table, folder.resolve("scores.csv"), executor));
          if (run >= 0) {
            one[run] = first;
            all[run] = both;
            file[run] = whole;
          }
        }
        print("%s, %s", model.getKey(), TestModels.describe(model.getValue()));
        print("  scoring alone, one thread, s: %s", spread(one));
        print("  scoring alone, %d threads, s: %s", threads, spread(all));
        print("  read, scored and written, s: %s", spread(file));
      }
    } finally {
      executor.shutdown();
    }
  }

  /** What is timed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException, ExecutionException;
  }

  private static double seconds(Work work)
      throws IOException, InterruptedException, ExecutionException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static void score(
      Predictor model, double[] features, int threads, ExecutorService executor)
      throws InterruptedException, ExecutionException {
    int rows = features.length / FeatureVector.WIDTH;
    double[][] probabilities = new double[(rows + BLOCK - 1) / BLOCK][BLOCK];
    Queue<Future<?>> parts = new ArrayDeque<>();
    for (int t = 0; t < threads; t++) {
      int first = t;
      parts.add(
          executor.submit(
              () -> {
                Predictor.BulkPredictor bulk = model.bulk();
                double[] block = new double[BLOCK * FeatureVector.WIDTH];
                for (int b = first; b < probabilities.length; b += threads) {
                  int count = Math.min(BLOCK, rows - b * BLOCK);
                  System.arraycopy(
                      features,
                      b * BLOCK * FeatureVector.WIDTH,
                      block,
                      0,
                      count * FeatureVector.WIDTH);
                  bulk.predict(block, count, probabilities[b]);
                }
              }));
    }
    for (Future<?> part : parts) {
      part.get();
    }
  }

  /** Some rows on their way from one file to the other. */
  private static final class Block {
    final String[] ids = new String[BLOCK];
    final double[] features = new double[BLOCK * FeatureVector.WIDTH];
    int size;

    byte[] scored(Predictor model) {
      double[] probabilities = new double[size];
      model.bulk().predict(features, size, probabilities);
      var text = new StringBuilder(size * 32);
      for (int i = 0; i < size; i++) {
        text.append(ids[i]).append(',').append(probabilities[i]).append('\n');
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** One thread reads and writes, the others score; blocks come out as they went in. */
  private static void score(Predictor model, Path table, Path to, ExecutorService executor)
      throws IOException, InterruptedException, ExecutionException {
    Queue<Future<byte[]>> busy = new ArrayDeque<>();
    Block[] current = {new Block()};
    try (InputStream in = Files.newInputStream(table);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      new RfmFeatures()
          .read(
              in,
              (customer, asOf, features, churned) -> {
                Block block = current[0];
                block.ids[block.size] = customer;
                features.copyTo(block.features, block.size * FeatureVector.WIDTH);
                if (++block.size == BLOCK) {
                  busy.add(executor.submit(() -> block.scored(model)));
                  current[0] = new Block();
                }
              });
      Block last = current[0];
      busy.add(executor.submit(() -> last.scored(model)));
      for (Future<byte[]> block : busy) {
        out.write(block.get());
      }
    }
  }

  private static double[] write(Path table, int customers) throws IOException {
    var random = new Random(3);
    double[] all = new double[customers * FeatureVector.WIDTH];
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write("customer_id,as_of,");
      out.write(String.join(",", FeatureNames.known()));
      out.write(",churn_label\n");
      for (int i = 0; i < customers; i++) {
        FeatureVector features = Synthetic.customer(random);
        var line = new StringBuilder("CUST-%07d,2024-06-30".formatted(i));
        features.copyTo(all, i * FeatureVector.WIDTH);
        double[] values = features.toArray();
        for (int column = 0; column < FeatureNames.known().size(); column++) {
          line.append(',').append(values[column]);
        }
        out.write(line.append(",\n").toString());
      }
    }
    return all;
  }
}
