package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.blend.BaseModelLearner;
import dev.churn.training.blend.BoostingFamily;
import dev.churn.training.blend.ForestFamily;
import dev.churn.training.blend.LogisticFamily;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Logits;
import dev.churn.training.model.CalibratedPredictor;
import dev.churn.training.tuning.TuningData;
import dev.churn.training.tuning.Validation;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FamilyTuningTest {
  private static final MbgNbd BEHAVIOUR = new MbgNbd(Dropout.AFTER_FIRST, 60, 0.9, 50, 0.7, 2.5);

  private static TrainingSample sample(TrainingSet set) {
    return TrainingMatrix.of(TrainingRows.of(set.snapshots())).all();
  }

  private static ClassifierFamily<?> family(ModelType type) {
    return Stream.of(new LogisticFamily(), new ForestFamily(), new BoostingFamily())
        .filter(family -> family.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static Learner<?> tuned(TrainingSample sample, ModelType type) {
    return family(type).tune(new TuningData(sample, 60, 1), Map.of(), Progress.none());
  }

  private static CalibratedPredictor model(TrainingSet set, ModelType type) {
    TrainingRows rows = TrainingRows.of(set.snapshots());
    return new ModelFitter(set, rows, TrainingMatrix.of(rows).all(), 1)
        .fit(family(type), Map.of(), "Model", Progress.none())
        .model();
  }

  private static double area(CalibratedPredictor model, TrainingRows rows) {
    return RocArea.of(Ranking.of(rows.map(model::probability), rows.labels())).area();
  }

  @Test
  void the_newest_snapshot_is_predicted_from_the_older_ones() {
    TrainingSample sample = sample(Synthetic.outOfTime(200, 3, Synthetic.SIGNAL, 1));

    Validation validation = Validation.of(sample, 1);

    assertThat(validation.method()).isEqualTo("out_of_time");
    assertThat(validation.trials()).hasSize(1);
    Validation.Trial trial = validation.trials().get(0);
    assertThat(trial.predict().size()).isEqualTo(200);
    assertThat(trial.learn().size()).isEqualTo(400);
    for (int i = 0; i < 200; i++) {
      assertThat(trial.predict().snapshot(i)).isEqualTo(2);
    }
  }

  @Test
  void a_lone_snapshot_is_predicted_by_customer() {
    TrainingSample sample =
        sample(Synthetic.single(Synthetic.rows(300, Synthetic.SIGNAL, 1), SnapshotRole.TEST));

    Validation validation = Validation.of(sample, 1);

    assertThat(validation.method()).isEqualTo("3_folds_by_customer");
    assertThat(validation.predicted()).isEqualTo(300);
  }

  @Test
  void too_few_rows_are_not_compared_by() {
    TrainingSample sample = sample(Synthetic.single(Synthetic.rows(8, 30), SnapshotRole.TEST));

    assertThat(Validation.of(sample, 1).trials()).isEmpty();
    for (ModelType type : Synthetic.learnable()) {
      assertThat(tuned(sample, type).parameters()).containsKey("ridge");
    }
  }

  @Test
  void noise_gets_the_strongest_ridge() {
    TrainingSample sample = sample(Synthetic.outOfTime(600, 3, Synthetic.NOISE, 2));

    assertThat(((BaseModelLearner) tuned(sample, ModelType.LOGISTIC_REGRESSION)).ridge())
        .isEqualTo(50);
  }

  @Test
  void labels_that_have_nothing_to_do_with_buying_silence_the_model_of_buying() {
    Synthetic.Truth byValue =
        features -> features.get(Feature.AVG_TRANSACTION_VALUE) > 100 ? 0.9 : 0.1;
    TrainingSample sample = sample(Synthetic.outOfTime(800, 2, byValue, 3));

    var learner = (BaseModelLearner) tuned(sample, ModelType.LOGISTIC_REGRESSION);

    assertThat(learner.linearShare()).isEqualTo(1);
  }

  /** So few that nothing can be tuned: what is wrong shows in the rows learned from alone. */
  @Test
  void few_labels_that_have_nothing_to_do_with_buying_silence_it_too() {
    Synthetic.Truth rare = features -> 0.05;
    TrainingSet set = Synthetic.single(Synthetic.rows(300, rare, 5), SnapshotRole.LABELLED);
    TrainingRows unseen = TrainingRows.of(Synthetic.outOfTime(2000, 1, rare, 99).snapshots());
    double known = -0.05 * Math.log(0.05) - 0.95 * Math.log(0.95);

    for (ModelType type : Synthetic.learnable()) {
      CalibratedPredictor model = model(set, type);

      assertThat(ClassificationMetrics.logLoss(unseen.map(model::probability), unseen.labels()))
          .as(type.id())
          .isEqualTo(known, within(0.03));
    }
  }

  @Test
  void few_customers_who_buy_till_they_die_are_left_to_both() {
    for (int seed = 1; seed <= 10; seed++) {
      TrainingSample sample = new Buyers(BEHAVIOUR, 26, 200, 400, seed).sample(260);

      var learner = (BaseModelLearner) tuned(sample, ModelType.LOGISTIC_REGRESSION);

      assertThat(Validation.of(sample, 1).trials()).isEmpty();
      assertThat(learner.linearShare()).isLessThan(0.2);
    }
  }

  @Test
  void customers_who_buy_till_they_die_are_left_to_both() {
    TrainingSample sample = sample(new Buyers(BEHAVIOUR, 1500, 300, 500, 4).set(400, 340, 280));

    var learner = (BaseModelLearner) tuned(sample, ModelType.LOGISTIC_REGRESSION);

    assertThat(learner.linearShare()).isBetween(0.4, 0.5);
  }

  @Test
  void the_say_of_what_sees_everything_grows_with_the_rows() {
    TrainingSample few = sample(Synthetic.single(Synthetic.rows(10, 40), SnapshotRole.TEST));
    TrainingSample many = sample(Synthetic.single(Synthetic.rows(900, 1100), SnapshotRole.TEST));

    assertThat(BaseModelLearner.usualLinearShare(few)).isEqualTo(0.5 * 10 / 110);
    assertThat(BaseModelLearner.usualLinearShare(many)).isEqualTo(0.5 * 900 / 1000);
  }

  @Test
  void what_asks_two_things_at_once_is_left_to_trees() {
    Synthetic.Truth both =
        features ->
            features.get(Feature.AVG_TRANSACTION_VALUE) > 90
                    != features.get(Feature.ACTIVITY_TREND) > 0
                ? 0.9
                : 0.1;
    TrainingSet set = Synthetic.outOfTime(1500, 2, both, 5);
    TrainingRows unseen = TrainingRows.of(Synthetic.outOfTime(1500, 1, both, 77).snapshots());

    assertThat(area(model(set, ModelType.GRADIENT_BOOSTING), unseen)).isGreaterThan(0.8);
    assertThat(area(model(set, ModelType.RANDOM_FOREST), unseen)).isGreaterThan(0.8);
    assertThat(area(model(set, ModelType.LOGISTIC_REGRESSION), unseen)).isLessThan(0.6);
  }

  /** Everybody came within 30 days; when learned from, nobody is known for more than 150. */
  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void a_base_that_grows_older_is_predicted_well_all_the_same(ModelType type) {
    var buyers = new Buyers(BEHAVIOUR, 4000, 30, 1000, 6);
    CalibratedPredictor model = model(buyers.set(150), type);

    for (int asOf : new int[] {300, 450, 900}) {
      TrainingRows rows = TrainingRows.of(buyers.set(asOf).snapshots());
      double[] probabilities = rows.map(model::probability);
      double rate = (double) rows.churnedCount() / rows.size();
      double[] known =
          rows.map(features -> Logits.probability(BEHAVIOUR.logOdds(DerivedInputs.of(features))));

      assertThat(Arrays.stream(probabilities).average().orElseThrow())
          .as("at %d", asOf)
          .isEqualTo(rate, within(0.05));
      assertThat(ClassificationMetrics.logLoss(probabilities, rows.labels()))
          .as("at %d", asOf)
          .isLessThan(ClassificationMetrics.logLoss(known, rows.labels()) + 0.03);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void few_customers_get_sane_probabilities(ModelType type) {
    TrainingSet set = new Buyers(BEHAVIOUR, 40, 100, 400, 7).set(150);
    CalibratedPredictor model = model(set, type);
    TrainingRows later =
        TrainingRows.of(new Buyers(BEHAVIOUR, 2000, 100, 400, 8).set(300).snapshots());

    assertThat(area(model, later)).isGreaterThan(0.8);
    assertThat(Arrays.stream(later.map(model::probability)).min().orElseThrow())
        .isGreaterThan(0.001);
    assertThat(ClassificationMetrics.logLoss(later.map(model::probability), later.labels()))
        .isLessThan(0.6);
  }

  @Test
  void a_part_of_the_customers_keeps_all_rows_of_each() {
    TrainingSample sample = sample(Synthetic.outOfTime(2000, 3, Synthetic.SIGNAL, 9));

    TrainingSample part = sample.ofSomeCustomers(1500, 1);

    assertThat(part.size()).isBetween(1300, 1700);
    long customers = IntStream.range(0, part.size()).mapToLong(part::customer).distinct().count();
    assertThat(part.size()).isEqualTo((int) (3 * customers));
    assertThat(sample.ofSomeCustomers(6000, 1)).isSameAs(sample);
  }
}
