package dev.churn.domain.feature;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * A snapshot in a feature table.
 *
 * @param rows the number of customers it contains
 * @param labeled how many of them have a label
 * @param churned how many of the labeled customers churned
 */
public record Snapshot(LocalDate asOf, SnapshotRole role, long rows, long labeled, long churned) {
  public Snapshot {
    requireNonNull(asOf, "asOf");
    requireNonNull(role, "role");
    if (churned < 0 || labeled < churned || rows < labeled) {
      throw new IllegalArgumentException(
          "expected 0 ≤ churned ≤ labeled ≤ rows, found %d, %d, %d"
              .formatted(churned, labeled, rows));
    }
  }
}
