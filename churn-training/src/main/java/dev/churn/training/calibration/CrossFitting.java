package dev.churn.training.calibration;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.Folds;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tuning.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibrates a learner by cross-fitting. It assigns customers to folds and predicts each fold with
 * a classifier that learned from the other folds; for large sets it predicts only one fold, which
 * has more than enough rows. All classifiers use the same folds.
 */
public final class CrossFitting {
  /** Number of rows above which a single held-out fold is used for calibration. */
  static final int LARGE = 20_000;

  private static final int FOLDS = 3;
  private static final int FOLDS_OF_LARGE = 5;
  private static final int CALIBRATOR_FOLDS = 5;

  /** Minimum number of rows of each class; with fewer, there is no calibration. */
  private static final int MIN_ROWS_PER_CLASS = 20;

  private final List<Validation.Trial> trials;
  private final TrainingSample predicted;
  private final int[] trialOf;
  private final long seed;

  private CrossFitting(
      List<Validation.Trial> trials, TrainingSample predicted, int[] trialOf, long seed) {
    this.trials = trials;
    this.predicted = predicted;
    this.trialOf = trialOf;
    this.seed = seed;
  }

  public static CrossFitting of(TrainingSample sample, long seed) {
    var none = new CrossFitting(List.of(), sample.where(i -> false), new int[0], seed);
    if (sample.rarerCount() < MIN_ROWS_PER_CLASS) {
      return none;
    }
    boolean large = sample.size() > LARGE;
    int[] folds = Folds.of(sample, large ? FOLDS_OF_LARGE : FOLDS, seed + 1);
    List<Validation.Trial> trials = new ArrayList<>();
    for (int fold = 0; fold < (large ? 1 : FOLDS); fold++) {
      int current = fold;
      TrainingSample others = sample.where(i -> folds[i] != current);
      if (others.rarerCount() == 0) {
        return none; // a class that occurs only in one fold
      }
      trials.add(new Validation.Trial(others, sample.where(i -> folds[i] == current)));
    }
    TrainingSample predicted = sample.where(i -> folds[i] < trials.size());
    int[] trialOf = Arrays.stream(folds).filter(fold -> fold < trials.size()).toArray();
    return new CrossFitting(trials, predicted, trialOf, seed);
  }

  /** {@return the number of rows that a calibration is fitted to; 0 for none} */
  public int rows() {
    return predicted.size();
  }

  /** {@return the calibration of the classifiers that the learner produces} */
  public Calibration calibrate(Learner<?> learner, Progress progress) {
    if (trials.isEmpty()) {
      return new Calibration.None();
    }
    return Calibrator.fit(
        outOfFold(learner, progress),
        predicted.labels(),
        Folds.of(predicted, CALIBRATOR_FOLDS, seed - 1),
        CALIBRATOR_FOLDS);
  }

  /**
   * {@return the mean log-loss of the predictions before calibration, in nats, for active customers
   * if there are any; infinite if there are too few rows}
   */
  public double logLoss(Learner<?> learner, Progress progress) {
    if (trials.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] probabilities = outOfFold(learner, progress);
    int[] active = IntStream.range(0, probabilities.length).filter(predicted::active).toArray();
    int[] judged = active.length > 0 ? active : IntStream.range(0, probabilities.length).toArray();
    double sum = 0;
    for (int i : judged) {
      double p = Calibration.bounded(probabilities[i]);
      sum -= predicted.churned(i) ? StrictMath.log(p) : StrictMath.log1p(-p);
    }
    return sum / judged.length;
  }

  private double[] outOfFold(Learner<?> learner, Progress progress) {
    double[][] given = new double[trials.size()][];
    for (int t = 0; t < given.length; t++) {
      Progress part = progress.part((double) t / given.length, (t + 1.0) / given.length);
      Scorer scorer = learner.learn(trials.get(t).learn(), seed + 2 + t, part);
      given[t] = scorer.probabilities(trials.get(t).predict());
    }
    int[] taken = new int[given.length];
    double[] probabilities = new double[trialOf.length];
    Arrays.setAll(probabilities, i -> given[trialOf[i]][taken[trialOf[i]]++]);
    return probabilities;
  }
}
