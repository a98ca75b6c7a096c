package dev.churn.training.data;

import dev.churn.domain.event.WatchedTypes;
import dev.churn.domain.feature.TypeFeature;
import java.util.Arrays;

/**
 * The formulas of the inputs that come from the features of watched event types, four for each type
 * in turn. An event of {@value #FADING_DAYS} days ago or more counts for the regression as none, so
 * that an input neither extrapolates to longer times than any in the training data nor moves by a
 * step. A share of the last days fades as the other inputs of a window do, over the days since the
 * last event of its type.
 */
final class TypeInputs {
  private static final int FADING_DAYS = 365;

  /** Stands for never, where trees can tell it from any time ago. */
  private static final double NEVER_DAYS = 36_500;

  private static final double LOG_FADING_DAYS = StrictMath.log(FADING_DAYS);
  private static final double LOG_WINDOW = StrictMath.log1p(TypeFeature.WINDOW_DAYS);
  private static final int FIRST = DerivedInputs.COMMON_COUNT;

  private TypeInputs() {}

  /** Writes the inputs of all types; 0 for those that the vector does not have. */
  static void put(double[] features, int at, double[] inputs) {
    for (int type = 0; type < WatchedTypes.MAX; type++) {
      double days = features[at + TypeFeature.DAYS_SINCE.place(type)];
      double share = features[at + TypeFeature.SHARE.place(type)];
      int input = FIRST + DerivedInputs.OF_EACH_TYPE * type;
      if (days == 0 && share == 0) {
        Arrays.fill(inputs, input, DerivedInputs.COUNT, 0);
        return;
      }
      put(days < 0 ? NEVER_DAYS : days, Math.min(1, Math.max(0, share)), inputs, input);
    }
  }

  private static void put(double days, double share, double[] inputs, int input) {
    double logDays = StrictMath.log1p(days);
    double fading = Math.max(0, 1 - days / TypeFeature.WINDOW_DAYS);
    inputs[input] = Math.min(0, logDays - LOG_FADING_DAYS);
    inputs[input + 1] = share * fading;
    inputs[input + 2] = days;
    inputs[input + 3] = share * fading - Math.max(0, logDays - LOG_WINDOW);
  }
}
