package dev.churn.training.tree;

import dev.churn.training.math.Logits;

/**
 * The sums over the rows of a node.
 *
 * @param gradient sum of the gradients
 * @param curvature sum of the curvatures
 * @param count number of rows
 */
record TreeNode(double gradient, double curvature, double count) {
  /** {@return the value of the node as a leaf, before shrinkage} */
  double value(TreeLimits limits) {
    double divisor = curvature + limits.lambda();
    double step = divisor > 0 ? gradient / divisor : 0;
    return Logits.clip(step, -limits.maxStep(), limits.maxStep());
  }

  /** {@return twice the decrease in loss when the node's value changes from 0 to {@link #value}} */
  double score(TreeLimits limits) {
    double value = value(limits);
    return (2 * gradient - (curvature + limits.lambda()) * value) * value;
  }
}
