package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;

/** What a customer did, read back from the features: scores as days, visits and money. */
final class CustomerFigures {
  /** Where the recency score ends. */
  static final int MOST_SILENT_DAYS = 365;

  private final FeatureVector features;
  private final FeatureDefinition definition;

  CustomerFigures(FeatureVector features, FeatureDefinition definition) {
    this.features = features;
    this.definition = definition;
  }

  /** {@return days since the last active day; at {@link #MOST_SILENT_DAYS} that many or more} */
  long silentDays() {
    return Math.round(MOST_SILENT_DAYS * (1 - features.get(Feature.RECENCY_SCORE) / 100));
  }

  boolean isSilentForAYearOrMore() {
    return silentDays() >= MOST_SILENT_DAYS;
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
    return Math.round(Math.pow(101, features.get(Feature.FREQUENCY_SCORE) / 100) - 1);
  }

  /** {@return the sum of the amounts of the last 90 days; 0 also stands for less} */
  double money90() {
    double reference = Math.log1p(definition.monetaryReference());
    return Math.expm1(features.get(Feature.MONETARY_SCORE) / 100 * reference);
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
