package dev.churn.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Baseline.Direction;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.Synthetic;
import dev.churn.training.data.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RivalsTest {
  /** A customer of the last days: silent, days known, days between two active days. */
  private static FeatureVector customer(int silent, int tenure, double gap, int recentDays) {
    return Vectors.of(
        100 * Math.max(0, 1 - silent / 365.0),
        100 * Math.log1p(recentDays) / Math.log(101),
        0,
        100 * 0.3 * Math.exp(-silent / 30.0),
        tenure,
        0,
        0,
        gap);
  }

  private static TrainingRows rows(LabeledRows... latestFirst) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < latestFirst.length; i++) {
      snapshots.add(
          new LabeledSnapshot(
              Synthetic.LAST_DAY.minusDays(30L * i), SnapshotRole.TRAIN, latestFirst[i]));
    }
    return TrainingRows.of(snapshots);
  }

  private static Rivals rivals(TrainingRows rows) {
    return Rivals.of(rows, features -> 0.5, 1);
  }

  private static BaselineScore rule(Rivals rivals, String name) {
    return rivals.rules().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void days_counts_and_ratios_are_taken_back_out_of_the_features() {
    FeatureVector lapsed = customer(700, 1000, 100, 0);

    assertThat(RfmCounts.silentDays(lapsed)).isEqualTo(700); // recency_score ends at 365
    assertThat(RfmCounts.silentDays(customer(400, 1000, 100, 0))).isEqualTo(400);
    assertThat(RfmCounts.activeDays(lapsed)).isEqualTo(4); // (1000 − 700) / 100 + 1
    assertThat(SimpleRules.overdue(lapsed, 5)).isEqualTo(7);
    assertThat(SimpleRules.activeDays90(customer(3, 50, 1, 17))).isEqualTo(17);
  }

  @Test
  void who_came_once_is_overdue_by_the_usual_gap_of_the_others() {
    // the gap of a single active day is the tenure, which is the silence
    assertThat(SimpleRules.overdue(customer(30, 30, 30, 1), 60)).isEqualTo(0.5);
    assertThat(SimpleRules.overdue(customer(0, 0, 0, 1), 60)).isZero();
    assertThat(SimpleRules.overdue(customer(30, 40, 10, 2), 60)).isEqualTo(3);
  }

  @Test
  void those_who_came_once_do_not_tie() {
    var day = new LabeledRows();
    for (int i = 0; i < 40; i++) {
      int silent = 20 + 2 * i;
      day.add("once" + i, customer(silent, silent, silent, 1), i >= 20);
      day.add("twice" + i, customer(silent, silent + 40, 40, 1), i >= 20);
    }
    TrainingRows rows = rows(day);

    assertThat(rule(rivals(rows), Baseline.OVERDUE).judge(rows).rocAuc()).isEqualTo(1);
  }

  @Test
  void the_long_silent_do_not_tie() {
    var day = new LabeledRows();
    for (int i = 0; i < 40; i++) {
      day.add("c" + i, customer(400 + 10 * i, 1000, 0, 0), i >= 20);
    }
    TrainingRows rows = rows(day);

    Rivals rivals = rivals(rows);

    assertThat(rule(rivals, Baseline.DAYS_SILENT).judge(rows).rocAuc()).isEqualTo(1);
    assertThat(BaselineScore.recency().judge(rows).rocAuc()).isEqualTo(0.5);
    assertThat(rivals.best().name()).isEqualTo(Baseline.DAYS_SILENT);
  }

  @Test
  void each_rule_ranks_in_the_direction_that_the_rows_show() {
    var day = new LabeledRows();
    var reversed = new LabeledRows();
    for (int i = 0; i < 60; i++) {
      boolean churned = i >= 30;
      day.add("c" + i, customer(10 + i, 200, 5, 10), churned);
      reversed.add("c" + i, customer(10 + i, 200, 5, 10), !churned);
    }

    BaselineScore silent = rule(rivals(rows(day)), Baseline.DAYS_SILENT);
    BaselineScore recent = rule(rivals(rows(reversed)), Baseline.DAYS_SILENT);

    assertThat(silent.direction()).contains(Direction.HIGHER);
    assertThat(recent.direction()).contains(Direction.LOWER);
    assertThat(recent.judge(rows(reversed)).rocAuc()).isEqualTo(1);
    // the rows evaluated on have no say, so that a rule may turn out below chance
    assertThat(recent.judge(rows(day)).rocAuc()).isZero();
  }

  @Test
  void areas_are_those_within_snapshots() {
    // within each day the silent churn; over both days silence says the opposite
    var early = new LabeledRows();
    var late = new LabeledRows();
    for (int i = 0; i < 40; i++) {
      early.add("e" + i, customer(10 + i, 300, 0, 1), i >= 2);
      late.add("l" + i, customer(200 + i, 300, 0, 1), i >= 38);
    }

    BaselineScore silent = rule(rivals(rows(late, early)), Baseline.DAYS_SILENT);

    assertThat(silent.direction()).contains(Direction.HIGHER);
  }

  @Test
  void rates_of_cells_are_shrunk_and_those_of_noise_do_not_win_by_fitting_it() {
    var random = new Random(3);
    var day = new LabeledRows();
    for (int i = 0; i < 200; i++) {
      int silent = random.nextInt(90);
      int tenure = silent + 1 + random.nextInt(100);
      day.add("c" + i, customer(silent, tenure, 1 + random.nextInt(9), 1), i % 2 == 0);
    }
    TrainingRows rows = rows(day);
    Rivals rivals = rivals(rows);

    double inside = rule(rivals, Baseline.RECENCY_FREQUENCY).judge(rows).rocAuc();

    assertThat(inside).isGreaterThan(0.6);
    assertThat(rivals.best().name()).isNotEqualTo(Baseline.RECENCY_FREQUENCY);
  }

  @Test
  void a_cell_has_its_rate_with_20_further_rows_of_the_usual_one() {
    var day = new LabeledRows();
    // ten customers in each fifth of silence, all with one active day; the first fifth stays
    for (int i = 0; i < 50; i++) {
      day.add("c" + i, customer(i, i, 0, 1), i >= 10);
    }
    RecencyFrequencyCells cells = RecencyFrequencyCells.of(rows(day));
    double usual = 40.5 / 51;

    assertThat(cells.rate(customer(3, 3, 0, 1))).isEqualTo(20 * usual / 30, within(1e-12));
    assertThat(cells.rate(customer(9, 9, 0, 1))).isEqualTo(20 * usual / 30, within(1e-12));
    assertThat(cells.rate(customer(10, 10, 0, 1))).isEqualTo((10 + 20 * usual) / 30, within(1e-12));
    // nobody was seen in this cell
    assertThat(cells.rate(customer(3, 300, 3, 9))).isEqualTo(usual, within(1e-12));
  }

  @Test
  void neither_order_nor_number_of_rows_breaks_them() {
    TrainingRows rows = rows(Synthetic.rows(300, Synthetic.SIGNAL, 8));
    Rivals one = rivals(rows);
    Rivals other = rivals(rows.at(IntStream.range(0, 300).map(i -> 299 - i).toArray()));

    assertThat(other.best().name()).isEqualTo(one.best().name());
    for (int i = 0; i < one.rules().size(); i++) {
      assertThat(other.rules().get(i).judge(rows)).isEqualTo(one.rules().get(i).judge(rows));
    }
    Rivals ofNobody = rivals(rows.at(new int[0]));
    assertThat(ofNobody.rules()).hasSameSizeAs(one.rules());
    assertThat(rule(ofNobody, Baseline.DAYS_SILENT).direction()).contains(Direction.HIGHER);
    assertThat(rule(ofNobody, Baseline.ACTIVE_DAYS).direction()).contains(Direction.LOWER);
  }
}
