package dev.churn.training.tuning;

import dev.churn.training.data.Folds;
import dev.churn.training.data.TrainingSample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The validation scheme for tuning, which uses only the rows to learn from. If possible it learns
 * from older snapshots and predicts the newest (out of time), as the model will be used; otherwise
 * it learns from some customers and predicts the others. It learns from everybody, and predicts the
 * active customers where they are enough, since the model will be judged on them.
 *
 * @param method {@code out_of_time}, {@code 3_folds_by_customer} or {@code none}
 * @param trials the splits; empty if there are too few rows for a comparison
 */
public record Validation(String method, List<Trial> trials) {
  private static final int FOLDS = 3;

  /**
   * Minimum number of rows of the rarer class on each side of a split; with fewer, a comparison
   * would be noise.
   */
  private static final int MIN_ROWS_OF_RARER_CLASS = 10;

  public Validation {
    trials = List.copyOf(trials);
  }

  /** Rows to learn from, and rows of other customers or of a later as-of day to predict. */
  public record Trial(TrainingSample learn, TrainingSample predict) {
    boolean isTelling() {
      return learn.rarerCount() >= MIN_ROWS_OF_RARER_CLASS
          && predict.rarerCount() >= MIN_ROWS_OF_RARER_CLASS;
    }
  }

  public static Validation of(TrainingSample sample, long seed) {
    Validation active = of(sample, sample::active, seed);
    return active.trials.isEmpty() ? of(sample, i -> true, seed) : active;
  }

  private static Validation of(TrainingSample sample, IntPredicate judged, long seed) {
    int newest = sample.newestSnapshot();
    Trial later = trial(sample, i -> sample.snapshot(i) == newest, judged);
    if (later.isTelling()) {
      return new Validation("out_of_time", List.of(later));
    }
    int[] folds = Folds.of(sample, FOLDS, seed);
    List<Trial> trials = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int current = fold;
      trials.add(trial(sample, i -> folds[i] == current, judged));
    }
    return trials.stream().allMatch(Trial::isTelling)
        ? new Validation(FOLDS + "_folds_by_customer", trials)
        : new Validation("none", List.of());
  }

  private static Trial trial(TrainingSample sample, IntPredicate apart, IntPredicate judged) {
    return new Trial(sample.where(apart.negate()), sample.where(apart.and(judged)));
  }

  /** {@return the total number of predicted rows} */
  public int predicted() {
    return trials.stream().mapToInt(trial -> trial.predict().size()).sum();
  }
}
