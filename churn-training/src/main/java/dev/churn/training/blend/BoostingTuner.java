package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.BoostingPath;
import dev.churn.training.tuning.TuningData;
import dev.churn.training.tuning.Validation;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the depth and the number of rounds of boosting by the log-loss on the validation rows.
 */
final class BoostingTuner {
  private static final int[] DEPTHS = {2, 3};
  private static final int MAX_ROUNDS = 400;

  /** Boosting stops after this number of rounds without a lower loss. */
  private static final int PATIENCE = 40;

  private static final BoostingLearner USUAL = new BoostingLearner(10, 0.05, 2, 50, 5, 0.6, 4);

  private BoostingTuner() {}

  /** {@return the learner with the best expected loss} */
  static OffsetBoostingLearner tune(TuningData data, BaseModelLearner base, Progress progress) {
    if (data.validation().trials().isEmpty()) {
      return new OffsetBoostingLearner(base, USUAL);
    }
    List<double[]> bases = Offsets.ofTrials(data, base, progress.part(0, 0.1));
    Progress growing = progress.part(0.1, 1);
    BoostingLearner best = USUAL;
    double bestLoss = Double.POSITIVE_INFINITY;
    int patience = data.validation().trials().size() == 1 ? PATIENCE : 3 * PATIENCE;
    for (int i = 0; i < DEPTHS.length; i++) {
      var learner =
          new BoostingLearner(
              MAX_ROUNDS,
              USUAL.shrinkage(),
              DEPTHS[i],
              USUAL.minRows(),
              USUAL.lambda(),
              USUAL.rowShare(),
              USUAL.inputsPerSplit());
      double[] losses = new double[MAX_ROUNDS + 1];
      for (int t = 0; t < bases.size(); t++) {
        Validation.Trial trial = data.validation().trials().get(t);
        double from = (i + (double) t / bases.size()) / DEPTHS.length;
        double to = (i + (t + 1.0) / bases.size()) / DEPTHS.length;
        BoostingPath path =
            learner.learn(
                trial.learn(),
                trial.predict(),
                Optional.of(bases.get(t)),
                patience,
                data.seed(),
                growing.part(from, to));
        for (int round = 0; round < losses.length; round++) {
          losses[round] += trial.predict().size() * path.lossAfter(round);
        }
      }
      for (int round = 1; round < losses.length; round++) {
        if (losses[round] < bestLoss) {
          bestLoss = losses[round];
          best = learner.withRounds(round);
        }
      }
    }
    return new OffsetBoostingLearner(base, best);
  }
}
