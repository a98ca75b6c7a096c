package dev.churn.training.classifier;

import dev.churn.training.data.InputSet;

/**
 * Buffers for a block of rows that are scored together. A block is small enough to stay in the
 * cache, and large enough that each tree is loaded once for many rows. Used by one thread.
 */
public final class ScoringBlock {
  public static final int SIZE = 64;

  private final double[][] inputs = new double[SIZE][InputSet.MAX_COUNT];
  private final int[][] ranks = new int[SIZE][InputSet.MAX_COUNT];
  private final double[] results = new double[SIZE];

  /** {@return a buffer for the {@link Scorer#inputSet} of each row} */
  public double[][] inputs() {
    return inputs;
  }

  /** {@return a buffer for the ranks of each row's inputs among the thresholds of trees} */
  public int[][] ranks() {
    return ranks;
  }

  /** {@return a buffer for the result of each row} */
  public double[] results() {
    return results;
  }
}
