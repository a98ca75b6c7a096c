package dev.churn.training;

/** Trees that stand on a {@link Foundation}. */
sealed interface OnFoundation extends Scorer {
  Foundation foundation();

  FlatTrees trees();

  /** Boosted trees: each leaf is a step in log-odds from those of the foundation. */
  record Boosted(Foundation foundation, FlatTrees trees) implements OnFoundation {
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
  record Forest(Foundation foundation, FlatTrees trees, double share) implements OnFoundation {
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

    static double logOdds(double probability) {
      return Logits.logOdds(Logits.clip(probability, EPSILON, 1 - EPSILON));
    }
  }
}
