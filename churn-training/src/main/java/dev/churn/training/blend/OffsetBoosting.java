package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.BoostingPath;
import dev.churn.training.tree.FlatTrees;
import java.util.Optional;

/**
 * Boosted trees with the base model as offset: each leaf is a step in log-odds from the base model.
 */
public record OffsetBoosting(BaseModel base, FlatTrees trees) implements Scorer {
  /** {@return a base model with the trees of all rounds, learned from all rows of the sample} */
  public static OffsetBoosting learn(
      BaseModel base,
      BoostingLearner boosting,
      TrainingSample sample,
      long seed,
      Progress progress) {
    BoostingPath path =
        boosting.learn(
            sample,
            sample.where(i -> false),
            Optional.of(sample.matrix().all().map(base::logOdds)),
            boosting.rounds(),
            seed,
            progress);
    return new OffsetBoosting(base, path.trees(path.rounds()));
  }

  @Override
  public double probability(double[] inputs) {
    return Logits.probability(base.logOdds(inputs) + trees.sum(inputs));
  }

  @Override
  public void score(ScoringBlock block, int rows) {
    trees.sums(block, rows);
    double[] results = block.results();
    for (int row = 0; row < rows; row++) {
      results[row] = Logits.probability(base.logOdds(block.inputs()[row]) + results[row]);
    }
  }
}
