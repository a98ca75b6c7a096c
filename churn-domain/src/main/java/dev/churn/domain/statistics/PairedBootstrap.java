package dev.churn.domain.statistics;

import java.util.Arrays;

/**
 * Computes confidence intervals for differences between two scores of the same customers by a
 * paired bootstrap. Customers are drawn with replacement, for both scores at once, so that the
 * difficulty of a customer cancels out. The number of draws of a customer is a Poisson variable
 * with mean 1 that depends only on seed, replicate and customer; therefore the order of the rows
 * does not matter, and a replicate needs one pass (Chamandy and others, Estimating Uncertainty for
 * Massive Data Streams, Google, 2012).
 *
 * <p>The interval is the difference ± t times the standard deviation of the replicates, where t is
 * a quantile of Student's distribution with n − 1 degrees of freedom and n is the number of
 * customers in the smaller class; with few churned customers the interval is wide. A standard
 * deviation needs a few hundred replicates, while the bounds of a percentile interval would need
 * thousands. The number of replicates is {@value #MOST_REPLICATES}, or fewer for large sets, but at
 * least {@value #LEAST_REPLICATES}.
 */
public final class PairedBootstrap {
  /** The maximum number of replicates. */
  public static final int MOST_REPLICATES = 1000;

  /** The minimum number of replicates. */
  public static final int LEAST_REPLICATES = 200;

  /** The target for rows times replicates, within the limits on replicates. */
  private static final long DRAWS = 20_000_000;

  private static final int MOST_TIMES = 20;

  /** The Poisson distribution function with mean 1. */
  private static final double[] POISSON = poissonDistribution();

  private final boolean[] churned;
  private final long[] customers;
  private final long seed;
  private final int smallerClass;

  /**
   * Prepares resampling by customer.
   *
   * @param churned the outcome of each row
   * @param customers the customer of each row
   * @param seed the start of the random numbers
   * @throws IllegalArgumentException unless there are as many outcomes as customers
   */
  public PairedBootstrap(boolean[] churned, long[] customers, long seed) {
    if (churned.length != customers.length) {
      throw new IllegalArgumentException(
          "expected as many labels as customers, found %d and %d"
              .formatted(churned.length, customers.length));
    }
    this.churned = churned;
    this.customers = customers;
    this.seed = seed;
    this.smallerClass = Math.min(customersOf(true), customersOf(false));
  }

