package dev.churn.domain.usecase.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableCountsTest {
  private static final LocalDate LAST = LocalDate.parse("2024-06-30");
  private static final LocalDate TEST = LocalDate.parse("2024-05-31");

  @Test
  void who_has_left_is_a_row_without_a_label() {
    var counts =
        new TableCounts(
            new FeatureManifest(
                List.of("tenure_days"),
                new FeatureDefinition(Set.of(), Set.of("cancelled"), 1),
                30,
                90,
                List.of(
                    new Snapshot(LAST, SnapshotRole.SCORE, 3, 0, 0),
                    new Snapshot(TEST, SnapshotRole.TEST, 2, 2, 1)),
                3,
                0));
    counts.removed(List.of("c", LAST.toString(), "40", "left"));
    counts.removed(List.of("c", TEST.toString(), "10", "1"));

    assertThat(counts.manifest().snapshots())
        .containsExactly(
            new Snapshot(LAST, SnapshotRole.SCORE, 2, 0, 0),
            new Snapshot(TEST, SnapshotRole.TEST, 1, 1, 0));
  }
}
