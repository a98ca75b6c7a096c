package dev.churn.domain.drift;

import java.util.Arrays;

/**
 * Bins between the deciles of a sample, one below its lowest value and one above its highest. A
 * value that at least a tenth of the sample has is a bin of its own, so that a move to either side
 * of it is seen: a constant sample has the bins below, equal and above. Equal deciles are merged.
 */
final class DecileBins {
  private static final int TENTHS = 10;

  private final double[] edges; // the highest value of each bin but the last

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
    double[] sorted = new double[values.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values[i] + 0.0; // turns −0.0 into 0.0, so that both tie
    }
    Arrays.sort(sorted);
    var edges = new Edges();
    edges.add(Math.nextDown(sorted[0]));
    for (int k = 1; k <= TENTHS; k++) {
      int rank = (int) (((long) k * sorted.length + TENTHS - 1) / TENTHS);
      double decile = sorted[Math.max(1, rank) - 1];
      if (isFrequent(sorted, decile)) {
        edges.add(Math.nextDown(decile)); // the bin of the value begins above this
      }
      edges.add(decile);
    }
    return new DecileBins(edges.toArray());
  }

  private static boolean isFrequent(double[] sorted, double value) {
    int from = Arrays.binarySearch(sorted, value);
    int to = from;
    while (from > 0 && sorted[from - 1] == value) {
      from--;
    }
    while (to < sorted.length && sorted[to] == value) {
      to++;
    }
    return to - from >= 2 && (long) TENTHS * (to - from) >= sorted.length;
  }

  int count() {
    return edges.length + 1;
  }

  int of(double value) {
    int at = Arrays.binarySearch(edges, value + 0.0);
    return at < 0 ? -at - 1 : at;
  }

  /** Collects distinct edges in ascending order. */
  private static final class Edges {
    private final double[] found = new double[2 * TENTHS + 1];
    private int size;

    void add(double edge) {
      if (size == 0 || edge > found[size - 1]) {
        found[size++] = edge;
      }
    }

    double[] toArray() {
      return Arrays.copyOf(found, size);
    }
  }
}
