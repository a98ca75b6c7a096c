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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            new Planned(LAST.minusDays(360), TRAIN),
            new Planned(LAST.minusDays(390), TRAIN));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7 14 21 28 364 371",
    "30, 30 60 90 120 360 390",
    "60, 60 120 180 240 360 420",
    "90, 90 180 270 360 450 540",
    "100, 100 200 300 364 400 464", // four hundred days are no year
    "181, 181 362 543 724 905 1086",
    "270, 270 540 634 810 1080 1350", // what followed 364 days ago is not known 270 days ago
    "365, 365 730 1095 1460 1825 2190"
  })
  void two_snapshots_lie_about_a_year_before_those_that_are_predicted(int horizon, String days) {
    assertThat(SnapshotPlan.byHorizon(LocalDate.parse("2015-01-01"), LAST, horizon).snapshots())
        .filteredOn(planned -> planned.role() != SCORE)
        .extracting(planned -> Long.toString(ChronoUnit.DAYS.between(planned.asOf(), LAST)))
        .containsExactly(days.split(" ", -1));
  }

  @Test
  void without_a_year_and_ninety_days_the_snapshots_are_the_latest() {
    var justEnough = SnapshotPlan.byHorizon(LAST.minusDays(360 + 90), LAST, 30);
    var aDayShort = SnapshotPlan.byHorizon(LAST.minusDays(359 + 90), LAST, 30);

    assertThat(justEnough.snapshots())
        .endsWith(new Planned(LAST.minusDays(150), TRAIN), new Planned(LAST.minusDays(360), TRAIN));
    assertThat(aDayShort.snapshots())
        .endsWith(new Planned(LAST.minusDays(150), TRAIN), new Planned(LAST.minusDays(180), TRAIN));
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
  void the_oldest_recent_and_the_oldest_seasonal_training_snapshot_are_no_tests() {
    var plan = SnapshotPlan.byHorizon(LocalDate.parse("2023-01-01"), LAST, 30);
    var young = SnapshotPlan.byHorizon(LocalDate.parse("2024-08-03"), LAST, 30);

    assertThat(plan.snapshots())
        .extracting(Planned::asOf)
        .containsExactly(
            LAST,
            LAST.minusDays(30),
            LAST.minusDays(60),
            LAST.minusDays(90),
            LAST.minusDays(120),
            LAST.minusDays(360),
            LAST.minusDays(390));
    assertThat(plan.untestable(30)).containsExactly(LAST.minusDays(120), LAST.minusDays(390));
    assertThat(young.untestable(30)).containsExactly(LAST.minusDays(60));
    assertThat(SnapshotPlan.byFileLabels(LAST).untestable(30)).isEmpty();
  }

  @Test
  void a_history_shorter_than_the_horizon_is_refused_with_its_length() {
    assertThatThrownBy(() -> SnapshotPlan.byHorizon(LocalDate.parse("2024-12-02"), LAST, 30))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining("horizon of 30 days, found 30 days");
    assertThatThrownBy(() -> SnapshotPlan.byHorizon(LAST, LAST, 1))
        .hasMessageContaining("horizon of 1 day, found 1 day, from");
  }

  @Test
  void a_file_with_labels_has_one_snapshot_at_its_last_day() {
    assertThat(SnapshotPlan.byFileLabels(LAST).snapshots())
        .containsExactly(new Planned(LAST, LABELLED));
  }
}
