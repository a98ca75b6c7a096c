package dev.churn.training;

/**
 * What is known of a node's rows.
 *
 * @param gradient sum of the gradients
 * @param curvature sum of the curvatures
 * @param count number of rows
 * @param lowest the values of it and of all below it are not lower
 * @param highest nor higher
 */
record TreeNode(double gradient, double curvature, double count, double lowest, double highest) {
  /** {@return the value as a leaf, before any shrinkage} */
  double value(double lambda) {
    double divisor = curvature + lambda;
    return Logits.clip(divisor > 0 ? gradient / divisor : 0, lowest, highest);
  }

  /** {@return twice by how much the loss falls if the node's value goes from 0 to this one} */
  double score(double lambda, double value) {
    return (2 * gradient - (curvature + lambda) * value) * value;
  }

  TreeNode within(double low, double high) {
    return new TreeNode(gradient, curvature, count, low, high);
  }
}
