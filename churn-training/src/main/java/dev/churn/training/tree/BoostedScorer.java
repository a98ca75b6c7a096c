package dev.churn.training.tree;

import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.math.Logits;

/**
 * Boosted trees: the sum of their leaves in log-odds.
 *
 * @param start log-odds before the first tree
 */
public record BoostedScorer(FlatTrees trees, double start) implements Scorer {
  @Override
  public double probability(double[] inputs) {
    return Logits.probability(start + trees.sum(inputs));
  }

  @Override
  public void score(ScoringBlock block, int rows) {
    trees.sums(block, rows);
    double[] results = block.results();
    for (int row = 0; row < rows; row++) {
      results[row] = Logits.probability(start + results[row]);
    }
  }
}
