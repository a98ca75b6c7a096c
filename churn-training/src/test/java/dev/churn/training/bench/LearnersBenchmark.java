package dev.churn.training.bench;

import static dev.churn.domain.bench.Report.print;
import static dev.churn.domain.bench.Report.spread;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.Synthetic;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.ForestLearner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The learners beside those of scikit-learn, in turns, on the same simulated rows: from the eight
 * features to a fitted classifier, deriving inputs and making bins included. Prints seconds, what
 * each knows of rows it has not seen, and the ratios.
 *
 * <p>Arguments: folder, rows to learn from, runs, the Python that has scikit-learn.
 */
public final class LearnersBenchmark {
  private static final int TEST_ROWS = 50_000;

  /** Our learners and which of the peer's each is compared with. */
  private static final Map<String, Learner<?>> LEARNERS = new LinkedHashMap<>();

  static {
    LEARNERS.put("logistic", new LogisticLearner(0.5));
    LEARNERS.put("forest", new ForestLearner(100, 7, 20, 4));
    LEARNERS.put("forest of the peer's depth", new ForestLearner(100, 10, 1, 4));
    LEARNERS.put("boosting", new BoostingLearner(100, 0.1, 3, 20));
    LEARNERS.put("boosting of the peer's size", new BoostingLearner(100, 0.1, 5, 20));
  }

  private LearnersBenchmark() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int size = Integer.parseInt(args[1]);
    int runs = Integer.parseInt(args[2]);
    LabeledRows learn = Synthetic.rows(size, Synthetic.SIGNAL, 1);
    LabeledRows test = Synthetic.rows(TEST_ROWS, Synthetic.SIGNAL, 2);
    print("%,d rows, %d threads", size, Runtime.getRuntime().availableProcessors());

    Map<String, double[]> ratios = new TreeMap<>();
    for (int run = -1; run < runs; run++) { // the first one warms up
      Map<String, Double> peers = peer(args[3], folder, learn, test);
      for (Map.Entry<String, Learner<?>> learner : LEARNERS.entrySet()) {
        String name = learner.getKey();
        double seconds = learn(name, learner.getValue(), learn, test);
        if (run >= 0) {
          ratios.computeIfAbsent(name, n -> new double[runs])[run] =
              seconds / peers.get(name.split(" ", 2)[0]);
        }
      }
    }
    ratios.forEach((name, values) -> print("%s / scikit-learn: %s", name, spread(values)));
  }

  private static double learn(
      String name, Learner<?> learner, LabeledRows learn, LabeledRows test) {
    TrainingRows rows = rows(learn);
    long start = System.nanoTime();
    Scorer scorer = learner.learn(TrainingMatrix.of(rows).all(), 1, Progress.none());
    double seconds = (System.nanoTime() - start) / 1e9;
    TrainingSample unseen = TrainingMatrix.of(rows(test)).all();
    long predicting = System.nanoTime();
    double[] probabilities = scorer.probabilities(unseen);
    double predicted = (System.nanoTime() - predicting) / 1e9;
    print(
        "%-32s %7.3f s, ROC AUC %.4f, log-loss %.4f; %.2f µs a prediction",
        name,
        seconds,
        RocArea.of(Ranking.of(probabilities, unseen.labels())).area(),
        ClassificationMetrics.logLoss(probabilities, unseen.labels()),
        predicted * 1e6 / unseen.size());
    return seconds;
  }

  /** {@return how many seconds scikit-learn takes to fit each of its classifiers, by name} */
  static Map<String, Double> peer(String python, Path folder, LabeledRows learn, LabeledRows test)
      throws IOException, InterruptedException {
    Path file = folder.resolve("rows.bin");
    write(file, learn, test);
    Path script = folder.resolve("scikit_learn.py");
    try (InputStream in = LearnersBenchmark.class.getResourceAsStream("scikit_learn.py")) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Process process =
        new ProcessBuilder(
                python, script.toString(), file.toString(), Integer.toString(learn.size()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("expected scikit-learn to run, found exit " + process);
    }
    Map<String, Double> seconds = new TreeMap<>();
    for (String line : output.lines().toList()) {
      String[] fields = line.split(" ", -1);
      seconds.put(fields[0], Double.valueOf(fields[1]));
      print(
          "%-32s %7.3f s, ROC AUC %.4f, log-loss %.4f",
          "scikit-learn " + fields[0],
          Double.valueOf(fields[1]),
          Double.valueOf(fields[2]),
          Double.valueOf(fields[3]));
    }
    return seconds;
  }

  private static TrainingRows rows(LabeledRows table) {
    return TrainingRows.of(Synthetic.single(table, SnapshotRole.TRAIN).snapshots());
  }

  private static void write(Path file, LabeledRows... tables) throws IOException {
    int rows = Arrays.stream(tables).mapToInt(LabeledRows::size).sum();
    ByteBuffer bytes = ByteBuffer.allocate(rows * 9 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (LabeledRows table : List.of(tables)) {
      for (int row = 0; row < table.size(); row++) {
        FeatureVector features = table.features(row);
        for (double value : features.toArray()) {
          bytes.putDouble(value);
        }
        bytes.putDouble(table.churned(row) ? 1 : 0);
      }
    }
    Files.write(file, bytes.array());
  }
}
