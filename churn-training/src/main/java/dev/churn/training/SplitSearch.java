package dev.churn.training;

/**
 * The best split of a node: the one after which the sum of G² / (H + λ) over the children is
 * largest. Of equal ones the first that is seen wins.
 */
final class SplitSearch {
  /**
   * Differences below this share are what rounding leaves of none; without it, rounding would
   * choose between inputs that part the rows alike.
   */
  private static final double NEGLIGIBLE = 1e-10;

  private final TreeLimits limits;
  private final int[] directions;
  private final int minRows;

  private TreeNode node;
  private double score;
  private double bestGain;
  private Split best;

  /**
   * What parts a node.
   *
   * @param input the place among the tree's inputs
   * @param leftBin the last one left that holds rows of the node
   * @param rightBin the first one right that does
   */
  record Split(int input, int leftBin, int rightBin, TreeNode left, TreeNode right) {}

  /**
   * @param directions of each of the tree's inputs; null if all may act as they like
   */
  SplitSearch(TreeLimits limits, int[] directions) {
    this.limits = limits;
    this.directions = directions;
    this.minRows = limits.minRows();
  }

  void start(TreeNode ofNode) {
    node = ofNode;
    score = node.score(limits.lambda(), node.value(limits.lambda()));
    bestGain = limits.minGain();
    best = null;
  }

  /** {@return the best split of the inputs seen since the start, or null if there is none} */
  Split best() {
    return best;
  }

  /** Looks at one input of the histogram, whose place there is {@code slot}. */
  void see(int input, double[] sums, int slot, int bins) {
    int direction = directions == null ? 0 : directions[input];
    int at = slot * Histogram.INPUT_LENGTH;
    double leftG = 0;
    double leftH = 0;
    double leftN = 0;
    int last = -1;
    for (int bin = 0; bin < bins; bin++, at += Histogram.STRIDE) {
      if (sums[at + 2] == 0) { // counts are whole and so exact, whatever was subtracted
        continue;
      }
      if (node.count() - leftN < minRows) {
        return;
      }
      if (leftN >= minRows) {
        consider(input, direction, last, bin, leftG, leftH, leftN);
      }
      leftG += sums[at];
      leftH += sums[at + 1];
      leftN += sums[at + 2];
      last = bin;
    }
  }

  private void consider(
      int input, int direction, int last, int bin, double leftG, double leftH, double leftN) {
    double lambda = limits.lambda();
    double rightG = node.gradient() - leftG;
    double rightH = node.curvature() - leftH;
    if (!(leftH + lambda > 0 && rightH + lambda > 0)) {
      return;
    }
    if (directions == null) {
      double gain = leftG * leftG / (leftH + lambda) + rightG * rightG / (rightH + lambda) - score;
      if (isBetter(gain)) {
        bestGain = gain;
        best = split(input, 0, last, bin, leftG, leftH, leftN);
      }
      return;
    }
    Split candidate = split(input, 0, last, bin, leftG, leftH, leftN);
    double left = candidate.left.value(lambda);
    double right = candidate.right.value(lambda);
    double gain = candidate.left.score(lambda, left) + candidate.right.score(lambda, right) - score;
    if (isBetter(gain) && direction * (right - left) >= 0) {
      bestGain = gain;
      best = split(input, direction, last, bin, leftG, leftH, leftN);
    }
  }

  private boolean isBetter(double gain) {
    return gain > bestGain + NEGLIGIBLE * (Math.abs(score) + gain);
  }

  /**
   * With a direction the children's values, and all below them, are kept on their side of the
   * middle.
   */
  private Split split(
      int input, int direction, int last, int bin, double leftG, double leftH, double leftN) {
    var left = new TreeNode(leftG, leftH, leftN, node.lowest(), node.highest());
    var right =
        new TreeNode(
            node.gradient() - leftG,
            node.curvature() - leftH,
            node.count() - leftN,
            node.lowest(),
            node.highest());
    if (direction != 0) {
      double middle = (left.value(limits.lambda()) + right.value(limits.lambda())) / 2;
      left =
          direction > 0 ? left.within(node.lowest(), middle) : left.within(middle, node.highest());
      right =
          direction > 0
              ? right.within(middle, node.highest())
              : right.within(node.lowest(), middle);
    }
    return new Split(input, last, bin, left, right);
  }
}
