package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is evaluated where the rows do not allow the usual out-of-time evaluation. */
class FallbackTest {
  private static TrainingResult train(TrainingSet set, ModelType type) {
    return new ChurnModelTraining()
        .train(new TrainingRequest(set, type, 1, Optional.empty()), Progress.none());
  }

  /** {@return a set of snapshots 30 days apart, the latest first, which is that of the test} */
  private static TrainingSet set(ActiveWindow window, LabeledRows... rows) {
    LabeledSnapshot[] snapshots = new LabeledSnapshot[rows.length];
    for (int i = 0; i < rows.length; i++) {
      snapshots[i] =
          new LabeledSnapshot(
              Synthetic.LAST_DAY.minusDays(30L * i),
              i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              rows[i]);
    }
    return new TrainingSet(Synthetic.DEFINITION, 30, window, List.of(snapshots));
  }

  private static TrainingSet set(LabeledRows... rows) {
    return set(ActiveWindow.everyone(), rows);
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void one_early_customer_leaves_the_hold_out_as_it_is(ModelType type) {
    LabeledRows latest = Synthetic.rows(400, Synthetic.SIGNAL, 5);

    TrainingResult trained =
        train(set(latest, Synthetic.rows(1, 0), Synthetic.rows(0, 1), Synthetic.rows(1, 0)), type);

    Evaluation evaluation = trained.evaluation();
    assertThat(evaluation.scope().method()).isEqualTo(EvaluationMethod.HOLD_OUT);
    assertThat(evaluation.scope().asOf()).containsExactly(Synthetic.LAST_DAY);
    assertThat(evaluation.testSamples()).isBetween(79L, 82L);
    assertThat(evaluation.warnings())
        .contains(
            "Evaluated on a fifth of the customers at 2024-06-30, not out of time: at 2024-04-01,"
                + " 2024-05-01, 2024-05-31 there are too few customers, or only one outcome, to"
                + " learn from");
    assertThat(trained.trainingSamples()).isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void training_snapshots_of_one_class_lead_to_a_hold_out(ModelType type) {
    Evaluation evaluation =
        train(set(Synthetic.rows(50, 50), Synthetic.rows(100, 0)), type).evaluation();

    assertThat(evaluation.scope().method()).isEqualTo(EvaluationMethod.HOLD_OUT);
    assertThat(evaluation.testSamples()).isBetween(19L, 21L);
    assertThat(evaluation.snapshots().get(0).score()).isPresent();
    assertThat(evaluation.snapshots().get(1).score()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void a_test_snapshot_of_one_class_leaves_the_one_before_to_judge_on(ModelType type) {
    LabeledRows middle = Synthetic.rows(300, Synthetic.SIGNAL, 5);
    LabeledRows earliest = Synthetic.rows(300, Synthetic.SIGNAL, 6);

    TrainingResult trained = train(set(Synthetic.rows(300, 0), middle, earliest), type);

    Evaluation evaluation = trained.evaluation();
    assertThat(evaluation.scope().method()).isEqualTo(EvaluationMethod.OUT_OF_TIME);
    assertThat(evaluation.scope().asOf()).containsExactly(Synthetic.LAST_DAY.minusDays(30));
    assertThat(evaluation.testSamples()).isEqualTo(300);
    assertThat(evaluation.warnings())
        .contains("Not evaluated at 2024-06-30, where all customers have the same outcome");
    assertThat(trained.trainingSamples()).isEqualTo(900);
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void a_test_snapshot_of_one_class_leaves_a_hold_out_of_the_only_other(ModelType type) {
    Evaluation evaluation =
        train(set(Synthetic.rows(100, 0), Synthetic.rows(50, 50)), type).evaluation();

    assertThat(evaluation.scope().method()).isEqualTo(EvaluationMethod.HOLD_OUT);
    assertThat(evaluation.scope().asOf()).containsExactly(Synthetic.LAST_DAY.minusDays(30));
    assertThat(evaluation.testSamples()).isEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void where_hardly_anybody_is_active_everybody_is_judged(ModelType type) {
    // of 300, fewer than 20 were active within the last day
    TrainingSet set =
        set(
            new ActiveWindow(1),
            Synthetic.rows(300, Synthetic.SIGNAL, 5),
            Synthetic.rows(300, Synthetic.SIGNAL, 6));

    Evaluation evaluation = train(set, type).evaluation();

    assertThat(evaluation.scope().population()).isEqualTo(Population.ALL);
    assertThat(evaluation.testSamples()).isEqualTo(300);
    assertThat(evaluation.warnings())
        .anyMatch(
            warning ->
                warning.matches(
                    "Evaluated on all customers: of the \\d+ active in the last 1 days, \\d+ churned,"
                        + " which is too few customers or too few of one outcome to evaluate on"
                        + " them alone"));
  }
}
