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

/**
 * Calibrates by rows that were not learned from: customers are dealt into folds, and each fold is
 * predicted by a classifier that learned from the others; of large sets one fold alone, which holds
 * more than enough rows. The folds are the same for every classifier.
 */
public final class CrossFitting {
  /** From here on one held-out fold calibrates. */
  static final int LARGE = 20_000;

  private static final int FOLDS = 3;
  private static final int FOLDS_OF_LARGE = 5;
  private static final int CALIBRATOR_FOLDS = 5;

  /** With fewer rows of a class a calibration would be a guess; the classifier's own is kept. */
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
        return none; // a class that hangs on the rows of a few customers
      }
      trials.add(new Validation.Trial(others, sample.where(i -> folds[i] == current)));
    }
    TrainingSample predicted = sample.where(i -> folds[i] < trials.size());
    int[] trialOf = Arrays.stream(folds).filter(fold -> fold < trials.size()).toArray();
    return new CrossFitting(trials, predicted, trialOf, seed);
  }

  /** {@return how many rows a calibration is fitted to; 0 for none} */
  public int rows() {
    return predicted.size();
  }

  /** {@return the calibration of what the learner learns} */
  public Calibration calibrate(Learner<?> learner, Progress progress) {
    if (trials.isEmpty()) {
      return new Calibration.None();
    }
    double[][] given = new double[trials.size()][];
    for (int t = 0; t < given.length; t++) {
      Progress part = progress.part((double) t / given.length, (t + 1.0) / given.length);
      Scorer scorer = learner.learn(trials.get(t).learn(), seed + 2 + t, part);
      given[t] = scorer.probabilities(trials.get(t).predict());
    }
    int[] taken = new int[given.length];
    double[] probabilities = new double[trialOf.length];
    Arrays.setAll(probabilities, i -> given[trialOf[i]][taken[trialOf[i]]++]);
    return Calibrator.fit(
        probabilities,
        predicted.labels(),
        Folds.of(predicted, CALIBRATOR_FOLDS, seed - 1),
        CALIBRATOR_FOLDS);
  }
}
