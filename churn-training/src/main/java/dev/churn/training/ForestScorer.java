package dev.churn.training;

/** The mean of what the trees say, each leaf being the share of churned rows in it. */
record ForestScorer(FlatTrees trees) implements Scorer {
  @Override
  public double probability(double[] inputs) {
    return Logits.clip(trees.sum(inputs) / trees.count(), 0, 1);
  }
}
