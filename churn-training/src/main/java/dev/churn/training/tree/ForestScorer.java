package dev.churn.training.tree;

import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.math.Logits;

/** A random forest: the mean of its leaves, each of which is the share of churned rows in it. */
public record ForestScorer(FlatTrees trees) implements Scorer {
  @Override
  public double probability(double[] inputs) {
    return share(trees, trees.sum(inputs));
  }

  @Override
  public void score(ScoringBlock block, int rows) {
    trees.sums(block, rows);
    double[] results = block.results();
    for (int row = 0; row < rows; row++) {
      results[row] = share(trees, results[row]);
    }
  }

  public static double share(FlatTrees trees, double sum) {
    return Logits.clip(sum / trees.count(), 0, 1);
  }
}
