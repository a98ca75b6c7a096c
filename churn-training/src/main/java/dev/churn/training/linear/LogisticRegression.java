package dev.churn.training.linear;

import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Cholesky;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;

/**
 * Fits a logistic regression by maximum penalized likelihood with Newton's method, which here is
 * iteratively reweighted least squares: le Cessie and van Houwelingen, Ridge estimators in logistic
 * regression, Applied Statistics 41(1), 1992. It minimizes the sum of the rows' weighted log-losses
 * plus ridge times the sum of the squared coefficients without the intercept.
 */
final class LogisticRegression {
  private static final int MAX_STEPS = 100;
  private static final int MAX_HALVINGS = 40;

  /** Expected decrease of the total loss, in nats, below which a step is the last. */
  static final double NEGLIGIBLE = 1e-10;

  /** The same where speed counts: far less than what chance does to the loss of one row. */
  static final double SMALL = 1e-3;

  /** The number of rows whose curvature is added at once. */
  private static final int BLOCK = 4;

  private final TrainingSample sample;
  private final Standardization scale;
  private final Workers workers;
  private final int size;

  LogisticRegression(TrainingSample sample, Standardization scale, Workers workers) {
    this.sample = sample;
    this.scale = scale;
    this.workers = workers;
    this.size = scale.places().length + 1;
  }

  /**
   * The loss at a point, its gradient and its Hessian; the lower triangle of the Hessian by rows.
   */
  private static final class Surface {
    final double[] gradient;
    final double[] curvature;
    double loss;

    Surface(int size) {
      gradient = new double[size];
      curvature = new double[size * (size + 1) / 2];
    }

    void add(Surface other) {
      loss += other.loss;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += other.gradient[i];
      }
      for (int i = 0; i < curvature.length; i++) {
        curvature[i] += other.curvature[i];
      }
    }
  }

  /**
   * {@return the intercept and the coefficients of the standardized inputs}
   *
   * @param start starting point, in the same form
   * @param enough the expected decrease of the total loss below which a step is the last
   */
  double[] fit(double ridge, double[] start, double enough) {
    double[] point = start.clone();
    Surface surface = surface(point, ridge);
    for (int i = 0; i < MAX_STEPS; i++) {
      double[] step = Cholesky.solve(surface.curvature, surface.gradient);
      double promise = dot(step, surface.gradient);
      if (promise < enough) {
        return moved(point, step, 1);
      }
      double length = 1;
      double[] next = moved(point, step, length);
      Surface there = surface(next, ridge);
      // a rise within the rounding error of the sum is no reason to go back
      double allowed = surface.loss * (1 + 1e-13);
      for (int halving = 0; !(there.loss <= allowed) && halving < MAX_HALVINGS; halving++) {
        length /= 2;
        next = moved(point, step, length);
        there = surface(next, ridge);
      }
      if (!(there.loss <= allowed)) {
        return point; // as low as rounding allows
      }
      point = next;
      surface = there;
    }
    return point;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] moved(double[] point, double[] step, double length) {
    double[] moved = new double[point.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = point[i] - length * step[i];
    }
    return moved;
  }

  private Surface surface(double[] point, double ridge) {
    Surface[] parts = new Surface[Chunks.count(sample.size())];
    Chunks.forEach(
        workers, sample.size(), (chunk, from, to) -> parts[chunk] = part(point, from, to));
    var sum = new Surface(size);
    for (Surface part : parts) {
      sum.add(part);
    }
    for (int i = 1; i < size; i++) {
      sum.loss += ridge * point[i] * point[i];
      sum.gradient[i] += 2 * ridge * point[i];
      sum.curvature[i * (i + 1) / 2 + i] += 2 * ridge;
    }
    return sum;
  }

  private Surface part(double[] point, int from, int to) {
    var part = new Surface(size);
    double[][] columns = new double[size][];
    for (int j = 1; j < size; j++) {
      columns[j] = sample.matrix().column(scale.places()[j - 1]);
    }
    double[][] block = new double[BLOCK][size];
    double[] importances = new double[BLOCK];
    for (int start = from; start < to; start += BLOCK) {
      for (int r = 0; r < BLOCK; r++) {
        // the last block may be filled with rows that weigh nothing
        importances[r] = start + r < to ? addRow(point, start + r, columns, block[r], part) : 0;
      }
      addCurvature(block, importances, part.curvature);
    }
    return part;
  }

  /**
   * Adds a row to loss and gradient, and writes its standardized inputs to {@code x}; {@return its
   * weight in the Hessian}.
   */
  private double addRow(double[] point, int i, double[][] columns, double[] x, Surface part) {
    int row = sample.rows()[i];
    double logOdds = point[0];
    x[0] = 1;
    for (int j = 1; j < x.length; j++) {
      x[j] = (columns[j][row] - scale.means()[j - 1]) / scale.scales()[j - 1];
      logOdds += point[j] * x[j];
    }
    boolean churned = sample.churned(i);
    double weight = sample.weight(i);
    // both from one exponential, the most expensive part of a row
    double small = StrictMath.exp(-Math.abs(logOdds));
    double probability = (logOdds >= 0 ? 1 : small) / (1 + small);
    boolean right = churned == logOdds >= 0;
    part.loss += weight * (StrictMath.log1p(small) + (right ? 0 : Math.abs(logOdds)));
    double error = weight * (probability - (churned ? 1 : 0));
    for (int j = 0; j < x.length; j++) {
      part.gradient[j] += error * x[j];
    }
    return weight * (small / ((1 + small) * (1 + small)));
  }

  /** Adds a block of rows in their order, so that each sum is read and written once for all. */
  private static void addCurvature(double[][] block, double[] importances, double[] curvature) {
    double[] a = block[0];
    double[] b = block[1];
    double[] c = block[2];
    double[] d = block[3];
    int at = 0;
    for (int j = 0; j < a.length; j++) {
      double ofA = importances[0] * a[j];
      double ofB = importances[1] * b[j];
      double ofC = importances[2] * c[j];
      double ofD = importances[3] * d[j];
      for (int k = 0; k <= j; k++) {
        curvature[at + k] = curvature[at + k] + ofA * a[k] + ofB * b[k] + ofC * c[k] + ofD * d[k];
      }
      at += j + 1;
    }
  }
}
