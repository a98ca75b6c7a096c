package dev.churn.domain.monitoring;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures drift row by row, in memory that does not grow with them: first {@link #sample} of all
 * reference rows, then {@link #reference} of all of them again, and {@link #current} of the others.
 * For one thread.
 *
 * <p>The bins lie between deciles of a sample of the reference, {@value #SAMPLE} rows taken evenly
 * by algorithm R (Vitter, Random sampling with a reservoir, ACM Transactions on Mathematical
 * Software 11(1), 1985); up to so many rows, they are the deciles of all. The rows in the bins are
 * counted, all of them.
 */
public final class DriftMeter {
  static final int SAMPLE = 20_000;

  private final SplittableRandom random = new SplittableRandom(1); // the same rows, the same sample
  private final Feature[] features = Feature.values();
  private double[][] sample = new double[Feature.COUNT][64];
  private long sampled;
  private DecileBins[] bins;
  private long[][] referenceCounts;
  private long[][] currentCounts;
  private long referenceRows;
  private long currentRows;

  /** Takes a reference row into the sample, or not. */
  public void sample(FeatureVector row) {
    long place = sampled < SAMPLE ? sampled : random.nextLong(sampled + 1);
    sampled++;
    if (place >= SAMPLE) {
      return;
    }
    for (Feature feature : features) {
      double[] values = sample[feature.ordinal()];
      if (place == values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
        sample[feature.ordinal()] = values;
      }
      values[(int) place] = row.get(feature);
    }
  }

  /** {@return whether the sample has no row} */
  public boolean isEmpty() {
    return sampled == 0;
  }

  /** Counts a reference row. */
  public void reference(FeatureVector row) {
    ensureBins();
    referenceRows++;
    count(row, referenceCounts);
  }

  /** Counts one of the rows that the reference is compared with. */
  public void current(FeatureVector row) {
    ensureBins();
    currentRows++;
    count(row, currentCounts);
  }

  private void ensureBins() {
    if (bins == null) {
      int size = (int) Math.min(sampled, SAMPLE);
      if (size == 0) {
        throw new IllegalStateException("expected a sample of the reference first, found none");
      }
      bins = new DecileBins[Feature.COUNT];
      referenceCounts = new long[Feature.COUNT][];
      currentCounts = new long[Feature.COUNT][];
      for (int i = 0; i < Feature.COUNT; i++) {
        bins[i] = DecileBins.of(Arrays.copyOf(sample[i], size));
        referenceCounts[i] = new long[bins[i].count()];
        currentCounts[i] = new long[bins[i].count()];
      }
      sample = null;
    }
  }

  private void count(FeatureVector row, long[][] counts) {
    for (Feature feature : features) {
      int i = feature.ordinal();
      counts[i][bins[i].of(row.get(feature))]++;
    }
  }

  /** {@return the drift of each feature; none if either side has no rows} */
  public List<FeatureDrift> drift() {
    List<FeatureDrift> drift = new ArrayList<>();
    if (referenceRows > 0 && currentRows > 0) {
      for (Feature feature : features) {
        int i = feature.ordinal();
        drift.add(
            new FeatureDrift(
                feature,
                PopulationStability.index(referenceCounts[i], currentCounts[i]),
                referenceRows,
                currentRows));
      }
    }
    return drift;
  }
}
