package dev.churn.training;

/** The mean of what the trees say, each leaf being the share of churned rows in it. */
record ForestScorer(FlatTrees trees) implements Scorer {
  @Override
  public double probability(double[] inputs) {
    return share(trees, trees.sum(inputs));
  }

  @Override
  public void probabilities(double[][] inputs, int rows, double[] probabilities) {
    trees.sums(inputs, rows, probabilities);
    for (int row = 0; row < rows; row++) {
      probabilities[row] = share(trees, probabilities[row]);
    }
  }

  static double share(FlatTrees trees, double sum) {
    return Logits.clip(sum / trees.count(), 0, 1);
  }
}
