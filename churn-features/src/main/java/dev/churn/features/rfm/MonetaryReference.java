package dev.churn.features.rfm;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.features.util.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes R, the monetary reference: the interpolated 95th percentile of positive M90 over the
 * rows from which models learn. These are the rows of the training snapshots, or, if those hold
 * none, of the test or the labeled snapshot; R is 1 if no M90 is positive.
 */
public final class MonetaryReference {
  private static final double QUANTILE = 0.95;

  private final StateLayout layout;
  private final SnapshotRows rows;
  private final CustomerOrder customers;
  private final int threads;

  public MonetaryReference(
      StateLayout layout, SnapshotRows rows, CustomerOrder customers, int threads) {
    this.layout = layout;
    this.rows = rows;
    this.customers = customers;
    this.threads = threads;
  }

  /** {@return R} */
  public double compute() {
    for (SnapshotRole learning :
        List.of(SnapshotRole.TRAIN, SnapshotRole.TEST, SnapshotRole.LABELLED)) {
      double[] sums = positiveSums(rows.places(learning));
      if (sums.length > 0) {
        return percentile(sums);
      }
    }
    return FeatureDefinition.NO_AMOUNTS;
  }

  private double[] positiveSums(int[] snapshots) {
    if (snapshots.length == 0) {
      return new double[0];
    }
    double[] sums = new double[Math.multiplyExact(customers.size(), snapshots.length)];
    List<Sums> parts = new ArrayList<>();
    CustomerTable[] tables = customers.tables();
    int from = 0;
    for (int i = 0; i < threads; i++) {
      int first = tables.length * i / threads;
      int next = tables.length * (i + 1) / threads;
      var part = new Sums(Arrays.copyOfRange(tables, first, next), snapshots, sums, from);
      parts.add(part);
      from += part.room();
    }
    Parallel.run(parts);
    int size = 0;
    for (Sums part : parts) {
      System.arraycopy(sums, part.from, sums, size, part.to - part.from);
      size += part.to - part.from;
    }
    return size == sums.length ? sums : Arrays.copyOf(sums, size);
  }

  /**
   * Computes the percentile by type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages
   * (1996).
   */
  private static double percentile(double[] values) {
    double place = (values.length - 1) * QUANTILE;
    int below = (int) place;
    OrderStatistics.select(values, below);
    double at = values[below];
    double above = at;
    if (below + 1 < values.length) {
      above = Arrays.stream(values, below + 1, values.length).min().orElseThrow();
    }
    return at + (place - below) * (above - at);
  }

  /** The positive sums of the customers of some tables. */
  private final class Sums implements Runnable {
    private final CustomerTable[] tables;
    private final int[] snapshots;
    private final double[] sums;
    private final int from;
    private int to;

    Sums(CustomerTable[] tables, int[] snapshots, double[] sums, int from) {
      this.tables = tables;
      this.snapshots = snapshots;
      this.sums = sums;
      this.from = from;
      this.to = from;
    }

    /** {@return an upper bound of the number of sums} */
    int room() {
      return Arrays.stream(tables).mapToInt(CustomerTable::size).sum() * snapshots.length;
    }

    @Override
    public void run() {
      for (CustomerTable table : tables) {
        for (int row = 0; row < table.size(); row++) {
          add(table.state(row), table.at(row));
        }
      }
    }

    private void add(long[] state, int at) {
      for (int snapshot : snapshots) {
        if (rows.includes(state, at, snapshot)) {
          double sum = layout.recentSum(state, at, snapshot);
          if (sum > 0.0) {
            sums[to++] = sum;
          }
        }
      }
    }
  }
}
