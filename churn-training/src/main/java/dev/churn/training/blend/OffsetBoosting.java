package dev.churn.training.blend;

import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.FlatTrees;

/**
 * Boosted trees with the base model as offset: each leaf is a step in log-odds from the base model.
 */
public record OffsetBoosting(BaseModel base, FlatTrees trees) implements Scorer {
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
