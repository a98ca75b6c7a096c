package dev.churn.training.tree;

import dev.churn.training.math.Logits;

/**
 * What is known of a node's rows.
 *
 * @param gradient sum of the gradients
 * @param curvature sum of the curvatures
 * @param count number of rows
 */
record TreeNode(double gradient, double curvature, double count) {
  /** {@return the value as a leaf, before any shrinkage} */
  double value(TreeLimits limits) {
    double divisor = curvature + limits.lambda();
    double step = divisor > 0 ? gradient / divisor : 0;
    return Logits.clip(step, -limits.maxStep(), limits.maxStep());
  }

  /** {@return twice by how much the loss falls if the node's value goes from 0 to its own} */
  double score(TreeLimits limits) {
    double value = value(limits);
    return (2 * gradient - (curvature + limits.lambda()) * value) * value;
  }
}
