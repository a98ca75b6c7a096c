package dev.churn.training;

import dev.churn.training.Bins.Bin;
import java.util.Arrays;

/** Sums of gradients, curvatures and counts of a node's rows, by input and bin. */
final class Histogram {
  static final int STRIDE = 3;
  static final int INPUT_LENGTH = STRIDE * (Bins.MAX + 1);

  private final double[] sums;

  Histogram(int inputs) {
    sums = new double[inputs * INPUT_LENGTH];
  }

  /** {@return by input, then by bin, then gradient, curvature and count} */
  double[] sums() {
    return sums;
  }

  /**
   * A node's rows with their numbers side by side, so that they are gathered once for all inputs.
   */
  static final class Gathered {
    private final double[] gradients;
    private final double[] curvatures;
    private final double[] counts;
    private int[] order;
    private int from;
    private int to;

    Gathered(int capacity) {
      gradients = new double[capacity];
      curvatures = new double[capacity];
      counts = new double[capacity];
      Arrays.fill(counts, 1);
    }

    void gather(TreeTarget target, int[] rows, int begin, int end) {
      order = rows;
      from = begin;
      to = end;
      double[] g = target.gradients();
      double[] h = target.curvatures();
      double[] n = target.counts();
      for (int i = begin; i < end; i++) {
        int row = rows[i];
        gradients[i - begin] = g[row];
        curvatures[i - begin] = h[row];
      }
      for (int i = begin; n != null && i < end; i++) {
        counts[i - begin] = n[rows[i]];
      }
    }
  }

  /** Sums up an input anew. */
  void build(int input, Bin bin, Gathered rows) {
    int offset = cleared(input, bin);
    double[] to = sums;
    byte[] codes = bin.codes();
    int[] order = rows.order;
    double[] g = rows.gradients;
    double[] h = rows.curvatures;
    double[] n = rows.counts;
    int size = rows.to - rows.from;
    for (int i = 0; i < size; i++) {
      int place = offset + STRIDE * (codes[order[rows.from + i]] & 0xFF);
      to[place] += g[i];
      to[place + 1] += h[i];
      to[place + 2] += n[i];
    }
  }

  /**
   * Sums up two inputs anew, in one go: while one addition waits for the last one to the same bin,
   * the other goes on.
   */
  void build(int first, Bin firstBin, int second, Bin secondBin, Gathered rows) {
    int firstOffset = cleared(first, firstBin);
    int secondOffset = cleared(second, secondBin);
    double[] to = sums;
    byte[] firstCodes = firstBin.codes();
    byte[] secondCodes = secondBin.codes();
    int[] order = rows.order;
    double[] gradients = rows.gradients;
    double[] curvatures = rows.curvatures;
    double[] counts = rows.counts;
    int size = rows.to - rows.from;
    for (int i = 0; i < size; i++) {
      int row = order[rows.from + i];
      int a = firstOffset + STRIDE * (firstCodes[row] & 0xFF);
      int b = secondOffset + STRIDE * (secondCodes[row] & 0xFF);
      double g = gradients[i];
      double h = curvatures[i];
      double n = counts[i];
      to[a] += g;
      to[b] += g;
      to[a + 1] += h;
      to[b + 1] += h;
      to[a + 2] += n;
      to[b + 2] += n;
    }
  }

  private int cleared(int input, Bin bin) {
    int offset = input * INPUT_LENGTH;
    Arrays.fill(sums, offset, offset + STRIDE * bin.count(), 0);
    return offset;
  }

  /** Takes the sums of one child away, which leaves those of the other. */
  void subtract(int input, Bin bin, Histogram child) {
    int offset = input * INPUT_LENGTH;
    int end = offset + STRIDE * bin.count();
    for (int i = offset; i < end; i++) {
      sums[i] -= child.sums[i];
    }
  }
}
