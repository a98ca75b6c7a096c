package dev.churn.domain.usecase.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.organization.OrganizationId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrainingRecordTest {
  private static final LocalDate LATE = LocalDate.parse("2024-03-31");
  private static final LocalDate EARLY = LocalDate.parse("2024-01-01");

  private static LabeledSnapshot snapshot(LocalDate day, SnapshotRole role, int customers) {
    var rows = new LabeledRows();
    for (int i = 0; i < customers; i++) {
      rows.add("c" + i, FeatureVector.of(new double[Feature.COUNT]), i % 2 == 0);
    }
    return new LabeledSnapshot(day, role, rows);
  }

  private static TrainingRecord record(int late, int early) {
    RawDataset raw = Samples.raw(new OrganizationId(UUID.randomUUID()), Samples.MONDAY);
    FeatureDataset table = Samples.features(raw, Samples.MONDAY);
    var set =
        new TrainingSet(
            table.manifest().definition(),
            30,
            List.of(
                snapshot(LATE, SnapshotRole.TEST, late),
                snapshot(EARLY, SnapshotRole.TRAIN, early)));
    return new TrainingRecord(raw, table, set, 1, Map.of());
  }

  @Test
  void out_of_time_the_evaluated_model_knew_the_earlier_labels_only() {
    Provenance provenance = record(100, 100).provenance();

    assertThat(provenance.judgedOn()).containsExactly(LATE);
    assertThat(provenance.knewNothingAfter(LATE)).isTrue();
  }

  @Test
  void after_a_hold_out_of_the_latest_the_evaluated_model_is_new_to_no_snapshot() {
    TrainingRecord training = record(100, 1);

    assertThat(training.judgedOn()).containsExactly(LATE);
    assertThat(training.provenance().judgedOn()).containsExactly(LATE, EARLY);
    assertThat(training.provenance().knewNothingAfter(LATE)).isFalse();
  }
}
