package dev.churn.domain.feature;

import static dev.churn.domain.feature.SnapshotRole.LABELLED;
import static dev.churn.domain.feature.SnapshotRole.SCORE;
import static dev.churn.domain.feature.SnapshotRole.TEST;
import static dev.churn.domain.feature.SnapshotRole.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.SnapshotPlan.Planned;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class SnapshotPlanTest {
  private static final LocalDate LAST = LocalDate.parse("2024-12-31");

  @Test
  void snapshots_lie_a_horizon_apart_and_each_label_ends_where_the_next_features_begin() {
    var plan = SnapshotPlan.byHorizon(LocalDate.parse("2022-01-01"), LAST, 30);

    assertThat(plan.snapshots())
        .containsExactly(
            new Planned(LAST, SCORE),
            new Planned(LocalDate.parse("2024-12-01"), TEST),
            new Planned(LocalDate.parse("2024-11-01"), TRAIN),
            new Planned(LocalDate.parse("2024-10-02"), TRAIN),
            new Planned(LocalDate.parse("2024-09-02"), TRAIN),
            new Planned(LocalDate.parse("2024-08-03"), TRAIN),
            new Planned(LocalDate.parse("2024-07-04"), TRAIN),
            new Planned(LocalDate.parse("2024-01-02"), TRAIN),
            new Planned(LocalDate.parse("2023-12-03"), TRAIN));
  }

  @Test
  void the_days_of_a_year_ago_are_the_same_days_of_the_week() {
    for (int horizon : new int[] {7, 30, 45, 100}) {
      assertThat(SnapshotPlan.byHorizon(LocalDate.parse("2020-01-01"), LAST, horizon).snapshots())
          .extracting(Planned::asOf)
          .contains(LAST.minusDays(364), LAST.minusDays(364L + horizon))
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void a_day_close_to_another_snapshot_is_not_taken_twice() {
    // 6 · 60 and 4 · 90 are near 364, and 5 · 90 is near 90 + 364; 7 · 60 would be a sixth snapshot
    for (int horizon : new int[] {60, 90}) {
      assertThat(SnapshotPlan.byHorizon(LocalDate.parse("2020-01-01"), LAST, horizon).snapshots())
          .extracting(planned -> ChronoUnit.DAYS.between(planned.asOf(), LAST) % horizon)
          .filteredOn(rest -> rest != 0)
          .hasSize(horizon == 60 ? 1 : 0);
    }
  }

  @Test
  void a_day_of_a_year_ago_needs_ninety_days_of_history_too() {
    var justEnough = SnapshotPlan.byHorizon(LAST.minusDays(364 + 90), LAST, 30);
    var aDayShort = SnapshotPlan.byHorizon(LAST.minusDays(363 + 90), LAST, 30);

    assertThat(justEnough.snapshots()).last().isEqualTo(new Planned(LAST.minusDays(364), TRAIN));
    assertThat(aDayShort.snapshots()).last().isEqualTo(new Planned(LAST.minusDays(180), TRAIN));
  }

  @Test
  void outcomes_of_a_year_ago_are_known() {
    assertThat(SnapshotPlan.byHorizon(LocalDate.parse("2020-01-01"), LAST, 365).snapshots())
        .allMatch(
            planned -> planned.role() == SCORE || !planned.asOf().plusDays(365).isAfter(LAST));
  }

  @Test
  void a_training_snapshot_needs_ninety_days_of_history() {
    var justEnough = SnapshotPlan.byHorizon(LocalDate.parse("2024-08-03"), LAST, 30);
    var aDayShort = SnapshotPlan.byHorizon(LocalDate.parse("2024-08-04"), LAST, 30);

    assertThat(justEnough.snapshots())
        .last()
        .isEqualTo(new Planned(LocalDate.parse("2024-11-01"), TRAIN));
    assertThat(aDayShort.snapshots())
        .containsExactly(
            new Planned(LAST, SCORE), new Planned(LocalDate.parse("2024-12-01"), TEST));
  }

  @Test
  void a_history_shorter_than_the_horizon_is_refused_with_its_length() {
    assertThatThrownBy(() -> SnapshotPlan.byHorizon(LocalDate.parse("2024-12-02"), LAST, 30))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining("horizon of 30 days, found 30 days");
  }

  @Test
  void a_file_with_labels_has_one_snapshot_at_its_last_day() {
    assertThat(SnapshotPlan.byFileLabels(LAST).snapshots())
        .containsExactly(new Planned(LAST, LABELLED));
  }
}
