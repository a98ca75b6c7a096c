package dev.churn.domain.drift;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Measures drift row by row in constant memory. Call {@link #sample} for all reference rows first,
 * then {@link #reference} for all of them again, and {@link #current} for the rows to compare. Not
 * safe for use by several threads.
 *
 * <p>The bin edges are deciles of a random sample of {@value #SAMPLE} reference rows, drawn by
 * algorithm R (Vitter, Random sampling with a reservoir, ACM Transactions on Mathematical Software
 * 11(1), 1985); up to that many rows, they are the exact deciles. The counts in the bins cover all
 * rows.
 *
 * <p>The tenure of customers grows by itself, so that every base of customers drifts in it. Its
 * index is therefore the smallest of three: of the tenures as they are (a base that is renewed all
 * the time), of the tenures with every reference row grown older by the days until the current rows
 * (a base without new customers), and of the shares of customers who came within the last {@value
 * #NEWCOMER_DAYS} days (a base that grows steadily). A flood of new customers is a drift by all
 * three.
 */
public final class DriftMeter {
  static final int SAMPLE = 20_000;
  static final int NEWCOMER_DAYS = 30;

  /**
   * The quantile of the normal distribution that belongs to 0.95^(1/8): without drift, eight
   * independent features all stay below their own limit with a probability of 95 % (Šidák, 1967).
   */
  static final double FAMILYWISE_95 = 2.489778;

  private static final int AGED = Feature.COUNT;

  // fixed, so that the same rows give the same sample
  private final SplittableRandom random = new SplittableRandom(1);
  private final Feature[] features = Feature.values();
  private double[][] sample = new double[Feature.COUNT + 1][64];
  private long sampled;
  private BinnedRows[] binned;
  private final long[] referenceNewcomers = new long[2];
  private final long[] currentNewcomers = new long[2];
  private long referenceRows;
  private long currentRows;

  /**
   * Offers a reference row to the sample, which may keep it.
   *
   * @param daysBefore the number of days from the as-of date of the row to that of the rows to
   *     compare
   */
  public void sample(FeatureVector row, long daysBefore) {
    long place = sampled < SAMPLE ? sampled : random.nextLong(sampled + 1);
    sampled++;
    if (place >= SAMPLE) {
      return;
    }
    if (place == sample[0].length) {
      for (int i = 0; i < sample.length; i++) {
        sample[i] = Arrays.copyOf(sample[i], 2 * sample[i].length);
      }
    }
    for (Feature feature : features) {
      sample[feature.ordinal()][(int) place] = row.get(feature);
    }
    sample[AGED][(int) place] = row.get(Feature.TENURE_DAYS) + daysBefore;
  }

  /** {@return whether the sample is empty} */
  public boolean isEmpty() {
    return sampled == 0;
  }

  /**
   * Counts a reference row.
   *
   * @param daysBefore as in {@link #sample}
   */
  public void reference(FeatureVector row, long daysBefore) {
    ensureBins();
    referenceRows++;
    for (Feature feature : features) {
      binned[feature.ordinal()].reference(row.get(feature));
    }
    binned[AGED].reference(row.get(Feature.TENURE_DAYS) + daysBefore);
    referenceNewcomers[isNew(row)]++;
  }

  /** Counts a row to compare with the reference. */
  public void current(FeatureVector row) {
    ensureBins();
    currentRows++;
    for (Feature feature : features) {
      binned[feature.ordinal()].current(row.get(feature));
    }
    binned[AGED].current(row.get(Feature.TENURE_DAYS));
    currentNewcomers[isNew(row)]++;
  }

  private static int isNew(FeatureVector row) {
    return row.get(Feature.TENURE_DAYS) < NEWCOMER_DAYS ? 1 : 0;
  }

  private void ensureBins() {
    if (binned == null) {
      int size = (int) Math.min(sampled, SAMPLE);
      if (size == 0) {
        throw new IllegalStateException("expected a sample of the reference first, found none");
      }
      binned = new BinnedRows[sample.length];
      for (int i = 0; i < binned.length; i++) {
        binned[i] = new BinnedRows(Arrays.copyOf(sample[i], size));
      }
      sample = null;
    }
  }

  /** {@return the drift of each feature; empty if either side has no rows} */
  public List<FeatureDrift> drift() {
    List<FeatureDrift> drift = new ArrayList<>();
    if (referenceRows > 0 && currentRows > 0) {
      for (Feature feature : features) {
        BinCounts asIs = binned[feature.ordinal()].counts();
        BinCounts counts = feature == Feature.TENURE_DAYS ? withoutAgeing(asIs) : asIs;
        drift.add(
            new FeatureDrift(
                feature,
                counts.index(),
                counts.byChance(FAMILYWISE_95),
                asIs.index(),
                referenceRows,
                currentRows));
      }
    }
    return drift;
  }

  private BinCounts withoutAgeing(BinCounts asIs) {
    return Stream.of(
            asIs, binned[AGED].counts(), new BinCounts(referenceNewcomers, currentNewcomers))
        .min(Comparator.comparingDouble(BinCounts::index))
        .orElseThrow();
  }
}
