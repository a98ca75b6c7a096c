package dev.churn.training.tree;

/**
 * Finds the best split of a node: the one with the largest sum of G² / (H + λ) over the children.
 * Ties go to the first one seen.
 */
final class SplitSearch {
  /**
   * Differences below this fraction are rounding error, which must not choose between inputs that
   * split the rows in the same way.
   */
  private static final double NEGLIGIBLE = 1e-10;

  private final TreeLimits limits;
  private final int minRows;

  private TreeNode node;
  private double score;
  private double bestGain;
  private BestSplit best;

  /**
   * A split of a node.
   *
   * @param input index of the input among the tree's inputs
   * @param leftBin the last bin on the left that has rows of the node
   * @param rightBin the first bin on the right that has rows of the node
   */
  record BestSplit(int input, int leftBin, int rightBin, TreeNode left, TreeNode right) {}

  SplitSearch(TreeLimits limits) {
    this.limits = limits;
    this.minRows = limits.minRows();
  }

  void start(TreeNode ofNode) {
    node = ofNode;
    score = node.score(limits);
    bestGain = limits.minGain();
    best = null;
  }

  /** {@return the best split of the inputs seen since the start, or null if there is none} */
  BestSplit best() {
    return best;
  }

  /** Evaluates the splits of one input of the histogram, which is at {@code slot} there. */
  void see(int input, double[] sums, int slot, int bins) {
    int at = slot * Histogram.INPUT_LENGTH;
    double leftG = 0;
    double leftH = 0;
    double leftN = 0;
    int last = -1;
    for (int bin = 0; bin < bins; bin++, at += Histogram.STRIDE) {
      if (sums[at + 2] == 0) { // counts are integers and therefore exact, even after subtraction
        continue;
      }
      if (node.count() - leftN < minRows) {
        return;
      }
      if (leftN >= minRows) {
        consider(input, last, bin, leftG, leftH, leftN);
      }
      leftG += sums[at];
      leftH += sums[at + 1];
      leftN += sums[at + 2];
      last = bin;
    }
  }

  private void consider(int input, int last, int bin, double leftG, double leftH, double leftN) {
    double lambda = limits.lambda();
    double rightG = node.gradient() - leftG;
    double rightH = node.curvature() - leftH;
    if (!(leftH + lambda > 0 && rightH + lambda > 0)) {
      return;
    }
    double gain = leftG * leftG / (leftH + lambda) + rightG * rightG / (rightH + lambda) - score;
    if (gain > bestGain + NEGLIGIBLE * (Math.abs(score) + gain)) {
      bestGain = gain;
      var left = new TreeNode(leftG, leftH, leftN);
      best =
          new BestSplit(input, last, bin, left, new TreeNode(rightG, rightH, node.count() - leftN));
    }
  }
}
