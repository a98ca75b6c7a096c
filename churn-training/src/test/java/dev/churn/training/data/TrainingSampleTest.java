package dev.churn.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSampleTest {
  private static final LocalDate LAST = LocalDate.parse("2024-06-30");

  /** Two snapshots of 90 days' horizon, at the later of which customers are known for 380 days. */
  private static TrainingMatrix matrix() {
    return TrainingMatrix.of(
        TrainingRows.of(
            List.of(
                new LabeledSnapshot(LAST.minusDays(90), SnapshotRole.TRAIN, rows(290)),
                new LabeledSnapshot(LAST, SnapshotRole.TEST, rows(380)))));
  }

  private static LabeledRows rows(int longestTenure) {
    var rows = new LabeledRows();
    for (int i = 0; i < 30; i++) {
      rows.add("c" + i, Vectors.of(80, 20, 20, 20, longestTenure - i, 0, 5, 10), i % 3 == 0);
    }
    return rows;
  }

  private static int[] rowsOf(TrainingMatrix matrix, int snapshot) {
    return IntStream.range(0, matrix.size()).filter(i -> matrix.snapshot(i) == snapshot).toArray();
  }

  private static List<DerivedInputs> inputs(int[] places) {
    return Arrays.stream(places).mapToObj(i -> DerivedInputs.values()[i]).toList();
  }

  @Test
  void later_rows_that_are_not_learned_from_do_not_choose_the_inputs() {
    TrainingMatrix matrix = matrix();
    TrainingSample earlier = matrix.sample(rowsOf(matrix, 0));

    assertThat(inputs(earlier.linearInputs()))
        .contains(DerivedInputs.FADING_EVENTS_180)
        .doesNotContain(DerivedInputs.FADING_EVENTS_365);
    assertThat(inputs(earlier.treeInputs()))
        .contains(DerivedInputs.CONTINUED_EVENTS_180)
        .doesNotContain(DerivedInputs.CONTINUED_EVENTS_365);
    assertThat(inputs(matrix.all().linearInputs())).contains(DerivedInputs.FADING_EVENTS_365);
    assertThat(inputs(matrix.all().treeInputs())).contains(DerivedInputs.CONTINUED_EVENTS_365);
  }
}
