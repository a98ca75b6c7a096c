package dev.churn.domain.usecase.training;

import dev.churn.domain.ProgramVersion;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.EvaluationPlan;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        days(),
        splitOn(),
        table.manifest().horizonDays(),
        labelsFromFile(),
        Optional.of(
            new DataDefinition(
                table.manifest().activeWindow(),
                table.manifest().definition().activityEventTypes(),
                table.manifest().definition().churnEventTypes(),
                raw.options())),
        seed,
        ProgramVersion.get(),
        libraries);
  }

  /**
   * {@return the as-of dates of the snapshots that the evaluated model cannot be said to have known
   * nothing of} With a hold-out that is every one whose customers were split, since most of them
   * were learned from.
   */
  private List<LocalDate> splitOn() {
    return EvaluationPlan.of(set)
        .filter(plan -> plan.method() == EvaluationMethod.HOLD_OUT)
        .map(plan -> plan.learned().stream().map(LabeledSnapshot::asOf).toList())
        .orElseGet(this::judgedOn);
  }

  /** {@return the as-of dates of the evaluation rows, as the training will choose them} */
  List<LocalDate> judgedOn() {
    return EvaluationPlan.of(set).map(plan -> plan.judged().asOf()).stream().toList();
  }

  /**
   * {@return whether a model of this provenance was trained without knowledge of anything that
   * determines the evaluation labels}
   */
  boolean isNewTo(Provenance other) {
    return !labelsFromFile() && judgedOn().stream().allMatch(other::knowsNothingAfter);
  }

  /**
   * {@return whether a model as it was evaluated, before it was refitted, was trained without
   * knowledge of anything that determines the evaluation labels} That is so if it was evaluated on
   * later days than it had learned from and its labels end early enough, or if it was evaluated on
   * the very same rows.
   */
  boolean wasNewTo(ModelVersion other) {
    return other.provenance().filter(this::isSameSplit).isPresent()
        || (other.evaluation().scope().method() == EvaluationMethod.OUT_OF_TIME
            && !labelsFromFile()
            && other
                .provenance()
                .filter(known -> judgedOn().stream().allMatch(known::knewNothingAfter))
                .isPresent());
  }

  private boolean isSameSplit(Provenance other) {
    return other.featuresSha256().equals(table.file().sha256())
        && other.seed() == seed
        && other.programVersion().equals(ProgramVersion.get());
  }

  private boolean labelsFromFile() {
    return set.snapshots().stream().anyMatch(s -> s.role() == SnapshotRole.LABELLED);
  }

  private List<LocalDate> days() {
    return set.snapshots().stream()
        .filter(snapshot -> snapshot.rows().size() > 0)
        .map(LabeledSnapshot::asOf)
        .toList();
  }
}
