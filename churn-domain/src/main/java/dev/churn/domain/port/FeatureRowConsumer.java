package dev.churn.domain.port;

import dev.churn.domain.feature.FeatureVector;
import java.time.LocalDate;
import java.util.Optional;

/** Takes rows of features. */
@FunctionalInterface
public interface FeatureRowConsumer {
  /**
   * Takes a row.
   *
   * @param churned the label, or empty where it is unknown
   */
  void accept(String customerId, LocalDate asOf, FeatureVector features, Optional<Boolean> churned);
}
