package dev.churn.training.bench;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabelledRows;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainedModel;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Trains on a feature table and holds what the model says of the scoring snapshot against what
 * happened after it. Arguments, as often as wanted: the table, a CSV {@code customer_id,churned} of
 * all customers with 0 or 1, the horizon in days. {@code -Dtypes=a,b} chooses the model types.
 */
public final class OutsideAccuracy {
  private OutsideAccuracy() {}

  /** A customer of the scoring snapshot and what became of them. */
  private record Outcome(double probability, boolean churned) {}

  public static void main(String[] arguments) throws IOException {
    String[] types =
        System.getProperty("types", "logistic_regression,random_forest,gradient_boosting,auto")
            .split(",", -1);
    for (int i = 0; i + 2 < arguments.length; i += 3) {
      Path table = Path.of(arguments[i]);
      System.out.println(table.getFileName());
      for (String type : types) {
        run(table, truth(Path.of(arguments[i + 1])), Integer.parseInt(arguments[i + 2]), type);
      }
    }
  }

  private static Map<String, Boolean> truth(Path file) throws IOException {
    Map<String, Boolean> truth = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(f -> truth.put(f[0], f[1].equals("1")));
    }
    return truth;
  }

  private static void run(Path table, Map<String, Boolean> truth, int horizon, String type)
      throws IOException {
    TreeMap<LocalDate, LabelledRows> byDay = new TreeMap<>(Comparator.reverseOrder());
    Map<String, FeatureVector> toScore = new TreeMap<>();
    try (Stream<String> lines = Files.lines(table)) {
      lines.skip(1).map(line -> line.split(",", -1)).forEach(f -> add(f, byDay, toScore));
    }
    List<LabelledSnapshot> snapshots = new ArrayList<>();
    byDay.forEach(
        (day, rows) ->
            snapshots.add(
                new LabelledSnapshot(
                    day, snapshots.isEmpty() ? SnapshotRole.TEST : SnapshotRole.TRAIN, rows)));
    var set = new LearningSet(new FeatureDefinition(Set.of(), 1), horizon, snapshots);
    var request =
        new TrainingRequest(set, ModelType.parse(type), Long.getLong("seed", 1), Optional.empty());
    long start = System.nanoTime();
    TrainedModel trained = new ChurnModelTraining().train(request, Progress.none());
    double seconds = (System.nanoTime() - start) / 1e9;
    Outcome[] outcomes =
        toScore.entrySet().stream()
            .map(
                e ->
                    new Outcome(
                        trained.model().predict(e.getValue()).value(), truth.get(e.getKey())))
            .sorted(Comparator.comparingDouble(Outcome::probability))
            .toArray(Outcome[]::new);
    System.out.printf(
        Locale.ROOT,
        "  %-20s AUC %.4f log-loss %.4f ECE %.4f in %.1f s%n    %s%n",
        type,
        area(outcomes),
        Arrays.stream(outcomes).mapToDouble(OutsideAccuracy::loss).average().orElseThrow(),
        calibrationError(outcomes),
        seconds,
        trained.model().type() + " " + new TreeMap<>(trained.parameters()));
  }

  private static void add(
      String[] fields, Map<LocalDate, LabelledRows> byDay, Map<String, FeatureVector> toScore) {
    double[] values = new double[Feature.COUNT];
    Arrays.setAll(values, i -> Double.parseDouble(fields[2 + i]));
    String label = fields[2 + Feature.COUNT];
    if (label.isEmpty()) {
      toScore.put(fields[0], FeatureVector.of(values));
    } else {
      byDay
          .computeIfAbsent(LocalDate.parse(fields[1]), day -> new LabelledRows())
          .add(fields[0], FeatureVector.of(values), label.equals("1"));
    }
  }

  private static double loss(Outcome outcome) {
    return -Math.log(outcome.churned ? outcome.probability : 1 - outcome.probability);
  }

  /** {@return the area under the ROC curve; outcomes by ascending probability} */
  private static double area(Outcome[] outcomes) {
    double stayedBelow = 0;
    double sum = 0;
    double churned = 0;
    for (int from = 0, to = 0; from < outcomes.length; from = to) {
      double ones = 0;
      for (; to < outcomes.length && outcomes[to].probability == outcomes[from].probability; to++) {
        ones += outcomes[to].churned ? 1 : 0;
      }
      double zeros = to - from - ones;
      sum += ones * (stayedBelow + zeros / 2);
      stayedBelow += zeros;
      churned += ones;
    }
    return sum / (churned * stayedBelow);
  }

  private static double calibrationError(Outcome[] outcomes) {
    double[] difference = new double[10];
    for (Outcome outcome : outcomes) {
      int bin = Math.min(9, (int) (outcome.probability * 10));
      difference[bin] += outcome.probability - (outcome.churned ? 1 : 0);
    }
    return Arrays.stream(difference).map(Math::abs).sum() / outcomes.length;
  }
}
