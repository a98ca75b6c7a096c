package dev.churn.domain.port;

import dev.churn.domain.feature.FeatureVector;
import java.time.LocalDate;
import java.util.Optional;

/** Receives rows of features. */
@FunctionalInterface
public interface FeatureRowConsumer {
  /**
   * Receives a row.
   *
   * @param churned the label, or empty if unknown; at a date that has no labels true for a customer
   *     who has left by an event up to it
   */
  void accept(String customerId, LocalDate asOf, FeatureVector features, Optional<Boolean> churned);

  /**
   * Receives a row of a feature table with what followed; by default that is left out.
   *
   * @param nextActivityDays days to the next active day, as in {@link
   *     dev.churn.domain.feature.NextActivity}
   */
  default void accept(
      String customerId,
      LocalDate asOf,
      FeatureVector features,
      Optional<Boolean> churned,
      int nextActivityDays) {
    accept(customerId, asOf, features, churned);
  }
}
