package dev.churn.features.rfm;

import dev.churn.domain.feature.Feature;
import dev.churn.features.csv.DateReader;
import java.util.stream.IntStream;

/**
 * The eight features as formulas over whole days and counts, and the state they are read from, once
 * its sums are accumulated. Strict mathematics, so that every JVM gives the same bits. Immutable.
 */
public final class RfmFormulas {
  private static final int RECENCY_DAYS = 365;
  private static final double SILENCE_SCALE_DAYS = 30.0;
  private static final double LN_101 = StrictMath.log(101.0);
  private static final double LN_31 = StrictMath.log(31.0);
  // Σ(i − 14.5)² over i = 0 … 29 is 2247.5; the state has twice Σ(i − 14.5)·count
  private static final double TREND_SCALE = 4495.0;

  private static final double[] LN_DAYS =
      IntStream.rangeClosed(0, StateLayout.WINDOW_DAYS).mapToDouble(StrictMath::log1p).toArray();
  private static final double[] FRESHNESS =
      IntStream.range(0, 2 * RECENCY_DAYS).mapToDouble(RfmFormulas::exponential).toArray();

  private final StateLayout layout;
  private final double lnReference;

  /**
   * @param monetaryReference R, positive
   */
  public RfmFormulas(StateLayout layout, double monetaryReference) {
    this.layout = layout;
    this.lnReference = StrictMath.log1p(monetaryReference);
  }

  /** Writes the features of the state at {@code at}, in the order of {@link Feature}. */
  public void features(long[] state, int at, int asOfIndex, double[] values) {
    int asOf = layout.asOf(asOfIndex);
    double monetary = layout.recentSum(state, at, asOfIndex);
    int last = layout.lastActiveDay(state, at, asOf);
    boolean everActive = last != DateReader.NONE;
    int silence = everActive ? asOf - last : 0;
    int days90 = layout.activeDays(state, at, asOf - StateLayout.WINDOW_DAYS + 1, asOf);
    double lnDays = LN_DAYS[days90];

    values[Feature.RECENCY_SCORE.ordinal()] =
        everActive ? 100.0 * Math.max(0.0, 1.0 - silence / (double) RECENCY_DAYS) : 0.0;
    values[Feature.FREQUENCY_SCORE.ordinal()] = 100.0 * Math.min(1.0, lnDays / LN_101);
    values[Feature.MONETARY_SCORE.ordinal()] =
        100.0 * Math.min(1.0, StrictMath.log1p(Math.max(0.0, monetary)) / lnReference);
    values[Feature.ENGAGEMENT_SCORE.ordinal()] =
        100.0
            * (0.5 * Math.min(1.0, lnDays / LN_31)
                + 0.3 * (everActive ? freshness(silence) : 0.0)
                + 0.2 * (layout.recentTypes(state, at, asOfIndex) / (double) TypeSet.MAX_SIZE));
    int first = everActive ? layout.firstActiveDay(state, at, asOf) : asOf;
    int days = layout.activeDays(state, at, asOf);
    long count = layout.count(state, at, asOfIndex);
    values[Feature.TENURE_DAYS.ordinal()] = asOf - first;
    values[Feature.ACTIVITY_TREND.ordinal()] = layout.trend(state, at, asOfIndex) / TREND_SCALE;
    values[Feature.AVG_TRANSACTION_VALUE.ordinal()] =
        count == 0 ? 0.0 : layout.sum(state, at, asOfIndex) / count;
    values[Feature.DAYS_BETWEEN_TRANSACTIONS.ordinal()] =
        days > 1 ? (last - first) / (double) (days - 1) : asOf - first;
  }

  private static double freshness(int silence) {
    return silence < FRESHNESS.length ? FRESHNESS[silence] : exponential(silence);
  }

  private static double exponential(int silence) {
    return StrictMath.exp(-silence / SILENCE_SCALE_DAYS);
  }
}
