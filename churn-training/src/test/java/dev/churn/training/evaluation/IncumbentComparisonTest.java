package dev.churn.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.statistics.Interval;
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class IncumbentComparisonTest {
  private static final TrainingSet SET = Synthetic.outOfTime(600, 3, Synthetic.SIGNAL, 17);
  private static final Comparison NO_DIFFERENCE =
      new Comparison(0, new Interval(0, 0), 0, new Interval(0, 0));

  private record Fixed(FeatureDefinition featureDefinition, ToDoubleFunction<FeatureVector> rule)
      implements Predictor {
    @Override
    public ModelType type() {
      return ModelType.RANDOM_FOREST;
    }

    @Override
    public List<FeatureVector> background() {
      return List.of(FeatureVector.of(new double[Feature.COUNT]));
    }

    @Override
    public ChurnProbability predict(FeatureVector features) {
      return new ChurnProbability(rule.applyAsDouble(features));
    }
  }

  private static TrainingResult train(ModelType type, Optional<Incumbent> incumbent) {
    return new ChurnModelTraining()
        .train(new TrainingRequest(SET, type, 1, incumbent), Progress.none());
  }

  private static Comparison against(Predictor incumbent) {
    return train(ModelType.LOGISTIC_REGRESSION, Optional.of(new Incumbent(incumbent)))
        .againstIncumbent()
        .orElseThrow();
  }

  private static Predictor fixed(ToDoubleFunction<FeatureVector> rule) {
    return new Fixed(Synthetic.DEFINITION, rule);
  }

  private static NonInferiorityVerdict.Kind verdict(Comparison comparison, double logLoss) {
    return NonInferiorityVerdict.of(comparison, logLoss, 600).kind();
  }

  @Test
  void without_an_incumbent_there_is_nothing_to_compare_with() {
    assertThat(train(ModelType.LOGISTIC_REGRESSION, Optional.empty()).againstIncumbent()).isEmpty();
  }

  @Test
  void a_guess_is_left_behind_and_the_truth_is_not() {
    Comparison guess = against(fixed(features -> 0.5));
    Comparison truth = against(fixed(Synthetic.SIGNAL::of));

    assertThat(guess.rocAucInterval().liesAbove(0)).isTrue();
    assertThat(guess.logLossInterval().liesBelow(0)).isTrue();
    assertThat(verdict(guess, Math.log(2))).isEqualTo(NonInferiorityVerdict.Kind.BETTER);
    assertThat(truth.rocAucDifference()).isLessThan(0.01);
    assertThat(truth.logLossDifference()).isGreaterThan(-0.01);
  }

  @Test
  void the_differences_are_those_of_the_evaluations() {
    TrainingResult forest = train(ModelType.RANDOM_FOREST, Optional.empty());
    TrainingResult regression =
        train(ModelType.LOGISTIC_REGRESSION, Optional.of(new Incumbent(forest.evaluated())));

    Comparison comparison = regression.againstIncumbent().orElseThrow();

    assertThat(comparison.rocAucDifference())
        .isEqualTo(
            regression.evaluation().metrics().rocAuc() - forest.evaluation().metrics().rocAuc(),
            within(1e-12));
    assertThat(comparison.logLossDifference())
        .isEqualTo(
            regression.evaluation().metrics().logLoss() - forest.evaluation().metrics().logLoss(),
            within(1e-12));
  }

  @Test
  void the_evaluated_model_is_the_one_without_the_test_rows_and_survives_its_file() {
    var training = new ChurnModelTraining();
    TrainingResult first = train(ModelType.LOGISTIC_REGRESSION, Optional.empty());
    Predictor evaluated = training.decode(training.encode(first.evaluated()));

    Comparison twin = against(evaluated);

    assertThat(twin).isEqualTo(NO_DIFFERENCE);
    assertThat(verdict(twin, 0.5)).isEqualTo(NonInferiorityVerdict.Kind.EQUAL);
    assertThat(against(first.model())).isNotEqualTo(NO_DIFFERENCE);
  }

  @Test
  void a_model_with_another_monetary_reference_is_given_its_own_scale() {
    ToDoubleFunction<FeatureVector> rule =
        features -> 0.1 + features.get(Feature.MONETARY_SCORE) / 1000;
    double scale = Math.log1p(Synthetic.DEFINITION.monetaryReference()) / Math.log1p(100_000);
    var theirs = new FeatureDefinition(Synthetic.DEFINITION.activityEventTypes(), 100_000);

    Comparison comparison = against(new Fixed(theirs, rule));

    Comparison byHand =
        against(fixed(features -> 0.1 + scale * features.get(Feature.MONETARY_SCORE) / 1000));
    assertThat(comparison.logLossDifference()).isEqualTo(byHand.logLossDifference(), within(1e-9));
  }
}
