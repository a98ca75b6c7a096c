package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tuning.Validation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models learn from everybody and are judged on the active customers first. */
class ActiveFirstTest {
  private static final ActiveWindow WINDOW = new ActiveWindow(90);

  /** Half of them come once and never again, the others about every 40 days until they leave. */
  private static final Buyers BUYERS =
      new Buyers(new MbgNbd(Dropout.AFTER_FIRST, 30, 0.8, 30, 0.8, 2.5), 3000, 300, 600, 7);

  private static final TrainingSet EVERYBODY = BUYERS.set(570, 540, 510);
  private static final Map<ModelType, TrainingResult> TRAINED = new ConcurrentHashMap<>();

  private static TrainingSet within90Days() {
    return new TrainingSet(
        EVERYBODY.definition(), EVERYBODY.horizonDays(), WINDOW, EVERYBODY.snapshots());
  }

  private static TrainingResult train(ModelType type) {
    return TRAINED.computeIfAbsent(
        type,
        asked ->
            new ChurnModelTraining()
                .train(
                    new TrainingRequest(within90Days(), asked, 1, Optional.empty()),
                    Progress.none()));
  }

  private static int[] active(LabeledRows rows) {
    return IntStream.range(0, rows.size()).filter(i -> WINDOW.includes(rows.features(i))).toArray();
  }

  @Test
  void the_measures_are_of_the_active_and_beside_them_of_all() {
    TrainingResult trained = train(ModelType.LOGISTIC_REGRESSION);
    LabeledRows test = EVERYBODY.snapshots().get(0).rows();
    int[] active = active(test);

    Evaluation evaluation = trained.evaluation();

    assertThat(evaluation.scope().population()).isEqualTo(Population.ACTIVE);
    assertThat(evaluation.testSamples()).isEqualTo(active.length).isLessThan(test.size() / 2);
    assertThat(evaluation.churnRate())
        .isEqualTo(
            IntStream.of(active).filter(test::churned).count() / (double) active.length,
            within(1e-12));
    var everyone = evaluation.everyone().orElseThrow();
    assertThat(everyone.customers()).isEqualTo(test.size());
    assertThat(everyone.churnRate()).isGreaterThan(evaluation.churnRate());
    assertThat(everyone.rocAuc()).isGreaterThan(evaluation.metrics().rocAuc());
    assertThat(everyone.rocAucInterval().liesAbove(everyone.rocAuc())).isFalse();
    assertThat(everyone.logLoss()).isLessThan(evaluation.metrics().logLoss());
  }

  @Test
  void an_evaluation_says_about_whom_and_when_and_how_far_ahead_it_is() {
    EvaluationScope scope = train(ModelType.LOGISTIC_REGRESSION).evaluation().scope();

    assertThat(scope.horizonDays()).isEqualTo(OptionalInt.of(30));
    assertThat(scope.asOf()).containsExactly(Synthetic.LAST_DAY);
  }

  @Test
  void tuning_learns_from_everybody_and_predicts_the_active() {
    TrainingSample all = TrainingMatrix.of(TrainingRows.of(EVERYBODY.snapshots()), WINDOW).all();

    Validation.Trial trial = Validation.of(all, 1).trials().get(0);

    assertThat(IntStream.range(0, trial.predict().size()).allMatch(trial.predict()::active))
        .isTrue();
    assertThat(IntStream.range(0, trial.learn().size()).allMatch(trial.learn()::active)).isFalse();
  }

  @Test
  void tuning_predicts_everybody_where_hardly_anybody_is_active() {
    TrainingRows rows = TrainingRows.of(EVERYBODY.snapshots());
    TrainingSample all = TrainingMatrix.of(rows, new ActiveWindow(1)).all();

    Validation validation = Validation.of(all, 1);

    assertThat(validation.method()).isEqualTo("out_of_time");
    assertThat(validation.trials().get(0).predict().size())
        .isEqualTo(EVERYBODY.snapshots().get(0).rows().size());
  }

