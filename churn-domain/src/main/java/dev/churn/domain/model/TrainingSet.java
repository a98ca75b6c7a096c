package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.SnapshotRole;
import java.time.LocalDate;
import java.util.List;

/**
 * What a model learns from and is judged on.
 *
 * @param definition how the features were computed
 * @param horizonDays how many days after the as-of day the labels look at; at least 1
 * @param snapshots the labeled ones, the latest first
 */
public record TrainingSet(
    FeatureDefinition definition, int horizonDays, List<LabeledSnapshot> snapshots) {
  /** The labeled rows at one as-of day. */
  public record LabeledSnapshot(LocalDate asOf, SnapshotRole role, LabeledRows rows) {}

  public TrainingSet {
    requireNonNull(definition, "definition");
    if (horizonDays < 1) {
      throw new IllegalArgumentException("expected a horizon of days, found " + horizonDays);
    }
    snapshots = List.copyOf(snapshots);
  }
}
