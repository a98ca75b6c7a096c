package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.SnapshotRole;
import java.time.LocalDate;
import java.util.List;

/**
 * The rows that a model is trained and evaluated on.
 *
 * @param definition the parameters of the features
 * @param horizonDays the horizon of the labels in days, at least 1
 * @param activeWindow the window in which a customer of a row counts as active
 * @param snapshots the labeled snapshots, the latest first
 */
public record TrainingSet(
    FeatureDefinition definition,
    int horizonDays,
    ActiveWindow activeWindow,
    List<LabeledSnapshot> snapshots) {
  /** Creates a set in which every customer counts as active. */
  public TrainingSet(
      FeatureDefinition definition, int horizonDays, List<LabeledSnapshot> snapshots) {
    this(definition, horizonDays, ActiveWindow.everyone(), snapshots);
  }

  /** The labeled rows at one as-of date. */
  public record LabeledSnapshot(LocalDate asOf, SnapshotRole role, LabeledRows rows) {}

  public TrainingSet {
    requireNonNull(definition, "definition");
    requireNonNull(activeWindow, "activeWindow");
    if (horizonDays < 1) {
      throw new IllegalArgumentException("expected a horizon of days, found " + horizonDays);
    }
    snapshots = List.copyOf(snapshots);
  }
}
