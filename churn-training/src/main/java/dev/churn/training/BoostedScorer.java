package dev.churn.training;

/**
 * The sum of what the trees say, each leaf being a step in log-odds.
 *
 * @param start log-odds before the first tree
 */
record BoostedScorer(FlatTrees trees, double start) implements Scorer {
  @Override
  public double probability(double[] inputs) {
    return Logits.probability(start + trees.sum(inputs));
  }

  @Override
  public void probabilities(double[][] inputs, int rows, double[] probabilities) {
    trees.sums(inputs, rows, probabilities);
    for (int row = 0; row < rows; row++) {
      probabilities[row] = Logits.probability(start + probabilities[row]);
    }
  }
}
