package dev.churn.training.tree;

/** The models of a boosting run after each round. */
public final class BoostingPath {
  private final FlatTrees trees;
  private final double start;
  private final double[] losses;

  /**
   * @param start log-odds before the first tree
   * @param losses validation losses after 0, 1, … rounds
   */
  public BoostingPath(FlatTrees trees, double start, double[] losses) {
    this.trees = trees;
    this.start = start;
    this.losses = losses;
  }

  /**
   * {@return the mean log-loss in nats on the validation rows after 0, 1, … rounds; NaN without
   * such rows}
   */
  double[] losses() {
    return losses;
  }

  /** {@return the number of rounds that were run} */
  public int rounds() {
    return trees.count();
  }

  /** {@return the loss after a number of rounds; beyond the last round, the loss of the last} */
  public double lossAfter(int rounds) {
    return losses[Math.min(rounds, losses.length - 1)];
  }

  /** {@return the number of rounds, at least 1, with the lowest loss} */
  int bestRounds() {
    int best = 1;
    for (int round = 2; round < losses.length; round++) {
      best = losses[round] < losses[best] ? round : best;
    }
    return best;
  }

  /** {@return the model after a number of rounds, at least 1} */
  public BoostedScorer scorer(int rounds) {
    return new BoostedScorer(trees(rounds), start);
  }

  /** {@return the first {@code rounds} trees, at least 1} */
  public FlatTrees trees(int rounds) {
    return trees.first(Math.min(rounds, rounds()));
  }
}
