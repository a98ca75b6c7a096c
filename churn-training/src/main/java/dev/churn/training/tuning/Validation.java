package dev.churn.training.tuning;

import dev.churn.training.data.Folds;
import dev.churn.training.data.TrainingSample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How to find out, with nothing but the rows to learn from, what will do well later: learn from the
 * older snapshots and predict the newest, as the model will be used, or, where that is not
 * possible, learn from some customers and predict the others.
 *
 * @param method {@code out_of_time}, {@code 3_folds_by_customer} or {@code none}
 * @param trials what to learn from and what to predict; empty if there are too few rows to tell
 */
record Validation(String method, List<Trial> trials) {
  private static final int FOLDS = 3;

  /** With fewer of the rarer class to learn from or to predict, a comparison would be a guess. */
  private static final int MIN_ROWS_OF_RARER_CLASS = 10;

  Validation {
    trials = List.copyOf(trials);
  }

  /** Rows to learn from and rows of others, or of a later day, to predict. */
  record Trial(TrainingSample learn, TrainingSample predict) {
    boolean isTelling() {
      return learn.rarerCount() >= MIN_ROWS_OF_RARER_CLASS
          && predict.rarerCount() >= MIN_ROWS_OF_RARER_CLASS;
    }
  }

  static Validation of(TrainingSample sample, long seed) {
    int newest = sample.newestSnapshot();
    Trial later = trial(sample, i -> sample.snapshot(i) == newest);
    if (later.isTelling()) {
      return new Validation("out_of_time", List.of(later));
    }
    int[] folds = Folds.of(sample, FOLDS, seed);
    List<Trial> trials = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int current = fold;
      trials.add(trial(sample, i -> folds[i] == current));
    }
    return trials.stream().allMatch(Trial::isTelling)
        ? new Validation(FOLDS + "_folds_by_customer", trials)
        : new Validation("none", List.of());
  }

  private static Trial trial(TrainingSample sample, IntPredicate predicted) {
    return new Trial(sample.where(predicted.negate()), sample.where(predicted));
  }

  /** {@return how many rows are predicted in all} */
  int predicted() {
    return trials.stream().mapToInt(trial -> trial.predict().size()).sum();
  }
}
