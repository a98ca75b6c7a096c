package dev.churn.training.classifier;

import dev.churn.training.data.InputSet;

/**
 * Room for some rows that are scored at once: few enough that they stay in the cache, enough that
 * each tree is brought there once for many of them. Used by one thread.
 */
public final class ScoringBlock {
  public static final int SIZE = 64;

  private final double[][] inputs = new double[SIZE][InputSet.MAX_COUNT];
  private final int[][] ranks = new int[SIZE][InputSet.MAX_COUNT];
  private final double[] results = new double[SIZE];

  /** {@return room for the {@link Scorer#inputSet} of each row} */
  public double[][] inputs() {
    return inputs;
  }

  /** {@return room for where the inputs of each row lie among the thresholds of trees} */
  public int[][] ranks() {
    return ranks;
  }

  /** {@return where what is found of each row goes} */
  public double[] results() {
    return results;
  }
}