  @Test
  void everybody_is_learned_from() {
    long rows = EVERYBODY.snapshots().stream().mapToLong(s -> s.rows().size()).sum();

    assertThat(train(ModelType.LOGISTIC_REGRESSION).trainingSamples()).isEqualTo(rows);
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void the_lapsed_are_predicted_better_than_by_their_churn_rate(ModelType type) {
    Predictor model = train(type).model();
    LabeledRows rows = BUYERS.at(600 - 30);
    double loss = 0;
    int lapsed = 0;
    int churned = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (!WINDOW.includes(rows.features(i))) {
        double p = model.predict(rows.features(i)).value();
        loss -= Math.log(rows.churned(i) ? p : 1 - p);
        churned += rows.churned(i) ? 1 : 0;
        lapsed++;
      }
    }
    double rate = (double) churned / lapsed;

    assertThat(loss / lapsed).isLessThan(-rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate));
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void who_stays_silent_is_not_moved_by_the_day_on_which_the_window_ends(ModelType type) {
    Predictor model = train(type).model();
    int[][] histories = {{0}, {0, 40}, {0, 40, 80}, {0, 10, 20, 30, 200}, {0, 100, 110, 300}};
    double atTheEnd = 0;
    double around = 0;
    for (int[] days : histories) {
      int last = days[days.length - 1];
      double[] p = new double[21];
      for (int i = 0; i < p.length; i++) {
        p[i] = model.predict(Buyers.features(days, last + 80 + i)).value();
      }
      double step = Math.abs(p[10] - p[9]); // from 89 silent days to 90
      atTheEnd += step / histories.length;
      around += Math.abs(p[20] - p[0]) / 20 / histories.length;
      assertThat(step).as("%s on day 90", type.id()).isLessThan(0.03);
    }

    assertThat(atTheEnd).isLessThan(around + 0.01);
  }

  @Test
  void bg_nbd_is_fitted_to_everyone_ever_acquired() {
    double published =
        train(ModelType.LOGISTIC_REGRESSION).evaluation().baselines().stream()
            .filter(baseline -> baseline.name().equals(Baseline.BG_NBD))
            .findFirst()
            .orElseThrow()
            .logLoss()
            .orElseThrow();
    double model = train(ModelType.LOGISTIC_REGRESSION).evaluation().metrics().logLoss();

    // fitted to survivors it is .030 above
    assertThat(published).isBetween(model - 0.02, model + 0.015);
  }

  @Test
  void explanations_compare_with_active_customers() {
    assertThat(train(ModelType.LOGISTIC_REGRESSION).model().background())
        .hasSize(64)
        .allMatch(WINDOW::includes);
  }

  /** Half of the active churn, and nearly all others. */
  private static final class HalfOfTheActive implements Predictor {
    @Override
    public ModelType type() {
      return ModelType.RANDOM_FOREST;
    }

    @Override
    public FeatureDefinition featureDefinition() {
      return EVERYBODY.definition();
    }

    @Override
    public List<FeatureVector> background() {
      return List.of(FeatureVector.of(new double[Feature.COUNT]));
    }

    @Override
    public ChurnProbability predict(FeatureVector features) {
      return new ChurnProbability(WINDOW.includes(features) ? 0.5 : 0.95);
    }
  }

  @Test
  void the_comparison_with_the_incumbent_is_on_the_active() {
    var incumbent = new HalfOfTheActive();
    var request =
        new TrainingRequest(
            within90Days(),
            ModelType.LOGISTIC_REGRESSION,
            1,
            Optional.of(new Incumbent(incumbent)));

    TrainingResult trained = new ChurnModelTraining().train(request, Progress.none());

    double loss = trained.evaluation().metrics().logLoss();
    assertThat(trained.againstIncumbent().orElseThrow().logLossDifference())
        .isEqualTo(loss - Math.log(2), within(1e-9));
  }
}
