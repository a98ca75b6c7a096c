package dev.churn.training.evaluation;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;

/** The values of simple rules, computed from the features. All are finite for any features. */
final class SimpleRules {
  private SimpleRules() {}

  /** {@return the number of active days in the last 90 days} */
  static double activeDays90(FeatureVector features) {
    return RfmCounts.activeDays90(features.get(Feature.FREQUENCY_SCORE));
  }

  /**
   * {@return the days of silence over the usual gap between two active days}
   *
   * @param usualGap the gap of customers with a single active day, positive
   */
  static double overdue(FeatureVector features, double usualGap) {
    double gap = gap(features);
    return RfmCounts.silentDays(features) / (gap > 0 ? gap : usualGap);
  }

  /**
   * {@return the mean number of days between two active days; 0 with a single one, whose feature is
   * the tenure}
   */
  static double gap(FeatureVector features) {
    return RfmCounts.activeDays(features) > 1 ? features.get(Feature.DAYS_BETWEEN_TRANSACTIONS) : 0;
  }
}
