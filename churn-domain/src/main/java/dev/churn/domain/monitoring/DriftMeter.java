package dev.churn.domain.monitoring;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures drift row by row in constant memory. Call {@link #sample} for all reference rows first,
 * then {@link #reference} for all of them again, and {@link #current} for the rows to compare. Not
 * safe for use by several threads.
 *
 * <p>The bin edges are deciles of a random sample of {@value #SAMPLE} reference rows, drawn by
 * algorithm R (Vitter, Random sampling with a reservoir, ACM Transactions on Mathematical Software
 * 11(1), 1985); up to that many rows, they are the exact deciles. The counts in the bins cover all
 * rows.
 */
public final class DriftMeter {
  static final int SAMPLE = 20_000;

  // fixed, so that the same rows give the same sample
  private final SplittableRandom random = new SplittableRandom(1);
  private final Feature[] features = Feature.values();
  private double[][] sample = new double[Feature.COUNT][64];
  private long sampled;
  private DecileBins[] bins;
  private long[][] referenceCounts;
  private long[][] currentCounts;
  private long referenceRows;
  private long currentRows;

  /** Offers a reference row to the sample, which may keep it. */
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

  /** {@return whether the sample is empty} */
  public boolean isEmpty() {
    return sampled == 0;
  }

  /** Counts a reference row. */
  public void reference(FeatureVector row) {
    ensureBins();
    referenceRows++;
    count(row, referenceCounts);
  }

  /** Counts a row to compare with the reference. */
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

  /** {@return the drift of each feature; empty if either side has no rows} */
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
