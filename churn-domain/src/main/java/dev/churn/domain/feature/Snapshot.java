package dev.churn.domain.feature;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * A snapshot as it stands in a feature table.
 *
 * @param rows how many customers it holds
 * @param labeled how many of them have a label
 * @param churned how many of the labeled churned
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
