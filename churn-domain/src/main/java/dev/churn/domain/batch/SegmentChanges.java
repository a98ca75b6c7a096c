package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A page of the customers whose risk segment differs between two batches.
 *
 * @param totals the number of all such customers by state
 */
public record SegmentChanges(List<SegmentChange> items, StateTotals totals) {
  public SegmentChanges {
    items = List.copyOf(items);
    requireNonNull(totals, "totals");
  }
}
