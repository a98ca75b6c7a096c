package dev.churn.training.tree;

/**
 * The limits and penalties of a tree.
 *
 * @param maxDepth maximum depth
 * @param minRows minimum number of rows in a leaf; a row that was drawn twice counts twice
 * @param inputsPerSplit number of randomly chosen inputs that are considered for each split; a
 *     number above that of all inputs means all
 * @param lambda weight of the squared value of each leaf
 * @param minGain minimum decrease in loss of a split: the increase of the sum of G² / (H + λ) over
 *     the leaves
 * @param maxStep maximum magnitude of a leaf's value
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
