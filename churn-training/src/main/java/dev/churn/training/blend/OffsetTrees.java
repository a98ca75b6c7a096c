package dev.churn.training.blend;

import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.ForestScorer;

/** Trees that stand on a {@link BaseModel}. */
public sealed interface OffsetTrees extends Scorer {
  BaseModel foundation();

  FlatTrees trees();

  /** Boosted trees: each leaf is a step in log-odds from those of the foundation. */
  record Boosted(BaseModel foundation, FlatTrees trees) implements OffsetTrees {
    @Override
    public double probability(double[] inputs) {
      return Logits.probability(foundation.logOdds(inputs) + trees.sum(inputs));
    }

    @Override
    public void score(ScoringBlock block, int rows) {
      trees.sums(block, rows);
      double[] results = block.results();
      for (int row = 0; row < rows; row++) {
        results[row] = Logits.probability(foundation.logOdds(block.inputs()[row]) + results[row]);
      }
    }
  }

  /**
   * A forest, its log-odds blended with those of the foundation.
   *
   * @param share weight of the forest, 0 to 1
   */
  record Forest(BaseModel foundation, FlatTrees trees, double share) implements OffsetTrees {
    /** What no leaf is sure enough for. */
    private static final double EPSILON = 1e-3;

    public Forest {
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
      return Logits.probability(share * forest + (1 - share) * foundation.logOdds(inputs));
    }

    public static double logOdds(double probability) {
      return Logits.logOdds(Logits.clip(probability, EPSILON, 1 - EPSILON));
    }
  }
}
