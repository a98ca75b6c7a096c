package dev.churn.training;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.ModelType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Tunes, fits and calibrates one model. For the calibration, customers are dealt into folds and
 * each fold is predicted by a classifier that learned from the others; of large sets one fold
 * alone, which holds more than enough rows.
 */
final class Fitting {
  /** From here on one held-out fold calibrates. */
  static final int LARGE = 20_000;

  private static final int FOLDS = 3;
  private static final int FOLDS_OF_LARGE = 5;
  private static final int CALIBRATOR_FOLDS = 5;

  /** With fewer rows of a class a calibration would be a guess; the classifier's own is kept. */
  private static final int MIN_CALIBRATION_ROWS_PER_CLASS = 20;

  private final ModelType type;
  private final LearningSet set;
  private final Rows rows;
  private final long seed;

  /**
   * @param rows all rows of the set, as in the matrices of the samples
   */
  Fitting(ModelType type, LearningSet set, Rows rows, long seed) {
    this.type = type;
    this.set = set;
    this.rows = rows;
    this.seed = seed;
  }

  /**
   * What came out.
   *
   * @param parameters by name: all that the tuning chose and the learning found
   */
  record Fitted(ScoredModel model, Map<String, String> parameters) {
    Fitted {
      parameters = Map.copyOf(parameters);
    }
  }

  /** {@return the model that learned from all of the sample} */
  Fitted fit(Sample sample, String what, Progress progress) {
    var tuning = new Tuning(sample, set.horizonDays(), seed);
    Learner learner = tuning.tune(type, named(what + ", tuning", progress.part(0, 0.5)));
    Calibration calibration =
        calibrate(learner, sample, named(what + ", calibration", progress.part(0.5, 0.8)));
    Scorer scorer = learner.learn(sample, seed, named(what + ", learning", progress.part(0.8, 1)));
    var model =
        new ScoredModel(
            type,
            set.definition(),
            scorer,
            calibration,
            Background.of(rows.at(sample.rows()), seed));
    Map<String, String> parameters = new TreeMap<>(learner.parameters());
    parameters.putAll(tuning.parameters());
    parameters.put("calibration", nameOf(calibration));
    parameters.put("seed", Long.toString(seed));
    parameters.computeIfPresent(
        "min_rows_per_leaf",
        (name, wanted) -> Integer.toString(sample.leafSize(Integer.parseInt(wanted))));
    parameters.putAll(processParameters(scorer));
    return new Fitted(model, parameters);
  }

  private static String nameOf(Calibration calibration) {
    if (calibration instanceof Calibration.Platt) {
      return "platt";
    }
    return calibration instanceof Calibration.Isotonic ? "isotonic" : "none";
  }

  private static Map<String, String> processParameters(Scorer scorer) {
    Foundation foundation =
        scorer instanceof OnFoundation trees ? trees.foundation() : (Foundation) scorer;
    BuyTillYouDie process = foundation.process();
    return Map.of(
        "mbg_nbd_r", Double.toString(process.r()),
        "mbg_nbd_alpha_days", Double.toString(process.alpha()),
        "mbg_nbd_a", Double.toString(process.a()),
        "mbg_nbd_b", Double.toString(process.b()),
        "horizon_days", Integer.toString(process.horizonDays()));
  }

  private Calibration calibrate(Learner learner, Sample rows, Progress progress) {
    int churned = rows.churnedCount();
    if (Math.min(churned, rows.size() - churned) < MIN_CALIBRATION_ROWS_PER_CLASS) {
      return new Calibration.None();
    }
    boolean large = rows.size() > LARGE;
    int foldCount = large ? FOLDS_OF_LARGE : FOLDS;
    int predicted = large ? 1 : FOLDS;
    int[] folds = Folds.of(rows, foldCount, seed + 1);
    double[] probabilities = new double[rows.size()];
    for (int fold = 0; fold < predicted; fold++) {
      int current = fold;
      Sample others = rows.where(i -> folds[i] != current);
      int othersChurned = others.churnedCount();
      if (othersChurned == 0 || othersChurned == others.size()) {
        return new Calibration.None(); // a class that hangs on the rows of a few customers
      }
      Progress part = progress.part((double) fold / predicted, (double) (fold + 1) / predicted);
      Scorer scorer = learner.learn(others, seed + 2 + fold, part);
      double[] given = rows.where(i -> folds[i] == current).probabilities(scorer);
      int next = 0;
      for (int i = 0; i < folds.length; i++) {
        if (folds[i] == fold) {
          probabilities[i] = given[next++];
        }
      }
    }
    return fitCalibration(rows, probabilities, folds, predicted);
  }

  private Calibration fitCalibration(
      Sample rows, double[] probabilities, int[] folds, int predicted) {
    int[] places = IntStream.range(0, folds.length).filter(i -> folds[i] < predicted).toArray();
    Sample held = rows.where(i -> folds[i] < predicted);
    double[] given = Arrays.stream(places).mapToDouble(i -> probabilities[i]).toArray();
    return Calibrator.fit(
        given, held.labels(), Folds.of(held, CALIBRATOR_FOLDS, seed - 1), CALIBRATOR_FOLDS);
  }

  private static Progress named(String phase, Progress progress) {
    return (fraction, message) -> progress.report(fraction, phase + ": " + message);
  }
}
