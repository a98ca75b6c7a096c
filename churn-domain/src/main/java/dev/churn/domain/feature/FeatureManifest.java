package dev.churn.domain.feature;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * What a feature table holds and how it was made.
 *
 * @param features the names of its features, in the order of its columns. They are names, since a
 *     table of another version may have features that this one does not know
 * @param definition how its features are computed, the monetary reference included
 * @param horizonDays H of its labels
 * @param activeWindowDays who is a row of its labeled snapshots; 0 means everyone
 * @param snapshots the latest first
 * @param customers how many customers the source file names
 * @param labelConflicts customers whose rows disagree on their label; the latest event's counts
 */
public record FeatureManifest(
    List<String> features,
    FeatureDefinition definition,
    int horizonDays,
    int activeWindowDays,
    List<Snapshot> snapshots,
    long customers,
    long labelConflicts) {
  public FeatureManifest {
    features = List.copyOf(features);
    if (features.isEmpty() || Set.copyOf(features).size() != features.size()) {
      throw new IllegalArgumentException("expected distinct feature names, found " + features);
    }
    requireNonNull(definition, "definition");
    snapshots = List.copyOf(snapshots);
  }

  /** {@return whether the table has the features of this version, and can be read} */
  public boolean hasKnownFeatures() {
    return features.equals(FeatureNames.known());
  }

  /** {@return how many rows the table has} */
  public long rows() {
    return snapshots.stream().mapToLong(Snapshot::rows).sum();
  }
}
