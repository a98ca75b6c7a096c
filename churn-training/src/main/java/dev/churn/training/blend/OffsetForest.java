package dev.churn.training.blend;

import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.ForestScorer;

/**
 * A forest whose log-odds are blended with those of the base model.
 *
 * @param share weight of the forest, 0 to 1
 */
public record OffsetForest(BaseModel base, FlatTrees trees, double share) implements Scorer {
  /** Minimum distance of a leaf's probability from 0 and 1. */
  private static final double EPSILON = 1e-3;

  public OffsetForest {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a share up to 1, found " + share);
    }
  }

  @Override
  public double probability(double[] inputs) {
    return blended(inputs, trees.sum(inputs));
  }

  @Override
  public void score(ScoringBlock block, int rows) {
    trees.sums(block, rows);
    double[] results = block.results();
    for (int row = 0; row < rows; row++) {
      results[row] = blended(block.inputs()[row], results[row]);
    }
  }

  private double blended(double[] inputs, double sum) {
    double forest = logOdds(ForestScorer.share(trees, sum));
    return Logits.probability(share * forest + (1 - share) * base.logOdds(inputs));
  }

  static double logOdds(double probability) {
    return Logits.logOdds(Logits.clip(probability, EPSILON, 1 - EPSILON));
  }
}