  private int customersOf(boolean label) {
    long[] found = new long[churned.length];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      if (churned[i] == label) {
        found[count++] = customers[i];
      }
    }
    return (int) Arrays.stream(found, 0, count).distinct().count();
  }

  int replicates() {
    return (int)
        Math.max(LEAST_REPLICATES, Math.min(MOST_REPLICATES, DRAWS / Math.max(1, churned.length)));
  }

  /** A difference and its confidence interval. */
  public record Difference(double value, Interval interval) {}

  /** Computes a difference over the rows, each weighted by the number of times it was drawn. */
  @FunctionalInterface
  private interface Statistic {
    /** {@return the difference, or NaN if it is undefined for the drawn rows} */
    double of(byte[] timesDrawn);
  }

  /** {@return the ROC AUC of {@code first} minus that of {@code second}} */
  public Difference rocAucDifference(double[] first, double[] second) {
    var firstAreas = new WeightedRocArea(first, churned);
    var secondAreas = new WeightedRocArea(second, churned);
    return interval(drawn -> firstAreas.of(drawn) - secondAreas.of(drawn), 1);
  }

  /** {@return the mean of {@code first} minus that of {@code second}} */
  public Difference meanDifference(double[] first, double[] second) {
    double[] differences = new double[first.length];
    double largest = 0;
    for (int i = 0; i < differences.length; i++) {
      differences[i] = first[i] - second[i];
      largest = Math.max(largest, Math.abs(differences[i]));
    }
    return interval(drawn -> mean(differences, drawn), largest);
  }

  private static double mean(double[] values, byte[] timesDrawn) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += timesDrawn[i] * values[i];
      count += timesDrawn[i];
    }
    return sum / count;
  }

  /**
   * {@return the statistic and its interval}
   *
   * @param most the largest possible absolute difference
   */
  private Difference interval(Statistic statistic, double most) {
    byte[] drawn = new byte[churned.length];
    Arrays.fill(drawn, (byte) 1);
    double value = statistic.of(drawn);
    if (smallerClass < 2) {
      return new Difference(value, new Interval(Math.min(value, -most), Math.max(value, most)));
    }
    double mean = 0;
    double squares = 0;
    int count = 0;
    for (int replicate = 0; replicate < replicates(); replicate++) {
      draw(replicate, drawn);
      double found = statistic.of(drawn);
      // NaN means that no row of a class was drawn, which happens if few customers churned
      if (!Double.isNaN(found)) {
        count++;
        double step = found - mean;
        mean += step / count;
        squares += step * (found - mean);
      }
    }
    double deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    double margin = StudentT.quantile975(smallerClass - 1) * deviation;
    if (deviation <= 1e-12 && value != 0) {
      // All replicates agree: treat this as n successes in a row, where n is the size of the
      // smaller class, as RocArea does for a perfect ranking.
      margin = most * (1 - Math.pow(0.025, 1.0 / smallerClass));
    }
    // keep the interval within the range of possible differences
    double low = Math.max(Math.min(value, -most), value - margin);
    double high = Math.min(Math.max(value, most), value + margin);
    return new Difference(value, new Interval(low, high));
  }

  private void draw(int replicate, byte[] drawn) {
    long stream = mix(seed + mix(replicate));
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = poisson((mix(customers[i] ^ stream) >>> 11) * 0x1.0p-53);
    }
  }

  /**
   * {@return the smallest count whose Poisson distribution function with mean 1 exceeds {@code
   * uniform}}
   */
  private static byte poisson(double uniform) {
    byte times = 0;
    while (times < MOST_TIMES && uniform >= POISSON[times]) {
      times++;
    }
    return times;
  }

  private static double[] poissonDistribution() {
    double[] upTo = new double[MOST_TIMES];
    double probability = 0.36787944117144233; // e^−1
    double sum = probability;
    for (int times = 0; times < upTo.length; times++) {
      upTo[times] = sum;
      probability /= times + 1;
      sum += probability;
    }
    return upTo;
  }

  /**
   * The finalizer of SplitMix64: a bijection in which each output bit depends on all input bits.
   */
  private static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Computes the ROC AUC of weighted rows; the rows are sorted only once. */
  private static final class WeightedRocArea {
    private final int[] place;
    private final boolean[] churned;
    private final int[] churnedAt;
    private final int[] stayedAt;

    WeightedRocArea(double[] scores, boolean[] churned) {
      double[] sorted = new double[scores.length];
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = scores[i] + 0.0; // turns −0.0 into 0.0, so that both tie
      }
      double[] values = sorted.clone();
      Arrays.sort(sorted);
      int distinct = 0;
      for (int i = 0; i < sorted.length; i++) {
        if (i == 0 || sorted[i] != sorted[distinct - 1]) {
          sorted[distinct++] = sorted[i];
        }
      }
      this.place = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        place[i] = Arrays.binarySearch(sorted, 0, distinct, values[i]);
      }
      this.churned = churned;
      this.churnedAt = new int[distinct];
      this.stayedAt = new int[distinct];
    }

    double of(byte[] timesDrawn) {
      Arrays.fill(churnedAt, 0);
      Arrays.fill(stayedAt, 0);
      for (int i = 0; i < place.length; i++) {
        (churned[i] ? churnedAt : stayedAt)[place[i]] += timesDrawn[i];
      }
      long churnedCount = 0;
      long stayedBelow = 0;
      long twiceOrdered = 0; // concordant pairs, ties half; in integers, so the result is exact
      for (int i = 0; i < churnedAt.length; i++) {
        twiceOrdered += churnedAt[i] * (2 * stayedBelow + stayedAt[i]);
        churnedCount += churnedAt[i];
        stayedBelow += stayedAt[i];
      }
      return twiceOrdered / (2.0 * churnedCount * stayedBelow);
    }
  }
}
