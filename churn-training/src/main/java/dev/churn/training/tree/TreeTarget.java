package dev.churn.training.tree;

/**
 * What a tree is to predict. Its leaves are G / (H + λ), with G and H the sums of the gradients and
 * curvatures of their rows: of rows with weight w and response z, gradient wz and curvature w make
 * the least squares tree; for labels 0 and 1 its splits are those of the Gini index and its leaves
 * the shares of ones. Gradient and curvature of a log-likelihood make the tree of one Newton step.
 */
public final class TreeTarget {
  private final double[] gradients;
  private final double[] curvatures;
  private final int[] counts;

  private TreeTarget(double[] gradients, double[] curvatures, int[] counts) {
    this.gradients = gradients;
    this.curvatures = curvatures;
    this.counts = counts;
  }

  /**
   * {@return a target to be filled, in which each row counts once for the size of a leaf}
   *
   * @param rows of the matrix
   */
  public static TreeTarget ofRows(int rows) {
    return new TreeTarget(new double[rows], new double[rows], null);
  }

  /** {@return a target to be filled, in which rows may count more than once} */
  public static TreeTarget ofDrawnRows(int rows) {
    return new TreeTarget(new double[rows], new double[rows], new int[rows]);
  }

  /** {@return by row of the matrix} */
  public double[] gradients() {
    return gradients;
  }

  /** {@return by row, not negative} */
  public double[] curvatures() {
    return curvatures;
  }

  /** {@return by row how often it counts; null for once each} */
  public int[] counts() {
    return counts;
  }
}
