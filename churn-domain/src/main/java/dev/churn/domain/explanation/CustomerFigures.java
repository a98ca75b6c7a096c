package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.RfmScales;

/** What a customer did, read back from the features: scores as days, visits and money. */
final class CustomerFigures {
  private final FeatureVector features;
  private final FeatureDefinition definition;

  CustomerFigures(FeatureVector features, FeatureDefinition definition) {
    this.features = features;
    this.definition = definition;
  }

  /** {@return days since the last active day; at {@link RfmScales#RECENCY_DAYS} so many or more} */
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

  /** Somebody who came on two days or more came back, so the mean gap is less than the tenure. */
  boolean cameOnASingleDay() {
    return Math.round(gapDays()) == tenureDays() && silentDays() > 0 && !wasNeverActive();
  }

  /** Silent for long and known for no day: there are events, but none of them is an activity. */
  boolean wasNeverActive() {
    return tenureDays() == 0 && isSilentForAYearOrMore();
  }

  /** {@return active days among the last 90} */
  long activeDays90() {
    return (long) RfmCounts.activeDays90(features.get(Feature.FREQUENCY_SCORE));
  }

  /** {@return the sum of the amounts of the last 90 days; 0 also stands for less} */
  double money90() {
    return RfmCounts.money90(features.get(Feature.MONETARY_SCORE), definition.monetaryReference());
  }

  /** {@return whether {@link #money90} is the highest sum that the score can tell, or more} */
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
