package dev.churn.training.tree;

/**
 * The target of a tree, as the gradient and curvature of each row. Leaves are G / (H + λ), where G
 * and H are the sums of the gradients and curvatures of their rows. For rows with weight w and
 * response z, gradient wz and curvature w give the least squares tree; for labels 0 and 1 its
 * splits are those of the Gini index, and its leaves are shares of ones. The gradient and curvature
 * of a log-likelihood give the tree of one Newton step.
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
   * {@return an empty target in which each row counts once towards the size of a leaf}
   *
   * @param rows of the matrix
   */
  public static TreeTarget ofRows(int rows) {
    return new TreeTarget(new double[rows], new double[rows], null);
  }

  /** {@return an empty target in which rows may count more than once} */
  public static TreeTarget ofDrawnRows(int rows) {
    return new TreeTarget(new double[rows], new double[rows], new int[rows]);
  }

  /** {@return the gradient by row of the matrix} */
  public double[] gradients() {
    return gradients;
  }

  /** {@return the curvature by row, not negative} */
  public double[] curvatures() {
    return curvatures;
  }

  /** {@return how often each row counts; null if each counts once} */
  public int[] counts() {
    return counts;
  }
}
