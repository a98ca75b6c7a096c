package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollingOriginTest {
  private static LocalDate day(int months) {
    return Synthetic.LAST_DAY.minusDays(30L * months);
  }

  private static TrainingResult train(TrainingSet set, ModelType type) {
    return new ChurnModelTraining()
        .train(new TrainingRequest(set, type, 1, Optional.empty()), Progress.none());
  }

  private static Evaluation evaluation(TrainingSet set) {
    return train(set, ModelType.LOGISTIC_REGRESSION).evaluation();
  }

  @Test
  void every_snapshot_with_history_behind_it_is_a_test_once() {
    TrainingSet set = Synthetic.outOfTime(300, 4, Synthetic.SIGNAL, 5);

    Evaluation evaluation = evaluation(set);

    assertThat(evaluation.cuts())
        .extracting(CutResult::asOf)
        .containsExactly(day(0), day(1), day(2));
    CutResult last = evaluation.cuts().get(0);
    assertThat(last.rocAuc()).isEqualTo(evaluation.metrics().rocAuc());
    assertThat(last.logLoss()).isEqualTo(evaluation.metrics().logLoss());
    assertThat(last.churnRate()).isEqualTo(evaluation.churnRate());
    assertThat(last.baselines()).isEqualTo(evaluation.baselines());
    for (CutResult cut : evaluation.cuts()) {
      assertThat(cut.customers()).isEqualTo(300);
      assertThat(cut.rocAuc()).isGreaterThan(0.75);
      assertThat(cut.meanPredicted()).isEqualTo(cut.churnRate(), within(0.1));
      assertThat(cut.baselines()).hasSameSizeAs(last.baselines());
    }
  }

  @Test
  void a_cut_is_what_an_evaluation_on_that_day_knew() {
    TrainingSet set = Synthetic.outOfTime(300, 4, Synthetic.SIGNAL, 5);
    List<LabeledSnapshot> later = new ArrayList<>(set.snapshots());
    // what happens afterwards, however strange, moves nothing that was said before
    later.set(
        0,
        new LabeledSnapshot(day(0), SnapshotRole.TEST, Synthetic.rows(300, features -> 0.9, 77)));
    TrainingSet strange = new TrainingSet(set.definition(), 30, ActiveWindow.everyone(), later);

    List<CutResult> usual = evaluation(set).cuts();
    List<CutResult> changed = evaluation(strange).cuts();

    assertThat(changed.get(0)).isNotEqualTo(usual.get(0));
    for (int i = 1; i < 3; i++) {
      // all rows share one order, so that sums are rounded otherwise
      assertThat(changed.get(i).rocAuc()).isEqualTo(usual.get(i).rocAuc(), within(1e-9));
      assertThat(changed.get(i).logLoss()).isEqualTo(usual.get(i).logLoss(), within(1e-9));
    }
  }

  @Test
  void snapshots_whose_outcomes_were_not_known_yet_are_not_learned_from() {
    TrainingSet monthly = Synthetic.outOfTime(300, 4, Synthetic.SIGNAL, 5);
    var set = new TrainingSet(monthly.definition(), 60, monthly.snapshots());

    // the earliest is 30 days before the third, whose model had nothing to learn from yet
    assertThat(evaluation(set).cuts()).extracting(CutResult::asOf).containsExactly(day(0), day(1));
  }

  @Test
  void snapshots_of_a_year_ago_alone_make_no_cut() {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int months : new int[] {0, 1, 2, 3, 12, 13}) {
      snapshots.add(
          new LabeledSnapshot(
              day(months),
              months == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              Synthetic.rows(300, Synthetic.SIGNAL, 5 + months)));
    }

    // the third month knows the twelfth and thirteenth only; the twelfth knows the one before it
    assertThat(evaluation(new TrainingSet(Synthetic.DEFINITION, 30, snapshots)).cuts())
        .extracting(CutResult::asOf)
        .containsExactly(day(0), day(1), day(2), day(12));
  }

  @Test
  void without_an_earlier_cut_auto_chooses_by_folds_of_the_rows_learned_from() {
    TrainingSet set = Synthetic.outOfTime(300, 2, Synthetic.SIGNAL, 6);
    List<LabeledSnapshot> other = new ArrayList<>(set.snapshots());
    other.set(
        0, new LabeledSnapshot(day(0), SnapshotRole.TEST, Synthetic.rows(300, Synthetic.NOISE, 9)));

    TrainingResult trained = train(set, ModelType.AUTO);
    TrainingResult judgedElsewhere =
        train(new TrainingSet(set.definition(), 30, other), ModelType.AUTO);

    assertThat(trained.evaluation().cuts()).hasSize(1);
    assertThat(trained.parameters()).containsEntry("type_chosen_by", "folds_by_customer");
    for (ModelType type : Synthetic.learnable()) {
      String loss = "log_loss_" + type.id();
      // the labels that the verdict is about, here noise, have no say; the folds are others
      assertThat(Double.parseDouble(judgedElsewhere.parameters().get(loss)))
          .isEqualTo(Double.parseDouble(trained.parameters().get(loss)), within(0.05));
    }
  }

  @Test
  void few_customers_make_no_cut() {
    LabeledRows few = Synthetic.rows(1, 18);
    LabeledRows many = Synthetic.rows(60, 60);
    var set =
        new TrainingSet(
            Synthetic.DEFINITION,
            30,
            List.of(
                new LabeledSnapshot(day(0), SnapshotRole.TEST, many),
                new LabeledSnapshot(day(1), SnapshotRole.TRAIN, few),
                new LabeledSnapshot(day(2), SnapshotRole.TRAIN, many)));

    assertThat(evaluation(set).cuts()).extracting(CutResult::asOf).containsExactly(day(0));
  }

  @Test
  void a_few_early_customers_make_no_cut_on_very_many() {
    var set =
        new TrainingSet(
            Synthetic.DEFINITION,
            30,
            List.of(
                new LabeledSnapshot(
                    day(0), SnapshotRole.TEST, Synthetic.rows(450, Synthetic.SIGNAL, 5)),
                new LabeledSnapshot(
                    day(1), SnapshotRole.TRAIN, Synthetic.rows(450, Synthetic.SIGNAL, 6)),
                // enough to learn from, but for 450 customers more than 22 are needed
                new LabeledSnapshot(day(2), SnapshotRole.TRAIN, Synthetic.rows(11, 11))));

    assertThat(evaluation(set).cuts()).extracting(CutResult::asOf).containsExactly(day(0));
  }

  @Test
  void a_few_customers_seen_often_make_no_cut() {
    LabeledRows many = Synthetic.rows(100, Synthetic.SIGNAL, 5);
    LabeledRows six = Synthetic.rows(3, 3);
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      SnapshotRole role = i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN;
      snapshots.add(new LabeledSnapshot(day(i), role, i < 2 ? many : six)); // 24 rows of six
    }

    assertThat(evaluation(new TrainingSet(Synthetic.DEFINITION, 30, snapshots)).cuts())
        .extracting(CutResult::asOf)
        .containsExactly(day(0));
  }

  @Test
  void the_order_of_the_snapshots_does_not_matter() {
    TrainingSet set = Synthetic.outOfTime(200, 4, Synthetic.SIGNAL, 5);
    List<LabeledSnapshot> reversed = new ArrayList<>(set.snapshots());
    Collections.reverse(reversed);

    assertThat(evaluation(new TrainingSet(set.definition(), 30, reversed)).cuts())
        .isEqualTo(evaluation(set).cuts());
  }
}
