package dev.churn.training.data;

import static dev.churn.training.data.DerivedInputs.CONTINUED_EVENTS_180;
import static dev.churn.training.data.DerivedInputs.CONTINUED_EVENTS_30;
import static dev.churn.training.data.DerivedInputs.CONTINUED_EVENTS_365;
import static dev.churn.training.data.DerivedInputs.CONTINUED_EVENTS_90;
import static dev.churn.training.data.DerivedInputs.FADING_EVENTS_180;
import static dev.churn.training.data.DerivedInputs.FADING_EVENTS_30;
import static dev.churn.training.data.DerivedInputs.FADING_EVENTS_365;
import static dev.churn.training.data.DerivedInputs.FADING_EVENTS_90;
import static dev.churn.training.data.DerivedInputs.GAP_SPREAD;
import static dev.churn.training.data.DerivedInputs.LAST_GAP;
import static dev.churn.training.data.DerivedInputs.LAST_OVERDUE_SHARE;
import static dev.churn.training.data.DerivedInputs.LOG_ACTIVE_DAYS;
import static dev.churn.training.data.DerivedInputs.LOG_GAP_SPREAD;
import static dev.churn.training.data.DerivedInputs.LOG_LAST_GAP;
import static dev.churn.training.data.DerivedInputs.LOG_MEAN_BASKET;
import static dev.churn.training.data.DerivedInputs.LOG_MEAN_BASKET_TIMES_LOG_ACTIVE_DAYS;
import static dev.churn.training.data.DerivedInputs.LOG_RECENT_GAP;
import static dev.churn.training.data.DerivedInputs.LOG_SILENT;
import static dev.churn.training.data.DerivedInputs.MEAN_BASKET;
import static dev.churn.training.data.DerivedInputs.RECENT_GAP;
import static dev.churn.training.data.DerivedInputs.RECENT_OVERDUE_SHARE;
import static dev.churn.training.data.DerivedInputs.RECENT_OVERDUE_SHARE_TIMES_LOG_ACTIVE_DAYS;
import static dev.churn.training.data.DerivedInputs.SILENT;

import dev.churn.domain.feature.FurtherFeature;
import java.util.Arrays;

/**
 * The formulas of the inputs that come from the further features. A count of events in a window
 * drops to 0 on the day that the last event leaves it, so it fades as the features of the last 90
 * days do: it is multiplied by 1 − silence / window, and for trees goes on below 0.
 */
final class FurtherInputs {
  /** ln(1 + window) of each further feature. */
  private static final double[] LOG_WINDOWS =
      Arrays.stream(FurtherFeature.values())
          .mapToDouble(feature -> StrictMath.log1p(feature.windowDays()))
          .toArray();

  private FurtherInputs() {}

  /** Writes the inputs; those of the eight features have been written. */
  static void put(double[] features, int at, double[] inputs) {
    double silent = inputs[SILENT.ordinal()];
    double logActiveDays = inputs[LOG_ACTIVE_DAYS.ordinal()];
    double lastGap = notNegative(features, at, FurtherFeature.LAST_GAP);
    double recentGap = notNegative(features, at, FurtherFeature.RECENT_GAP);
    double spread = notNegative(features, at, FurtherFeature.GAP_SPREAD);
    double basket = features[at + FurtherFeature.MEAN_BASKET.place()];
    double overdue = silent / (silent + recentGap + 1);
    inputs[LAST_GAP.ordinal()] = lastGap;
    inputs[RECENT_GAP.ordinal()] = recentGap;
    inputs[GAP_SPREAD.ordinal()] = spread;
    inputs[LOG_LAST_GAP.ordinal()] = StrictMath.log1p(lastGap);
    inputs[LOG_RECENT_GAP.ordinal()] = StrictMath.log1p(recentGap);
    inputs[LOG_GAP_SPREAD.ordinal()] = StrictMath.log1p(spread);
    inputs[LAST_OVERDUE_SHARE.ordinal()] = silent / (silent + lastGap + 1);
    inputs[RECENT_OVERDUE_SHARE.ordinal()] = overdue;
    inputs[RECENT_OVERDUE_SHARE_TIMES_LOG_ACTIVE_DAYS.ordinal()] = overdue * logActiveDays;
    double logBasket = DerivedInputs.signedLog(basket);
    inputs[MEAN_BASKET.ordinal()] = basket;
    inputs[LOG_MEAN_BASKET.ordinal()] = logBasket;
    inputs[LOG_MEAN_BASKET_TIMES_LOG_ACTIVE_DAYS.ordinal()] = logBasket * logActiveDays;
    events(FurtherFeature.EVENTS_30, features, at, FADING_EVENTS_30, CONTINUED_EVENTS_30, inputs);
    events(FurtherFeature.EVENTS_90, features, at, FADING_EVENTS_90, CONTINUED_EVENTS_90, inputs);
    events(
        FurtherFeature.EVENTS_180, features, at, FADING_EVENTS_180, CONTINUED_EVENTS_180, inputs);
    events(
        FurtherFeature.EVENTS_365, features, at, FADING_EVENTS_365, CONTINUED_EVENTS_365, inputs);
  }

  private static void events(
      FurtherFeature count,
      double[] features,
      int at,
      DerivedInputs faded,
      DerivedInputs continued,
      double[] inputs) {
    double fading = Math.max(0, 1 - inputs[SILENT.ordinal()] / count.windowDays());
    double logLapse = Math.max(0, inputs[LOG_SILENT.ordinal()] - LOG_WINDOWS[count.ordinal()]);
    inputs[faded.ordinal()] = fading * StrictMath.log1p(notNegative(features, at, count));
    inputs[continued.ordinal()] = inputs[faded.ordinal()] - logLapse;
  }

  private static double notNegative(double[] features, int at, FurtherFeature feature) {
    return Math.max(0, features[at + feature.place()]);
  }
}
