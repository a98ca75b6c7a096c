package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.training.btyd.MbgNbd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Curves of silence of customers who buy till they die. */
final class CurveTrainingTest {
  private static final ChurnModelTraining TRAINING = new ChurnModelTraining();
  private static final Buyers BUYERS =
      new Buyers(new MbgNbd(MbgNbd.Dropout.AFTER_FIRST, 30, 1, 30, 1, 4), 1500, 300, 600, 7);

  private static String id(int customer) {
    return "customer-" + customer;
  }

  private static TrainingResult train(TrainingSet set, ModelSpecification specification) {
    return TRAINING.train(
        new TrainingRequest(set, TRAINING.check(specification), 1, Optional.empty()),
        Progress.none());
  }

  private static TrainingSet set(IntFunction<String> ids) {
    return BUYERS.setWithNext(ids, 480, 450, 420, 390);
  }

  @Test
  void every_type_has_a_curve_through_its_answer() {
    LabeledRows customers = set(CurveTrainingTest::id).snapshots().get(0).rows();
    for (ModelSpecification specification :
        List.of(
            ModelSpecification.of(ModelType.LOGISTIC_REGRESSION),
            ModelSpecification.of(ModelType.GRADIENT_BOOSTING),
            ModelSpecification.of(ModelType.RANDOM_FOREST),
            new ModelSpecification(
                new ModelType("weka"),
                Map.of("classifier", "weka.classifiers.bayes.NaiveBayes")))) {
      TrainingResult trained = train(set(CurveTrainingTest::id), specification);
      Predictor model = TRAINING.decode(TRAINING.encode(trained.model()));

      assertThat(trained.parameters()).containsEntry("curve", "7, 14, 30, 60, 90 days");
      for (int row = 0; row < customers.size(); row += 10) {
        FeatureVector features = customers.features(row);
        ChurnProbability p = model.predict(features);
        SilenceCurve curve = model.curve(features, p).orElseThrow(); // refuses to rise
        assertThat(curve.points().get(2)).isEqualTo(new SilenceCurve.Point(30, p));
        assertThat(trained.model().curve(features, p)).contains(curve);
      }
    }
  }

  /** The horizons of 7 and 90 days were never the horizon of a model. */
  @Test
  void the_mean_of_a_curve_is_what_happens_later() {
    Predictor model =
        train(set(CurveTrainingTest::id), ModelSpecification.of(ModelType.LOGISTIC_REGRESSION))
            .model();
    LabeledRows then =
        BUYERS.setWithNext(CurveTrainingTest::id, 570, 510).snapshots().get(1).rows();
    for (int place : new int[] {0, 3, 4}) {
      double promised = 0;
      double seen = 0;
      int days = 0;
      for (int row = 0; row < then.size(); row++) {
        FeatureVector features = then.features(row);
        SilenceCurve.Point point =
            model.curve(features, model.predict(features)).orElseThrow().points().get(place);
        days = point.days();
        promised += point.probability().value();
        seen += NextActivity.isSilent(then.nextActivityDays(row), days) ? 1 : 0;
      }
      assertThat(promised / then.size())
          .as("%d days", days)
          .isEqualTo(seen / then.size(), within(0.03));
    }
  }

  @Test
  void renamed_customers_and_a_second_training_give_the_same_bytes() {
    var logistic = ModelSpecification.of(ModelType.LOGISTIC_REGRESSION);
    byte[] file = TRAINING.encode(train(set(CurveTrainingTest::id), logistic).model());

    assertThat(file[11]).isEqualTo((byte) 6);
    assertThat(TRAINING.encode(train(set(CurveTrainingTest::id), logistic).model()))
        .isEqualTo(file);
    assertThat(TRAINING.encode(train(set(i -> "x" + (7919 * i) % 1500), logistic).model()))
        .isEqualTo(file);
  }

  @Test
  void renamed_customers_give_the_same_bytes_of_curves_with_trees() {
    var boosting = ModelSpecification.of(ModelType.GRADIENT_BOOSTING);
    byte[] file = TRAINING.encode(train(set(CurveTrainingTest::id), boosting).model());

    assertThat(file[11]).isEqualTo((byte) 9);
    assertThat(TRAINING.encode(train(set(i -> "x" + (7919 * i) % 1500), boosting).model()))
        .isEqualTo(file);
  }

  @Test
  void without_the_days_to_the_next_activity_the_model_is_the_same_but_has_no_curve() {
    var logistic = ModelSpecification.of(ModelType.LOGISTIC_REGRESSION);
    TrainingResult without = train(BUYERS.set(480, 450, 420, 390), logistic);
    TrainingResult with = train(set(CurveTrainingTest::id), logistic);

    assertThat(without.parameters().get("curve")).contains("process the dataset again");
    LabeledRows customers = set(CurveTrainingTest::id).snapshots().get(0).rows();
    for (int row = 0; row < customers.size(); row += 50) {
      FeatureVector features = customers.features(row);
      ChurnProbability p = without.model().predict(features);
      assertThat(without.model().curve(features, p)).isEmpty();
      assertThat(with.model().predict(features)).isEqualTo(p);
    }
  }

  @Test
  void labels_that_are_not_about_silence_have_no_curve() {
    LabeledRows rows = set(CurveTrainingTest::id).snapshots().get(0).rows();
    var other = new LabeledRows();
    for (int row = 0; row < rows.size(); row++) {
      other.add(
          "c" + row,
          rows.features(row),
          rows.churned(row) != (row % 100 == 0),
          rows.nextActivityDays(row));
    }
    var logistic = ModelSpecification.of(ModelType.LOGISTIC_REGRESSION);

    assertThat(train(Synthetic.single(other, SnapshotRole.TEST), logistic).parameters())
        .containsEntry("curve", "none: the labels are not about silence");
    assertThat(train(Synthetic.single(rows, SnapshotRole.LABELLED), logistic).parameters())
        .containsEntry("curve", "none: labels of a file say nothing about other horizons");
  }
}
