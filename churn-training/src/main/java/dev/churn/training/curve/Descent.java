package dev.churn.training.curve;

/** Makes sequences fall, with as little change as possible. */
final class Descent {
  private Descent() {}

  /**
   * Replaces a part of an array by the sequence without a rise that is nearest to it in the sum of
   * squares, by pooling adjacent violators (Ayer and others, Annals of Mathematical Statistics
   * 26(4), 1955), and then holds it within bounds, which keeps it the nearest (Barlow and others,
   * Statistical inference under order restrictions, 1972).
   */
  static void pool(double[] values, int from, int to, double low, double high) {
    double[] sums = new double[to - from];
    int[] counts = new int[to - from];
    int pools = 0;
    for (int i = from; i < to; i++) {
      sums[pools] = values[i];
      counts[pools] = 1;
      pools++;
      while (pools > 1
          && sums[pools - 1] * counts[pools - 2] > sums[pools - 2] * counts[pools - 1]) {
        pools--;
        sums[pools - 1] += sums[pools];
        counts[pools - 1] += counts[pools];
      }
    }
    int at = from;
    for (int pool = 0; pool < pools; pool++) {
      double mean = Math.min(high, Math.max(low, sums[pool] / counts[pool]));
      for (int i = 0; i < counts[pool]; i++) {
        // rounded means of neighboring pools may be in the wrong order by an ulp
        values[at] = at == from ? mean : Math.min(values[at - 1], mean);
        at++;
      }
    }
  }
}
