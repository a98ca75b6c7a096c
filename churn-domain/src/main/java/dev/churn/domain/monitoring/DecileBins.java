package dev.churn.domain.monitoring;

import java.util.Arrays;

/**
 * Bins between the deciles of a sample: up to the first decile, above it up to the second, …, above
 * the ninth. Equal deciles are merged, so that rows with equal values share a bin and there may be
 * fewer than ten bins.
 */
final class DecileBins {
  private static final int TENTHS = 10;

  private final double[] edges;

  private DecileBins(double[] edges) {
    this.edges = edges;
  }

  /**
   * {@return the bins of a sample}
   *
   * @param values at least one value; a decile is of type 1 of Hyndman and Fan: the smallest value
   *     with at least a tenth, two tenths … of the values at or below it
   */
  static DecileBins of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] edges = new double[TENTHS - 1];
    int distinct = 0;
    for (int k = 1; k < TENTHS; k++) {
      int rank = (int) (((long) k * sorted.length + TENTHS - 1) / TENTHS);
      double edge = sorted[Math.max(1, rank) - 1];
      if (distinct == 0 || edge != edges[distinct - 1]) {
        edges[distinct++] = edge;
      }
    }
    return new DecileBins(Arrays.copyOf(edges, distinct));
  }

  int count() {
    return edges.length + 1;
  }

  int of(double value) {
    int at = Arrays.binarySearch(edges, value + 0.0); // turns −0.0 into 0.0, so that both tie
    return at < 0 ? -at - 1 : at;
  }
}
