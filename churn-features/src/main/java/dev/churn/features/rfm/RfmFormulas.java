package dev.churn.features.rfm;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmScales;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.features.date.DateReader;
import java.util.stream.IntStream;

/**
 * The formulas of the features, over whole days and counts that are read from an accumulated state.
 * They use strict mathematics, so that every JVM gives the same bits. Immutable.
 */
public final class RfmFormulas {
  private static final double LN_FREQUENCY_LIMIT = StrictMath.log(RfmScales.FREQUENCY_LIMIT);
  private static final double LN_ENGAGEMENT_LIMIT =
      StrictMath.log(RfmScales.ENGAGEMENT_FREQUENCY_LIMIT);

  /** Scale of the trend: the state holds twice Σ(i − mean of i)·count. */
  private static final double TREND_SCALE = 2 * RfmScales.TREND_SQUARES;

  private static final double[] LN_DAYS =
      IntStream.rangeClosed(0, RfmScales.RECENT_DAYS).mapToDouble(StrictMath::log1p).toArray();
  private static final double[] FRESHNESS =
      IntStream.range(0, 2 * RfmScales.RECENCY_DAYS)
          .mapToDouble(RfmFormulas::exponential)
          .toArray();

  private static final Feature[] FEATURES = Feature.values();
  private static final FurtherFeature[] FURTHER = FurtherFeature.values();

  private final StateLayout layout;
  private final double lnReference;

  /**
   * @param monetaryReference R, positive
   */
  public RfmFormulas(StateLayout layout, double monetaryReference) {
    this.layout = layout;
    this.lnReference = StrictMath.log1p(monetaryReference);
  }

  /**
   * Writes the features of the state at {@code at}, in the order of {@link
   * dev.churn.domain.feature.FeatureVector}, to its beginning as far as the layout has them.
   */
  public void features(long[] state, int at, int asOfIndex, double[] values) {
    int asOf = layout.asOf(asOfIndex);
    double monetary = layout.recentSum(state, at, asOfIndex);
    int last = layout.days().last(state, at, asOf);
    boolean everActive = last != DateReader.NONE;
    int silence = everActive ? asOf - last : 0;
    int first = everActive ? layout.days().first(state, at, asOf) : asOf;
    int days = layout.days().count(state, at, asOf);
    int days90 = layout.days().count(state, at, asOf - RfmScales.RECENT_DAYS + 1, asOf);
    double lnDays = LN_DAYS[days90];
    long count = layout.count(state, at, asOfIndex);

    for (int i = 0; i < FEATURES.length; i++) {
      values[i] =
          switch (FEATURES[
              i]) { // no default: a new feature must not compile until it has a formula
            case RECENCY_SCORE ->
                everActive
                    ? 100.0 * Math.max(0.0, 1.0 - silence / (double) RfmScales.RECENCY_DAYS)
                    : 0.0;
            case FREQUENCY_SCORE -> 100.0 * Math.min(1.0, lnDays / LN_FREQUENCY_LIMIT);
            case MONETARY_SCORE ->
                monetary > 0 // lapsed customers need no logarithm
                    ? 100.0 * Math.min(1.0, StrictMath.log1p(monetary) / lnReference)
                    : 0.0;
            case ENGAGEMENT_SCORE -> {
              double frequency = Math.min(1.0, lnDays / LN_ENGAGEMENT_LIMIT);
              double freshness = everActive ? freshness(silence) : 0.0;
              double types = layout.recentTypes(state, at, asOfIndex) / (double) TypeSet.MAX_SIZE;
              yield 100.0
                  * (RfmScales.ENGAGEMENT_FREQUENCY_WEIGHT * frequency
                      + RfmScales.ENGAGEMENT_FRESHNESS_WEIGHT * freshness
                      + RfmScales.ENGAGEMENT_TYPES_WEIGHT * types);
            }
            case TENURE_DAYS -> asOf - first;
            case ACTIVITY_TREND -> layout.trend(state, at, asOfIndex) / TREND_SCALE;
            case AVG_TRANSACTION_VALUE ->
                count == 0 ? 0.0 : layout.sum(state, at, asOfIndex) / count;
            case DAYS_BETWEEN_TRANSACTIONS ->
                days > 1 ? (last - first) / (double) (days - 1) : asOf - first;
          };
    }
    further(state, at, asOfIndex, values);
    if (layout.watchedTypes() > 0) {
      watched(state, at, asOfIndex, values);
    }
  }

  private void watched(long[] state, int at, int asOfIndex, double[] values) {
    long activity = layout.events(state, at, asOfIndex, FurtherFeature.EVENTS_90);
    for (int type = 0; type < layout.watchedTypes(); type++) {
      long ofType = layout.recentEvents(state, at, asOfIndex, type);
      long all = layout.isActivity(type) ? activity : activity + ofType;
      values[TypeFeature.DAYS_SINCE.place(type)] = layout.daysSince(state, at, asOfIndex, type);
      values[TypeFeature.SHARE.place(type)] = ofType == 0 ? 0 : (double) ofType / all;
    }
  }

  private void further(long[] state, int at, int asOfIndex, double[] values) {
    int asOf = layout.asOf(asOfIndex);
    var gaps = new Gaps(layout, state, at, asOf);
    double meanGap = values[Feature.DAYS_BETWEEN_TRANSACTIONS.ordinal()];
    long baskets = layout.days().baskets(state, at, asOf);
    for (FurtherFeature further : FURTHER) {
      values[further.place()] =
          switch (further) { // no default, as above
            case LAST_GAP -> gaps.lastOr(meanGap);
            case RECENT_GAP -> gaps.meanOfRecentOr(meanGap);
            case GAP_SPREAD -> gaps.spread();
            case EVENTS_30, EVENTS_90, EVENTS_180, EVENTS_365 ->
                layout.events(state, at, asOfIndex, further);
            case BASKETS -> baskets;
            case MEAN_BASKET -> baskets == 0 ? 0.0 : layout.sum(state, at, asOfIndex) / baskets;
          };
    }
  }

  private static double freshness(int silence) {
    return silence < FRESHNESS.length ? FRESHNESS[silence] : exponential(silence);
  }

  private static double exponential(int silence) {
    return StrictMath.exp(-silence / RfmScales.FRESHNESS_DAYS);
  }
}
