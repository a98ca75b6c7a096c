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
  private long[] sets = new long[0];
  private final int[] waitingPlaces = new int[SIZE];
  private final long[] waitingSets = new long[SIZE];

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

  /** {@return a buffer for sets of rows, one bit for each row} */
  public long[] sets(int count) {
    if (sets.length < count) {
      sets = new long[count];
    }
    return sets;
  }

  /** {@return a buffer for the nodes that sets of rows still have to visit; sets do not overlap} */
  public int[] waitingPlaces() {
    return waitingPlaces;
  }

  /** {@return a buffer for the sets of rows that still have to visit a node} */
  public long[] waitingSets() {
    return waitingSets;
  }
}
