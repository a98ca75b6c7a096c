package dev.churn.training.data;

import dev.churn.training.parallel.Workers;
import java.util.Arrays;

/**
 * Inputs as bin numbers. The values of an input are divided into at most {@value #MAX} bins: one
 * bin per value if there are few values, otherwise bins with about equal numbers of rows. Computed
 * on first use; safe for use by several threads.
 */
public final class Bins {
  static final int MAX = 255;

  /** A value of more than one in {@value} rows always has its own bin. */
  private static final int FREQUENT = 64;

  private final TrainingMatrix matrix;
  private final int[] rows;
  private final Bin[] made;

  /**
   * @param rows the rows whose values define the bins
   */
  public Bins(TrainingMatrix matrix, int[] rows) {
    this.matrix = matrix;
    this.rows = rows;
    this.made = new Bin[matrix.width()];
  }

  /** {@return the bins of each input} */
  public Bin[] of(int[] inputs, Workers workers) {
    Bin[] chosen = new Bin[inputs.length];
    synchronized (made) {
      workers.forEach(
          inputs.length,
          i -> {
            chosen[i] = made[inputs[i]];
            if (chosen[i] == null) {
              chosen[i] = Bin.of(matrix.column(inputs[i]), rows);
            }
          });
      for (int i = 0; i < inputs.length; i++) {
        made[inputs[i]] = chosen[i];
      }
    }
    return chosen;
  }

  /** The bins of one input. */
  public static final class Bin {
    private final double[] lows;
    private final double[] highs;
    private final byte[] codes;

    private Bin(double[] lows, double[] highs, byte[] codes) {
      this.lows = lows;
      this.highs = highs;
      this.codes = codes;
    }

    public static Bin of(double[] column, int[] rows) {
      double[] sorted = new double[rows.length];
      Arrays.setAll(sorted, i -> column[rows[i]] + 0.0); // turns −0.0 into 0.0, which it equals
      Arrays.sort(sorted);
      double[] lows = new double[MAX];
      double[] highs = new double[MAX];
      int count = cut(sorted, lows, highs);
      lows = Arrays.copyOf(lows, count);
      highs = Arrays.copyOf(highs, count);
      return new Bin(lows, highs, codes(column, lows, highs));
    }

    /** {@return the number of bins} */
    private static int cut(double[] sorted, double[] lows, double[] highs) {
      boolean few = distinct(sorted) <= MAX;
      int frequentLength = sorted.length / FREQUENT;
      int[] rest = rest(sorted, frequentLength);
      int restRows = rest[0];
      int restBins = MAX - 2 * rest[1]; // a frequent value may also close the bin before it early
      int count = 0;
      int begun = 0; // start of the current bin
      for (int i = 0; i < sorted.length; ) {
        int next = endOfTie(sorted, i);
        boolean frequent = next - i > frequentLength;
        if (frequent && begun < i) {
          restRows -= i - begun;
          begun = i;
          count++;
        }
        if (begun == i) {
          lows[count] = sorted[i];
        }
        highs[count] = sorted[i];
        // divide the remaining rows evenly among the remaining bins
        boolean full = !frequent && (long) (next - begun) * restBins >= restRows;
        if (full) {
          restRows -= next - begun;
          restBins--;
        }
        if (few || frequent || full || next == sorted.length) {
          begun = next;
          count++;
        }
        i = next;
      }
      return count;
    }

    /** {@return the number of rows without a frequent value, and the number of frequent values} */
    private static int[] rest(double[] sorted, int frequentLength) {
      int[] rest = {sorted.length, 0};
      for (int i = 0; i < sorted.length; ) {
        int next = endOfTie(sorted, i);
        if (next - i > frequentLength) {
          rest[0] -= next - i;
          rest[1]++;
        }
        i = next;
      }
      return rest;
    }

    private static int endOfTie(double[] sorted, int start) {
      int end = start + 1;
      while (end < sorted.length && sorted[end] == sorted[start]) {
        end++;
      }
      return end;
    }

    private static int distinct(double[] sorted) {
      int distinct = sorted.length == 0 ? 0 : 1;
      for (int i = 1; i < sorted.length; i++) {
        distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
      }
      return distinct;
    }

    private static byte[] codes(double[] column, double[] lows, double[] highs) {
      double[] thresholds = new double[256]; // a power of two: eight halvings for every value
      Arrays.fill(thresholds, Double.POSITIVE_INFINITY);
      for (int bin = 1; bin < lows.length; bin++) {
        thresholds[bin - 1] = middle(highs[bin - 1], lows[bin]);
      }
      byte[] codes = new byte[column.length];
      for (int row = 0; row < codes.length; row++) {
        double value = column[row];
        int code = 0;
        for (int step = 128; step > 0; step >>= 1) {
          code += value >= thresholds[code + step - 1] ? step : 0;
        }
        codes[row] = (byte) code;
      }
      return codes;
    }

    /** {@return a number above {@code low} and not above {@code high}, the midpoint if possible} */
    private static double middle(double low, double high) {
      // halved first, so that the largest numbers do not overflow
      double middle = low / 2 + high / 2;
      return middle > low && middle <= high ? middle : high;
    }

    public int count() {
      return lows.length;
    }

    /** {@return the bin of every row of the matrix, as unsigned bytes} */
    public byte[] codes() {
      return codes;
    }

    /** {@return the threshold between two bins: the midpoint of the neighboring values} */
    public double threshold(int left, int right) {
      return middle(highs[left], lows[right]);
    }
  }
}
