package dev.churn.training.tree;

/** What boosting learned, round by round. */
public final class BoostingPath {
  private final FlatTrees trees;
  private final double start;
  private final double[] losses;

  /**
   * @param start log-odds before the first tree
   * @param losses after 0, 1, … rounds
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

  /** {@return how many rounds were learned} */
  public int rounds() {
    return trees.count();
  }

  /** {@return the loss after so many rounds; after more than were learned, that of the last} */
  public double lossAfter(int rounds) {
    return losses[Math.min(rounds, losses.length - 1)];
  }

  /** {@return the number of rounds, at least 1, with the smallest loss} */
  int bestRounds() {
    int best = 1;
    for (int round = 2; round < losses.length; round++) {
      best = losses[round] < losses[best] ? round : best;
    }
    return best;
  }

  /** {@return the model as it was after so many rounds, at least 1} */
  public BoostedScorer scorer(int rounds) {
    return new BoostedScorer(trees(rounds), start);
  }

  /** {@return the first trees, at least 1} */
  public FlatTrees trees(int rounds) {
    return trees.first(Math.min(rounds, rounds()));
  }
}
