package dev.churn.domain.feature;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a feature table holds and how it was made.
 *
 * @param definition how its features are computed, the monetary reference included
 * @param horizonDays H of its labels
 * @param activeWindowDays who is a row of its labeled snapshots; 0 means everyone
 * @param snapshots the latest first
 * @param customers how many customers the source file names
 * @param labelConflicts customers whose rows disagree on their label; the latest event's counts
 */
public record FeatureManifest(
    FeatureDefinition definition,
    int horizonDays,
    int activeWindowDays,
    List<Snapshot> snapshots,
    long customers,
    long labelConflicts) {
  public FeatureManifest {
    requireNonNull(definition, "definition");
    snapshots = List.copyOf(snapshots);
  }

  /** {@return how many rows the table has} */
  public long rows() {
    return snapshots.stream().mapToLong(Snapshot::rows).sum();
  }
}
