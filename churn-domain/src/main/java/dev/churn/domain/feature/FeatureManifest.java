package dev.churn.domain.feature;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The contents and the origin of a feature table.
 *
 * @param features the names of its features, in the order of its columns. They are strings, because
 *     a table of another version may contain features that this version does not know
 * @param definition the parameters of its features, including the monetary reference
 * @param horizonDays the horizon H of its labels
 * @param activeWindowDays the days in which a customer must have been active to count as active; 0
 *     for everyone. Labeled snapshots have everybody; tables of earlier versions only active ones
 * @param snapshots the snapshots, the latest first
 * @param customers the number of customers in the source file
 * @param labelConflicts the number of customers whose events disagree on the label; the latest
 *     event decides
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

  /**
   * {@return whether the table has exactly the features of this version, so that models can learn
   * from it and score its customers}
   */
  public boolean hasKnownFeatures() {
    return features.equals(FeatureNames.watching(definition.watchedEventTypes().size()));
  }

  /**
   * {@return whether the table has the eight features} Tables of earlier versions have no others;
   * their further ones are read as 0.
   */
  public boolean hasTheEight() {
    return hasKnownFeatures() || features.equals(FeatureNames.eight());
  }

  /** {@return the window in which a customer of the table counts as active} */
  public ActiveWindow activeWindow() {
    return new ActiveWindow(activeWindowDays);
  }

  /**
   * {@return whether customers are scored at an as-of date of the table, where they have no label
   * but that of having left}
   */
  public boolean isScored(LocalDate asOf) {
    return snapshots.stream()
        .anyMatch(s -> s.role() == SnapshotRole.SCORE && s.asOf().equals(asOf));
  }

  /** {@return the as-of dates of all snapshots} */
  public Set<LocalDate> days() {
    return snapshots.stream().map(Snapshot::asOf).collect(Collectors.toUnmodifiableSet());
  }

  /** {@return the number of rows in the table} */
  public long rows() {
    return snapshots.stream().mapToLong(Snapshot::rows).sum();
  }
}
