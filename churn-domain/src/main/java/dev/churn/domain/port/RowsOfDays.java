package dev.churn.domain.port;

import dev.churn.domain.feature.FeatureVector;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** Passes on the rows of some as-of dates, and counts them. */
final class RowsOfDays implements FeatureRowConsumer {
  private final Set<LocalDate> days;
  private final FeatureRowConsumer consumer;
  private long count;

  RowsOfDays(Set<LocalDate> days, FeatureRowConsumer consumer) {
    this.days = days;
    this.consumer = consumer;
  }

  @Override
  public void accept(
      String customerId, LocalDate asOf, FeatureVector features, Optional<Boolean> churned) {
    if (isWanted(asOf)) {
      consumer.accept(customerId, asOf, features, churned);
    }
  }

  @Override
  public void accept(
      String customerId,
      LocalDate asOf,
      FeatureVector features,
      Optional<Boolean> churned,
      int nextActivityDays) {
    if (isWanted(asOf)) {
      consumer.accept(customerId, asOf, features, churned, nextActivityDays);
    }
  }

  private boolean isWanted(LocalDate asOf) {
    boolean isWanted = days.contains(asOf);
    count += isWanted ? 1 : 0;
    return isWanted;
  }

  /** {@return the number of rows passed on} */
  long count() {
    return count;
  }
}
