package dev.churn.training.math;

import java.util.Arrays;

/**
 * Minimizes a smooth function of few variables: Broyden, Fletcher, Goldfarb and Shanno, as in
 * Nocedal and Wright, Numerical Optimization, 2nd edition 2006, algorithm 6.1, with a backtracking
 * line search and bounds on the variables.
 */
public final class Bfgs {
  private static final int MAX_STEPS = 200;
  private static final int MAX_HALVINGS = 40;
  private static final double SUFFICIENT = 1e-4;

  /** Largest gradient component at a minimum, for a function of magnitude 1. */
  private static final double FLAT = 1e-7;

  /**
   * Least relative decrease of a step that is worth another one. In a long flat valley, or at a
   * bound, where the gradient does not vanish, hundreds of steps would each gain next to nothing.
   */
  private static final double LEAST_DECREASE = 1e-10;

  private Bfgs() {}

  /** A function to minimize. */
  @FunctionalInterface
  public interface Objective {
    /** {@return the value at {@code point}} Writes the gradient to {@code gradient}. */
    double at(double[] point, double[] gradient);
  }

  /**
   * {@return the lowest point found} It is the start if the function is not finite there.
   *
   * @param bound bound of the magnitude of each variable
   */
  public static double[] minimize(Objective objective, double[] start, double bound) {
    int size = start.length;
    double[] point = start.clone();
    double[] gradient = new double[size];
    double value = objective.at(point, gradient);
    double[][] inverse = identity(size);
    for (int step = 0; step < MAX_STEPS && !isFlat(gradient); step++) {
      double[] direction = new double[size];
      for (int i = 0; i < size; i++) {
        direction[i] = -dot(inverse[i], gradient);
      }
      double slope = dot(direction, gradient);
      if (!(slope < 0)) { // rounding destroyed the curvature: restart with steepest descent
        inverse = identity(size);
        Arrays.setAll(direction, i -> -gradient[i]);
        slope = dot(direction, gradient);
      }
      double longest = Arrays.stream(direction).map(Math::abs).max().orElse(0);
      // variables are logarithms: a factor of e² is a large step
      double length = Math.min(1, 2 / longest);
      double[] next = new double[size];
      double[] nextGradient = new double[size];
      double nextValue = Double.NaN;
      for (int halving = 0; halving < MAX_HALVINGS; halving++) {
        for (int i = 0; i < size; i++) {
          next[i] = Logits.clip(point[i] + length * direction[i], -bound, bound);
        }
        nextValue = objective.at(next, nextGradient);
        if (nextValue <= value + SUFFICIENT * length * slope) {
          break;
        }
        length /= 2;
      }
      if (!(nextValue < value)) {
        return point; // as low as rounding allows
      }
      boolean isStuck = value - nextValue <= LEAST_DECREASE * Math.abs(value);
      update(inverse, point, next, gradient, nextGradient);
      point = next.clone();
      System.arraycopy(nextGradient, 0, gradient, 0, size);
      value = nextValue;
      if (isStuck) {
        return point;
      }
    }
    return point;
  }

  private static boolean isFlat(double[] gradient) {
    return Arrays.stream(gradient).allMatch(slope -> Math.abs(slope) < FLAT);
  }

  private static void update(
      double[][] inverse, double[] from, double[] to, double[] before, double[] after) {
    int size = from.length;
    double[] moved = new double[size];
    double[] turned = new double[size];
    Arrays.setAll(moved, i -> to[i] - from[i]);
    Arrays.setAll(turned, i -> after[i] - before[i]);
    double curvature = dot(moved, turned);
    if (!(curvature > 1e-14)) {
      return; // the update would not stay positive definite
    }
    double[] product = new double[size];
    Arrays.setAll(product, i -> dot(inverse[i], turned));
    double scale = (1 + dot(turned, product) / curvature) / curvature;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        inverse[i][j] +=
            scale * moved[i] * moved[j]
                - (product[i] * moved[j] + moved[i] * product[j]) / curvature;
      }
    }
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
