package dev.churn.domain.usecase.training;

import dev.churn.domain.ProgramVersion;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known about a training before it starts.
 *
 * @param raw the dataset from which {@code table} was computed
 */
record TrainingRecord(
    RawDataset raw,
    FeatureDataset table,
    TrainingSet set,
    long seed,
    Map<String, String> libraries) {
  /** {@return the provenance of the model that this training creates} */
  Provenance provenance() {
    return new Provenance(
        raw.id(),
        raw.file().sha256(),
        table.file().sha256(),
        days(snapshot -> true),
        judgedOn(),
        table.manifest().horizonDays(),
        labelsFromFile(),
        Optional.of(
            new DataDefinition(
                table.manifest().activeWindow(),
                table.manifest().definition().activityEventTypes(),
                raw.options())),
        seed,
        ProgramVersion.get(),
        libraries);
  }

  /**
   * {@return the as-of dates of the evaluation rows} This is the test snapshot if an earlier
   * snapshot exists for training; otherwise all snapshots, split by customer.
   */
  List<LocalDate> judgedOn() {
    return days(snapshot -> snapshot.role() == SnapshotRole.TRAIN).isEmpty()
        ? days(snapshot -> true)
        : days(snapshot -> snapshot.role() == SnapshotRole.TEST);
  }

  /**
   * {@return whether a model of this provenance was trained without knowledge of anything that
   * determines the evaluation labels}
   */
  boolean isNewTo(Provenance other) {
    return !labelsFromFile() && judgedOn().stream().allMatch(other::knowsNothingAfter);
  }

  private boolean labelsFromFile() {
    return set.snapshots().stream().anyMatch(s -> s.role() == SnapshotRole.LABELLED);
  }

  private List<LocalDate> days(Predicate<LabeledSnapshot> wanted) {
    return set.snapshots().stream()
        .filter(snapshot -> snapshot.rows().size() > 0)
        .filter(wanted)
        .map(LabeledSnapshot::asOf)
        .toList();
  }
}
