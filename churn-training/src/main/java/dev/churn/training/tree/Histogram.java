package dev.churn.training.tree;

import dev.churn.training.data.Bins.Bin;
import java.util.Arrays;

/** Sums of gradients, curvatures and counts of a node's rows, by input and bin. */
final class Histogram {
  static final int STRIDE = 3;

  /** The number of values of a byte. */
  private static final int BINS = 256;

  static final int INPUT_LENGTH = STRIDE * BINS;

  private final double[] sums;

  Histogram(int inputs) {
    sums = new double[inputs * INPUT_LENGTH];
  }

  /** {@return the sums by input, then by bin: gradient, curvature and count} */
  double[] sums() {
    return sums;
  }

  /** The gradients, curvatures and counts of a node's rows, gathered once for all inputs. */
  static final class Gathered {
    private final double[] gradients;
    private final double[] curvatures;
    private final int[] counts;
    private int[] order;
    private int from;
    private int to;

    Gathered(int capacity) {
      gradients = new double[capacity];
      curvatures = new double[capacity];
      counts = new int[capacity];
      Arrays.fill(counts, 1);
    }

    /** Starts with the rows at {@code begin} to {@code end} − 1. */
    void start(int[] rows, int begin, int end) {
      order = rows;
      from = begin;
      to = end;
    }

    /** Gathers the values of a range of rows. */
    void gather(TreeTarget target, int begin, int end) {
      double[] g = target.gradients();
      double[] h = target.curvatures();
      int[] n = target.counts();
      for (int i = begin; i < end; i++) {
        int row = order[i];
        gradients[i - from] = g[row];
        curvatures[i - from] = h[row];
      }
      for (int i = begin; n != null && i < end; i++) {
        counts[i - from] = n[order[i]];
      }
    }
  }

  /** Computes the sums of one input. */
  void build(int input, Bin bin, Gathered rows) {
    int offset = cleared(input, bin);
    double[] to = sums;
    byte[] codes = bin.codes();
    int[] order = rows.order;
    double[] g = rows.gradients;
    double[] h = rows.curvatures;
    int[] n = rows.counts;
    int size = rows.to - rows.from;
    for (int i = 0; i < size; i++) {
      int place = offset + STRIDE * (codes[order[rows.from + i]] & 0xFF);
      to[place] += g[i];
      to[place + 1] += h[i];
      to[place + 2] += n[i];
    }
  }

  /**
   * Computes the sums of two inputs in one pass: while an addition waits for the previous one to
   * the same bin, the other input proceeds. The arrays have a length that the compiler knows, so
   * that it can omit bounds checks.
   */
  void build(int first, Bin firstBin, int second, Bin secondBin, Gathered rows) {
    double[] firstSums = new double[2 * BINS];
    double[] secondSums = new double[2 * BINS];
    int[] firstCounts = new int[BINS];
    int[] secondCounts = new int[BINS];
    byte[] firstCodes = firstBin.codes();
    byte[] secondCodes = secondBin.codes();
    int[] order = rows.order;
    double[] gradients = rows.gradients;
    double[] curvatures = rows.curvatures;
    int[] counts = rows.counts;
    int size = rows.to - rows.from;
    for (int i = 0; i < size; i++) {
      int row = order[rows.from + i];
      int a = firstCodes[row] & 0xFF;
      int b = secondCodes[row] & 0xFF;
      double g = gradients[i];
      double h = curvatures[i];
      int n = counts[i];
      firstSums[2 * a] += g;
      secondSums[2 * b] += g;
      firstSums[2 * a + 1] += h;
      secondSums[2 * b + 1] += h;
      firstCounts[a] += n;
      secondCounts[b] += n;
    }
    keep(first, firstBin, firstSums, firstCounts);
    keep(second, secondBin, secondSums, secondCounts);
  }

  /** Computes the sums of three inputs in one pass, like two. */
  void build(
      int first, Bin firstBin, int second, Bin secondBin, int third, Bin thirdBin, Gathered rows) {
    double[] firstSums = new double[2 * BINS];
    double[] secondSums = new double[2 * BINS];
    double[] thirdSums = new double[2 * BINS];
    int[] firstCounts = new int[BINS];
    int[] secondCounts = new int[BINS];
    int[] thirdCounts = new int[BINS];
    byte[] firstCodes = firstBin.codes();
    byte[] secondCodes = secondBin.codes();
    byte[] thirdCodes = thirdBin.codes();
    int[] order = rows.order;
    double[] gradients = rows.gradients;
    double[] curvatures = rows.curvatures;
    int[] counts = rows.counts;
    int size = rows.to - rows.from;
    for (int i = 0; i < size; i++) {
      int row = order[rows.from + i];
      int a = firstCodes[row] & 0xFF;
      int b = secondCodes[row] & 0xFF;
      int c = thirdCodes[row] & 0xFF;
      double g = gradients[i];
      double h = curvatures[i];
      int n = counts[i];
      firstSums[2 * a] += g;
      secondSums[2 * b] += g;
      thirdSums[2 * c] += g;
      firstSums[2 * a + 1] += h;
      secondSums[2 * b + 1] += h;
      thirdSums[2 * c + 1] += h;
      firstCounts[a] += n;
      secondCounts[b] += n;
      thirdCounts[c] += n;
    }
    keep(first, firstBin, firstSums, firstCounts);
    keep(second, secondBin, secondSums, secondCounts);
    keep(third, thirdBin, thirdSums, thirdCounts);
  }

  private void keep(int input, Bin bin, double[] pairs, int[] counts) {
    int place = input * INPUT_LENGTH;
    for (int code = 0; code < bin.count(); code++, place += STRIDE) {
      sums[place] = pairs[2 * code];
      sums[place + 1] = pairs[2 * code + 1];
      sums[place + 2] = counts[code];
    }
  }

  private int cleared(int input, Bin bin) {
    int offset = input * INPUT_LENGTH;
    Arrays.fill(sums, offset, offset + STRIDE * bin.count(), 0);
    return offset;
  }

  /** Subtracts the sums of one child, which leaves those of the other. */
  void subtract(int input, Bin bin, Histogram child) {
    int offset = input * INPUT_LENGTH;
    int end = offset + STRIDE * bin.count();
    for (int i = offset; i < end; i++) {
      sums[i] -= child.sums[i];
    }
  }
}
