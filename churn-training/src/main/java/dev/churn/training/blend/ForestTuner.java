package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.ForestLearner;
import dev.churn.training.tuning.TuningData;
import dev.churn.training.tuning.Validation;
import java.util.List;

/** Chooses the leaf size and the weight of a forest by the log-loss on the validation rows. */
final class ForestTuner {
  private static final int TREES = 200;

  /** Number of trees during tuning; enough to compare hyperparameters. */
  private static final int TREES_TO_TUNE = 60;

  private static final int DEPTH = 12;
  private static final int INPUTS_PER_SPLIT = 4;
  private static final int[] LEAF_ROWS = {100, 30, 10};
  private static final int USUAL_LEAF_ROWS = 30;
  private static final double[] FOREST_SHARES = {0.25, 0.5, 0.75, 1};

  /** Losses that differ by less than this fraction count as equal. */
  private static final double EQUAL = 0.001;

  private ForestTuner() {}

  /** {@return the learner with the best expected loss} */
  static OffsetForestLearner tune(TuningData data, BaseModelLearner base, Progress progress) {
    double say = BaseModelLearner.say(data.all());
    if (data.validation().trials().isEmpty()) {
      return new OffsetForestLearner(
          base, forestOf(TREES, USUAL_LEAF_ROWS), FOREST_SHARES[1] * say);
    }
    List<double[]> bases = Offsets.ofTrials(data, base, progress.part(0, 0.1));
    Progress growing = progress.part(0.1, 1);
    OffsetForestLearner best = null;
    double bestLoss = Double.POSITIVE_INFINITY;
    for (int i = 0; i < LEAF_ROWS.length; i++) {
      double[] losses = new double[FOREST_SHARES.length];
      for (int t = 0; t < bases.size(); t++) {
        Validation.Trial trial = data.validation().trials().get(t);
        double from = (i + (double) t / bases.size()) / LEAF_ROWS.length;
        double to = (i + (t + 1.0) / bases.size()) / LEAF_ROWS.length;
        Scorer grown =
            forestOf(TREES_TO_TUNE, LEAF_ROWS[i])
                .learn(trial.learn(), data.seed(), growing.part(from, to));
        double[] forest = grown.probabilities(trial.predict());
        for (int share = 0; share < losses.length; share++) {
          losses[share] +=
              forestLoss(trial.predict(), forest, bases.get(t), say * FOREST_SHARES[share]);
        }
      }
      for (int share = 0; share < losses.length; share++) {
        if (losses[share] < (1 - EQUAL) * bestLoss) {
          bestLoss = losses[share];
          best =
              new OffsetForestLearner(
                  base, forestOf(TREES, LEAF_ROWS[i]), say * FOREST_SHARES[share]);
        }
      }
    }
    return best;
  }

  private static ForestLearner forestOf(int trees, int leafRows) {
    return new ForestLearner(trees, DEPTH, leafRows, INPUTS_PER_SPLIT);
  }

  private static double forestLoss(
      TrainingSample rows, double[] forest, double[] base, double share) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double logOdds = share * OffsetForest.logOdds(forest[i]) + (1 - share) * base[rows.rows()[i]];
      sum += Logits.loss(rows.churned(i) ? logOdds : -logOdds);
    }
    return sum;
  }
}
