package dev.churn.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationPlanTest {
  private static final LocalDate LAST = LocalDate.parse("2024-06-30");
  private static final FeatureVector NOBODY = FeatureVector.of(new double[Feature.COUNT]);

  /** {@return rows of so many who churned and so many who stayed, each a customer} */
  private static LabeledRows rows(int churned, int stayed) {
    var rows = new LabeledRows();
    for (int i = 0; i < churned + stayed; i++) {
      rows.add("c" + i, NOBODY, i < churned);
    }
    return rows;
  }

  private static EvaluationPlan plan(LabeledRows... latestFirst) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < latestFirst.length; i++) {
      snapshots.add(
          new LabeledSnapshot(
              day(i), i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN, latestFirst[i]));
    }
    return EvaluationPlan.of(new TrainingSet(new FeatureDefinition(Set.of(), 1), 30, snapshots))
        .orElseThrow();
  }

  private static LocalDate day(int months) {
    return LAST.minusDays(30L * months);
  }

  private static void assertPlan(
      EvaluationPlan plan, EvaluationMethod method, int judged, Integer... learned) {
    assertThat(plan.method()).isEqualTo(method);
    assertThat(plan.judged().asOf()).isEqualTo(day(judged));
    assertThat(plan.learned())
        .extracting(LabeledSnapshot::asOf)
        .containsExactly(
            List.of(learned).stream().map(EvaluationPlanTest::day).toArray(LocalDate[]::new));
  }

  @Test
  void a_snapshot_whose_outcomes_were_not_known_by_the_judged_day_is_not_learned_from() {
    var snapshots =
        List.of(
            new LabeledSnapshot(day(0), SnapshotRole.TEST, rows(50, 50)),
            new LabeledSnapshot(day(1), SnapshotRole.TRAIN, rows(50, 50)),
            new LabeledSnapshot(day(2), SnapshotRole.TRAIN, rows(50, 50)));
    var definition = new FeatureDefinition(Set.of(), 1);

    assertPlan(
        EvaluationPlan.of(new TrainingSet(definition, 60, snapshots)).orElseThrow(),
        EvaluationMethod.OUT_OF_TIME,
        0,
        2);
    assertPlan(
        EvaluationPlan.of(new TrainingSet(definition, 31, snapshots)).orElseThrow(),
        EvaluationMethod.OUT_OF_TIME,
        0,
        2);
  }

  @Test
  void the_newest_snapshot_is_judged_after_learning_from_the_earlier_ones() {
    EvaluationPlan plan = plan(rows(50, 50), rows(50, 50), rows(20, 20));

    assertPlan(plan, EvaluationMethod.OUT_OF_TIME, 0, 1, 2);
    assertThat(plan.remark()).isEmpty();
  }

  @Test
  void a_lone_snapshot_is_split_without_a_remark() {
    EvaluationPlan plan = plan(rows(50, 50), rows(0, 0));

    assertPlan(plan, EvaluationMethod.HOLD_OUT, 0, 0);
    assertThat(plan.remark()).isEmpty();
  }

  @Test
  void one_early_customer_in_five_snapshots_is_nobody_to_learn_from() {
    LabeledRows one = rows(1, 0);
    LabeledRows stayed = rows(0, 1);

    assertPlan(
        plan(rows(50, 50), one, stayed, one, stayed, one),
        EvaluationMethod.HOLD_OUT,
        0,
        0,
        1,
        2,
        3,
        4,
        5);
  }

  @Test
  void a_few_customers_do_not_become_many_by_being_seen_often() {
    LabeledRows six = rows(3, 3); // 30 rows in five snapshots, but six customers

    assertPlan(
        plan(rows(50, 50), six, six, six, six, six),
        EvaluationMethod.HOLD_OUT,
        0,
        0,
        1,
        2,
        3,
        4,
        5);
  }

  @Test
  void early_customers_who_are_hardly_any_beside_those_of_today_are_not_learned_from_alone() {
    assertPlan(plan(rows(300, 300), rows(15, 14)), EvaluationMethod.HOLD_OUT, 0, 0, 1);
    assertPlan(plan(rows(300, 300), rows(15, 15)), EvaluationMethod.OUT_OF_TIME, 0, 1);
  }

  @Test
  void snapshots_of_one_class_are_not_judged() {
    EvaluationPlan plan = plan(rows(50, 0), rows(0, 50), rows(50, 50), rows(50, 50));

    assertPlan(plan, EvaluationMethod.OUT_OF_TIME, 2, 3);
    assertThat(plan.remark())
        .contains(
            "Not evaluated at 2024-05-31, 2024-06-30, where all customers have the same outcome");
  }

  @Test
  void snapshots_of_one_class_are_not_learned_from_alone() {
    EvaluationPlan plan = plan(rows(50, 50), rows(100, 0), rows(99, 1));

    assertPlan(plan, EvaluationMethod.HOLD_OUT, 0, 0, 1, 2);
    assertThat(plan.remark())
        .contains(
            "Evaluated on a fifth of the customers at 2024-06-30, not out of time: at 2024-05-01,"
                + " 2024-05-31 there are too few customers, or only one outcome, to learn from");
  }

  @Test
  void a_hold_out_is_of_the_newest_snapshot_with_both_classes() {
    assertPlan(plan(rows(50, 0), rows(30, 30)), EvaluationMethod.HOLD_OUT, 1, 1);
  }

  @Test
  void without_rows_there_is_no_plan() {
    assertThat(
            EvaluationPlan.of(new TrainingSet(new FeatureDefinition(Set.of(), 1), 30, List.of())))
        .isEmpty();
  }
}
