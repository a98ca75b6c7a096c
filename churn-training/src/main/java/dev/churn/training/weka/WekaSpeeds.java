package dev.churn.training.weka;

import dev.churn.domain.model.ModelFamily.Speed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long classifiers with default options take, measured with eight numeric inputs on one core of
 * a small server. Most grow with the rows as sorting does; only the others are listed.
 */
final class WekaSpeeds {
  /** Seconds from which on a warning is due. */
  static final double WARNED_SECONDS = 60;

  /** Rows at which the seconds were measured. */
  private static final double MEASURED_ROWS = 40_000;

  /**
   * What was measured of a classifier.
   *
   * @param seconds to build, at 40,000 rows
   * @param power of the rows with which the seconds grow
   * @param perRow seconds to predict one row, of a model of 40,000 rows
   * @param perRowPower of the model's rows with which the seconds of a prediction grow
   */
  private record Cost(double seconds, double power, double perRow, double perRowPower) {
    double building(double rows) {
      return seconds * Math.pow(rows / MEASURED_ROWS, power);
    }

    /** {@return the seconds to predict once as many rows as were learned from} */
    double predicting(double rows) {
      return rows * perRow * Math.pow(rows / MEASURED_ROWS, perRowPower);
    }
  }

  /** Naive Bayes that sums over all rows it has learned from, for each input of each prediction. */
  private static final Pattern KERNEL_DENSITY =
      Pattern.compile("NaiveBayes(Updateable)?\\b.*\\s-K(\\s|$)");

  /** An exponential for each of 40,000 rows and 8 inputs; an estimate, not measured. */
  private static final double KERNEL_DENSITY_SECONDS = 0.01;

  private static final Cost ORDINARY = new Cost(1, 1.1, 0, 0);

  private static final Map<String, Cost> COSTS =
      Map.ofEntries(
          Map.entry("weka.classifiers.functions.MultilayerPerceptron", new Cost(12.5, 1, 0, 0)),
          Map.entry("weka.classifiers.functions.SMO", new Cost(8.6, 1.8, 0, 0)),
          Map.entry("weka.classifiers.functions.SimpleLogistic", new Cost(2.4, 1.1, 0, 0)),
          Map.entry(
              "weka.classifiers.functions.VotedPerceptron", new Cost(5.1, 1.9, 0.000_46, 0.7)),
          Map.entry("weka.classifiers.lazy.IBk", new Cost(0, 0, 0.001_3, 1)),
          Map.entry("weka.classifiers.lazy.KStar", new Cost(0, 0, 0.086, 1)),
          Map.entry("weka.classifiers.lazy.LWL", new Cost(0, 0, 0.092, 1.1)),
          Map.entry("weka.classifiers.meta.IterativeClassifierOptimizer", new Cost(6.4, 1.1, 0, 0)),
          Map.entry("weka.classifiers.meta.Bagging", new Cost(2.5, 1.1, 0, 0)),
          Map.entry("weka.classifiers.meta.RandomCommittee", new Cost(3.6, 1.2, 0, 0)),
          Map.entry(
              "weka.classifiers.meta.RandomizableFilteredClassifier", new Cost(0, 0, 0.001_4, 1)),
          Map.entry("weka.classifiers.rules.JRip", new Cost(4.2, 1.5, 0, 0)),
          Map.entry("weka.classifiers.trees.LMT", new Cost(8.6, 1.5, 0, 0)),
          Map.entry("weka.classifiers.trees.RandomForest", new Cost(20.7, 1.25, 0.000_16, 0)));

  /** The same of what options name, whatever the classifier does besides. */
  private static final Map<String, Cost> PARTS =
      Map.of(
          "weka.attributeSelection.ReliefFAttributeEval", new Cost(80, 1.8, 0, 0),
          "weka.attributeSelection.WrapperSubsetEval", new Cost(60, 1.1, 0, 0),
          "weka.classifiers.bayes.net.search.global.", new Cost(55, 1.1, 0, 0),
          "weka.classifiers.functions.SMOreg", new Cost(4_000, 2, 0, 0),
          "weka.classifiers.functions.supportVector.NormalizedPolyKernel",
              new Cost(400, 1.9, 0.000_4, 0.5),
          "weka.classifiers.functions.supportVector.PolyKernel -E 2",
              new Cost(400, 1.8, 0.000_4, 0.5),
          "weka.classifiers.functions.supportVector.Puk", new Cost(400, 1.9, 0.000_4, 0.5),
          "weka.classifiers.functions.supportVector.RBFKernel", new Cost(400, 1.9, 0.000_4, 0.5));

  private WekaSpeeds() {}

  /** {@return fast under 2 seconds for 40,000 rows, medium under 30 seconds, slow beyond} */
  static Speed speed(String name) {
    Cost cost = COSTS.getOrDefault(name, ORDINARY);
    double seconds = cost.seconds() + cost.predicting(MEASURED_ROWS);
    if (seconds < 2) {
      return Speed.FAST;
    }
    return seconds < 30 ? Speed.MEDIUM : Speed.SLOW;
  }

  /**
   * {@return the seconds to predict one row, of a model of 40,000 rows; 0 if they do not matter}
   *
   * @param options of the classifier; what they name counts
   */
  static double perPrediction(String name, String options) {
    double seconds = COSTS.getOrDefault(name, ORDINARY).perRow();
    if (KERNEL_DENSITY.matcher(name + " " + options).find()) {
      seconds = KERNEL_DENSITY_SECONDS;
    }
    for (Map<String, Cost> table : List.of(COSTS, PARTS)) {
      for (Map.Entry<String, Cost> entry : table.entrySet()) {
        if (options.contains(entry.getKey())) {
          seconds = Math.max(seconds, entry.getValue().perRow());
        }
      }
    }
    return seconds;
  }

  /**
   * Warns of what is known to take long.
   *
   * @param options of the classifier; what they name counts, how often it runs does not
   * @return a sentence to show beforehand, or empty if nothing is known to be slow on so many rows
   */
  static Optional<String> warning(String name, String options, long rows) {
    Cost own = COSTS.getOrDefault(name, ORDINARY);
    double building = own.building((double) rows);
    double predicting = own.predicting((double) rows);
    for (Map<String, Cost> table : List.of(COSTS, PARTS)) {
      for (Map.Entry<String, Cost> entry : table.entrySet()) {
        if (options.contains(entry.getKey())) {
          building = Math.max(building, entry.getValue().building((double) rows));
          predicting = Math.max(predicting, entry.getValue().predicting((double) rows));
        }
      }
    }
    if (building < WARNED_SECONDS && predicting < WARNED_SECONDS) {
      return Optional.empty();
    }
    String what =
        building >= predicting
            ? String.format(
                Locale.ROOT, "learning once from %,d rows takes about %s", rows, duration(building))
            : String.format(
                Locale.ROOT,
                "each pass of predictions over %,d rows takes about %s",
                rows,
                duration(predicting));
    return Optional.of(
        "%s is slow on many rows: %s".formatted(name.substring(name.lastIndexOf('.') + 1), what));
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f seconds", seconds);
    }
    if (seconds < 7_200) {
      return String.format(Locale.ROOT, "%.0f minutes", seconds / 60);
    }
    return String.format(Locale.ROOT, "%,.0f hours", seconds / 3_600);
  }
}
