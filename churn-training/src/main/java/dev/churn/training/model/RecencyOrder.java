package dev.churn.training.model;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import java.util.Arrays;

/**
 * Orders rows by the days since the last activity, which customers who are alike share; a stable
 * counting sort that does not allocate. Results do not depend on the order, but trees are walked
 * faster by rows that take the same way.
 */
final class RecencyOrder {
  /** The number of rows that are ordered at a time, at most. */
  static final int SIZE = 1 << 11;

  private static final int LEVELS = 400; // of the recency score, some more than it has days

  private final int[] starts = new int[LEVELS + 2];
  private final int[] order = new int[SIZE];

  /**
   * {@return the indexes of some rows, those of like customers one after the other}
   *
   * @param first the first of the rows; the indexes count from there
   */
  int[] of(double[] features, int first, int rows) {
    int recency = first * FeatureVector.WIDTH + Feature.RECENCY_SCORE.ordinal();
    Arrays.fill(starts, 0);
    for (int row = 0; row < rows; row++) {
      starts[level(features[recency + row * FeatureVector.WIDTH]) + 1]++;
    }
    for (int level = 1; level < starts.length; level++) {
      starts[level] += starts[level - 1];
    }
    for (int row = 0; row < rows; row++) {
      order[starts[level(features[recency + row * FeatureVector.WIDTH])]++] = row;
    }
    return order;
  }

  /** {@return a number from 0 to {@link #LEVELS}, whatever the score} */
  private static int level(double score) {
    return Math.max(0, Math.min(LEVELS, (int) (score * LEVELS / 100)));
  }
}
