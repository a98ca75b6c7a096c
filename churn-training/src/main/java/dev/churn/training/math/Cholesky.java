package dev.churn.training.math;

/** Solves small systems of linear equations with a symmetric, positive definite matrix. */
public final class Cholesky {
  private final double[] lower;
  private final int size;

  private Cholesky(double[] lower, int size) {
    this.lower = lower;
    this.size = size;
  }

  /**
   * {@return the decomposition of a matrix into a lower triangular one times its transpose}
   *
   * @param matrix its lower triangle, row by row
   */
  public static Cholesky of(double[] matrix, int size) {
    return new Cholesky(decompose(matrix, size), size);
  }

  /**
   * {@return x with matrix · x = right}
   *
   * @param matrix its lower triangle, row by row
   */
  public static double[] solve(double[] matrix, double[] right) {
    return of(matrix, right.length).solve(right);
  }

  /** {@return the logarithm of the determinant of the matrix} */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += 2 * StrictMath.log(lower[place(i, i)]);
    }
    return sum;
  }

  /** {@return x with matrix · x = right} */
  public double[] solve(double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[place(i, k)] * x[k];
      }
      x[i] /= lower[place(i, i)];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        x[i] -= lower[place(k, i)] * x[k];
      }
      x[i] /= lower[place(i, i)];
    }
    return x;
  }

  private static double[] decompose(double[] matrix, int size) {
    double[] lower = matrix.clone();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = lower[place(i, j)];
        for (int k = 0; k < j; k++) {
          value -= lower[place(i, k)] * lower[place(j, k)];
        }
        // rounding destroyed the pivot: take the smallest step in this direction
        lower[place(i, j)] =
            i == j
                ? Math.sqrt(Math.max(value, 1e-14 * Math.max(matrix[place(i, i)], 1e-200)))
                : value / lower[place(j, j)];
      }
    }
    return lower;
  }

  private static int place(int row, int column) {
    return row * (row + 1) / 2 + column;
  }
}
