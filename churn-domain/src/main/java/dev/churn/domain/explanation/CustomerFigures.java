package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.RfmScales;

/** Converts a customer's features back to days, active days and money. */
final class CustomerFigures {
  private final FeatureVector features;
  private final FeatureDefinition definition;

  CustomerFigures(FeatureVector features, FeatureDefinition definition) {
    this.features = features;
    this.definition = definition;
  }

  /** {@return days since the last active day, at most {@link RfmScales#RECENCY_DAYS}} */
  long silentDays() {
    return (long) RfmCounts.recencyDays(features.get(Feature.RECENCY_SCORE));
  }

  boolean isSilentForAYearOrMore() {
    return silentDays() >= RfmScales.RECENCY_DAYS;
  }

  double gapDays() {
    return features.get(Feature.DAYS_BETWEEN_TRANSACTIONS);
  }

  long tenureDays() {
    return Math.round(features.get(Feature.TENURE_DAYS));
  }

  /**
   * Returns whether the customer had only one active day; with two or more, the mean gap is less
   * than the tenure.
   */
  boolean cameOnASingleDay() {
    return Math.round(gapDays()) == tenureDays() && silentDays() > 0 && !wasNeverActive();
  }

  /** Returns whether the customer has events but no activity. */
  boolean wasNeverActive() {
    return RfmCounts.wasNeverActive(features);
  }

  /** {@return the number of active days in the last 90 days} */
  long activeDays90() {
    return (long) RfmCounts.activeDays90(features.get(Feature.FREQUENCY_SCORE));
  }

  /** {@return the sum of the amounts in the last 90 days; 0 if the sum is negative} */
  double money90() {
    return RfmCounts.money90(features.get(Feature.MONETARY_SCORE), definition.monetaryReference());
  }

  /** {@return whether {@link #money90} is capped, so that the actual sum may be higher} */
  boolean isMoney90Capped() {
    return features.get(Feature.MONETARY_SCORE) >= 100;
  }

  double engagementScore() {
    return features.get(Feature.ENGAGEMENT_SCORE);
  }

  double trend() {
    return features.get(Feature.ACTIVITY_TREND);
  }

  double averageTransaction() {
    return features.get(Feature.AVG_TRANSACTION_VALUE);
  }
}
