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
 * @param snapshots the labelled ones, the latest first
 */
public record LearningSet(FeatureDefinition definition, List<LabelledSnapshot> snapshots) {
  /** The labelled rows at one as-of day. */
  public record LabelledSnapshot(LocalDate asOf, SnapshotRole role, LabelledRows rows) {}

  public LearningSet {
    requireNonNull(definition, "definition");
    snapshots = List.copyOf(snapshots);
  }
}
