package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A customer whose risk segment differs between two batches.
 *
 * @param before the answer of the earlier batch; empty if it does not have the customer
 * @param now the answer of the later batch; empty if it does not have the customer
 */
public record SegmentChange(
    String customerId, Optional<CustomerPrediction> before, Optional<CustomerPrediction> now) {
  public SegmentChange {
    requireNonNull(customerId, "customerId");
    if (before.isEmpty() && now.isEmpty()) {
      throw new IllegalArgumentException("expected an answer before or now, found none");
    }
  }
}
