package dev.churn.training.tree;

/**
 * How far a tree may grow.
 *
 * @param maxDepth how many questions it asks at most
 * @param minRows how many rows a leaf has at least, a row that was drawn twice counting twice
 * @param inputsPerSplit among how many randomly chosen inputs the best split is sought; more than
 *     there are means all
 * @param lambda weight of the squared value of each leaf
 * @param minGain by how much a split lowers the loss at least: the growth of the sum of G² / (H +
 *     λ) over the leaves
 * @param maxStep a leaf's value is not farther from 0
 */
public record TreeLimits(
    int maxDepth, int minRows, int inputsPerSplit, double lambda, double minGain, double maxStep) {
  public TreeLimits {
    if (maxDepth < 1 || minRows < 1 || inputsPerSplit < 1) {
      throw new IllegalArgumentException(
          "expected positive numbers, found %d, %d, %d"
              .formatted(maxDepth, minRows, inputsPerSplit));
    }
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY && minGain >= 0 && maxStep > 0)) {
      throw new IllegalArgumentException(
          "expected limits that are not negative, found %s, %s, %s"
              .formatted(lambda, minGain, maxStep));
    }
  }
}
