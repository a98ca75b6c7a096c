package dev.churn.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Baseline.Direction;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.evaluation.Verdict;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelEvaluatorTest {
  private static Evaluation judged(TrainingSet set) {
    return trained(set).evaluation();
  }

  private static TrainingResult trained(TrainingSet set) {
    return new ChurnModelTraining()
        .train(
            new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 1, Optional.empty()),
            Progress.none());
  }

  @Test
  void baselines_are_recency_the_churn_rate_and_rules_that_were_learned() {
    TrainingSet set = Synthetic.outOfTime(600, 3, Synthetic.SIGNAL, 17);
    TrainingRows test = TrainingRows.of(set.snapshots().subList(0, 1));
    TrainingRows learned = TrainingRows.of(set.snapshots().subList(1, 3));
    double rate = learned.churnedCount() / 1200.0;

    List<Baseline> baselines = judged(set).baselines();

    assertThat(baselines)
        .extracting(Baseline::name)
        .containsExactly(
            "recency",
            "churn_rate",
            "bg_nbd",
            "days_silent",
            "active_days_90",
            "active_days",
            "overdue",
            "recency_frequency");
    assertThat(baselines.get(2).rocAuc()).isBetween(0.6, 0.9);
    assertThat(baselines.get(2).logLoss().orElseThrow()).isBetween(0.3, 1.5);
    assertThat(baselines.get(0).logLoss()).isEmpty();
    // every pair by hand: the one with the lower recency score is the one that churned
    assertThat(baselines.get(0).rocAuc()).isEqualTo(shareOfPairs(test), within(1e-12));
    assertThat(baselines.get(1).rocAuc()).isEqualTo(0.5);
    double seen = test.churnedCount() / 600.0;
    assertThat(baselines.get(1).logLoss().orElseThrow())
        .isEqualTo(-seen * Math.log(rate) - (1 - seen) * Math.log(1 - rate), within(1e-12));
  }

  private static double shareOfPairs(TrainingRows test) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < test.size(); i++) {
      for (int j = 0; j < test.size(); j++) {
        if (test.churned(i) && !test.churned(j)) {
          double one = test.features(i).get(Feature.RECENCY_SCORE);
          double other = test.features(j).get(Feature.RECENCY_SCORE);
          right += one < other ? 1 : one == other ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return right / pairs;
  }

  private static TrainTestSplit split(TrainingSet set) {
    return TrainTestSplit.of(set, TrainingRows.of(TrainTestSplit.labeled(set)), 1);
  }

  @Test
  void a_rival_is_judged_beside_the_model() {
    TrainingSet set = Synthetic.outOfTime(400, 2, Synthetic.SIGNAL, 17);
    TrainingRows test = TrainingRows.of(set.snapshots().subList(0, 1));
    var truth =
        new BaselineScore("truth", Synthetic.SIGNAL::of, true, Optional.of(Direction.HIGHER));
    var constant = new BaselineScore("constant", features -> 0.4, true, Optional.empty());
    var rivals = new Rivals(List.of(truth), truth);

    Evaluation evaluation =
        new ModelEvaluator(split(set), set.snapshots(), constant, rivals, rivals, 1)
            .evaluate((CalibratedPredictor) trained(set).model(), List.of());

    assertThat(evaluation.baselines())
        .extracting(Baseline::name)
        .containsExactly("recency", "constant", "truth");
    BestBaseline best = evaluation.best().orElseThrow();
    assertThat(best.name()).isEqualTo("truth");
    assertThat(best.gain().rocAuc())
        .isEqualTo(
            evaluation.metrics().rocAuc() - evaluation.baselines().get(2).rocAuc(), within(1e-12));
    assertThat(evaluation.everyone().orElseThrow().best()).contains(best);
    assertThat(evaluation.baselines().get(2).logLoss().orElseThrow())
        .isCloseTo(
            ClassificationMetrics.logLoss(test.map(Synthetic.SIGNAL::of), test.labels()),
            within(1e-12)); // the rows have another order there
  }

  @Test
  void the_parts_of_an_evaluation_agree() {
    Evaluation evaluation = judged(Synthetic.outOfTime(1000, 2, Synthetic.SIGNAL, 18));

    ConfusionMatrix confusion = evaluation.confusion();
    assertThat(confusion.churned() + confusion.stayed()).isEqualTo(evaluation.testSamples());
    assertThat(confusion.churned() / 1000.0).isEqualTo(evaluation.churnRate());
    assertThat((confusion.truePositives() + confusion.trueNegatives()) / 1000.0)
        .isEqualTo(evaluation.metrics().accuracy(), within(1e-12));
    assertThat(evaluation.gainOverRecency().rocAuc())
        .isEqualTo(evaluation.metrics().rocAuc() - evaluation.recencyRocAuc(), within(1e-12));
    assertThat(evaluation.curves().gains()).hasSize(11);
    assertThat(evaluation.verdict().kind())
        .isIn(Verdict.Kind.BEATS_BASELINE, Verdict.Kind.UNPROVEN);
    assertThat(evaluation.verdict().sentence())
        .matches(
            "(beats [a-zA-Z/ 0-9]+ by|not shown to beat [a-zA-Z/ 0-9]+ \\(ROC AUC (high|low)er by)"
                + " \\.\\d{3} ± \\.\\d{3}.*");
    assertThat(evaluation.warnings()).isEmpty();
  }

  @Test
  void snapshots_come_latest_first_with_measures_where_nothing_was_learned() {
    Evaluation evaluation = judged(Synthetic.outOfTime(400, 3, Synthetic.SIGNAL, 17));

    assertThat(evaluation.snapshots())
        .extracting(SnapshotResult::asOf)
        .containsExactly(
            Synthetic.LAST_DAY, Synthetic.LAST_DAY.minusDays(30), Synthetic.LAST_DAY.minusDays(60));
    assertThat(evaluation.snapshots()).extracting(SnapshotResult::rows).containsOnly(400L);
    SnapshotResult test = evaluation.snapshots().get(0);
    assertThat(test.role()).isEqualTo(SnapshotRole.TEST);
    assertThat(test.churnRate()).isEqualTo(evaluation.churnRate());
    assertThat(test.score()).contains(SnapshotResult.Score.of(evaluation.metrics()));
    assertThat(evaluation.snapshots().get(1).score()).isEmpty();
    assertThat(evaluation.snapshots().get(2).score()).isEmpty();
  }

  @Test
  void few_customers_are_said_to_be_few() {
    LabeledRows rows = Synthetic.rows(120, Synthetic.SIGNAL, 5);

    Evaluation evaluation = judged(Synthetic.single(rows, SnapshotRole.LABELLED));

    long judged = evaluation.testSamples();
    assertThat(evaluation.warnings())
        .contains(
            "Evaluated on only %d customers, so the figures are uncertain (see the intervals)"
                .formatted(judged),
            "Only %d of the evaluated customers churned"
                .formatted(evaluation.confusion().churned()));
    assertThat(evaluation.gainOverRecency().interval().halfWidth()).isGreaterThan(0.05);
  }

  @Test
  void a_feature_that_gives_the_label_away_is_named() {
    // those with a tenure of more than a year churn, almost without exception
    Synthetic.Truth leak = features -> features.get(Feature.TENURE_DAYS) > 365 ? 0.999 : 0.001;

    Evaluation evaluation = judged(Synthetic.outOfTime(1000, 2, leak, 17));

    assertThat(evaluation.metrics().rocAuc()).isGreaterThan(0.98);
    assertThat(evaluation.warnings())
        .singleElement()
        .asString()
        .matches(
            "ROC AUC (0\\.9[89]\\d\\d|1\\.0000) is too good to be true: tenure_days gives the label"
                + " away, with a ROC AUC of (0\\.99\\d\\d|1\\.0000) on its own; look at how the"
                + " labels were made");
  }

  @Test
  void no_feature_is_said_to_give_the_label_away_that_does_not() {
    Synthetic.Truth both =
        features ->
            features.get(Feature.TENURE_DAYS) > 365 == features.get(Feature.MONETARY_SCORE) > 50
                ? 0.999
                : 0.001;
    TrainingRows rows =
        TrainingRows.of(Synthetic.outOfTime(1000, 2, both, 17).snapshots().subList(0, 1));

    List<String> warnings =
        EvaluationWarnings.of(ClassificationMetrics.judge(rows.map(both::of), rows.labels()), rows);

    assertThat(warnings)
        .singleElement()
        .asString()
        .matches(
            "ROC AUC (0\\.9[89]\\d\\d|1\\.0000) is unusually high: several features give the label"
                + " away together \\(\\w+, the best of them, has a ROC AUC of 0\\.[5-8]\\d\\d\\d on its"
                + " own\\); look at how the labels were made");
  }

  @Test
  void labels_of_a_file_have_no_horizon() {
    LabeledRows rows = Synthetic.rows(400, Synthetic.SIGNAL, 5);

    assertThat(judged(Synthetic.single(rows, SnapshotRole.LABELLED)).scope().horizonDays())
        .isEmpty();
    assertThat(judged(Synthetic.single(rows, SnapshotRole.TEST)).scope().horizonDays()).isPresent();
  }

  @Test
  void a_snapshot_without_rows_is_left_out() {
    TrainingSet set = Synthetic.outOfTime(100, 2, Synthetic.SIGNAL, 17);
    var empty =
        new LabeledSnapshot(
            Synthetic.LAST_DAY.minusDays(60), SnapshotRole.TRAIN, new LabeledRows());

    var judging =
        new ModelEvaluator(
            split(set),
            List.of(empty, set.snapshots().get(1), set.snapshots().get(0)),
            BaselineScore.recency(),
            new Rivals(List.of(), BaselineScore.recency()),
            new Rivals(List.of(), BaselineScore.recency()),
            1);

    assertThat(judging.snapshots()).isEqualTo(set.snapshots());
  }
}
