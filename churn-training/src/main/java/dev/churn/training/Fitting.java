package dev.churn.training;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Fits and calibrates one model. For the calibration, customers are dealt into folds and each fold
 * is predicted by a classifier that learned from the others; of large sets one fold alone, which
 * holds more than enough rows.
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
  private final Learner learner;
  private final FeatureDefinition definition;
  private final long seed;

  Fitting(ModelType type, Learner learner, FeatureDefinition definition, long seed) {
    this.type = type;
    this.learner = learner;
    this.definition = definition;
    this.seed = seed;
  }

  /** {@return the model that learned from all of the rows} */
  ScoredModel fit(Sample rows, String what, Progress progress) {
    boolean calibrated = learner.needsCalibration();
    Progress learning = named(what + ", learning", calibrated ? progress.part(0.6, 1) : progress);
    Calibration calibration =
        calibrated
            ? calibrate(rows, named(what + ", calibration", progress.part(0, 0.6)))
            : new Calibration.None();
    return new ScoredModel(type, definition, learner.learn(rows, seed, learning), calibration);
  }

  private Calibration calibrate(Sample rows, Progress progress) {
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
