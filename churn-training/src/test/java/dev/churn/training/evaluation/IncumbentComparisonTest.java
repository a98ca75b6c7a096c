package dev.churn.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Interval;
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
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    return train(type, incumbent, Progress.none());
  }

  private static TrainingResult train(
      ModelType type, Optional<Incumbent> incumbent, Progress progress) {
    return new ChurnModelTraining().train(new TrainingRequest(SET, type, 1, incumbent), progress);
  }

  private static Comparison against(Incumbent incumbent) {
    return train(ModelType.LOGISTIC_REGRESSION, Optional.of(incumbent))
        .againstIncumbent()
        .orElseThrow();
  }

  private static Optional<Predictor> unseen(ToDoubleFunction<FeatureVector> rule) {
    return Optional.of(new Fixed(Synthetic.DEFINITION, rule));
  }

  @Test
  void without_an_incumbent_there_is_nothing_to_compare_with() {
    assertThat(train(ModelType.LOGISTIC_REGRESSION, Optional.empty()).againstIncumbent()).isEmpty();
  }

  @Test
  void a_guess_is_left_behind_and_the_truth_is_not() {
    Comparison guess = against(new Incumbent(ModelType.RANDOM_FOREST, unseen(features -> 0.5)));
    Comparison truth =
        against(new Incumbent(ModelType.RANDOM_FOREST, unseen(Synthetic.SIGNAL::of)));

    assertThat(guess.rocAucInterval().liesAbove(0)).isTrue();
    assertThat(guess.logLossInterval().liesBelow(0)).isTrue();
    assertThat(guess.isNotWorse()).isTrue();
    assertThat(truth.rocAucDifference()).isLessThan(0.01);
    assertThat(truth.logLossDifference()).isGreaterThan(-0.01);
  }

  @Test
  void the_differences_are_those_of_the_evaluations() {
    TrainingResult forest = train(ModelType.RANDOM_FOREST, Optional.empty());
    List<Double> fractions = Collections.synchronizedList(new ArrayList<>());
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    TrainingResult regression =
        train(
            ModelType.LOGISTIC_REGRESSION,
            Optional.of(new Incumbent(ModelType.RANDOM_FOREST, Optional.empty())),
            (fraction, message) -> {
              fractions.add(fraction);
              messages.add(message);
            });

    Comparison comparison = regression.againstIncumbent().orElseThrow();

    // a forest that learned anew without the test snapshot: the one that the forest's training
    // judges
    assertThat(comparison.rocAucDifference())
        .isEqualTo(
            regression.evaluation().metrics().rocAuc() - forest.evaluation().metrics().rocAuc(),
            within(1e-12));
    assertThat(comparison.logLossDifference())
        .isEqualTo(
            regression.evaluation().metrics().logLoss() - forest.evaluation().metrics().logLoss(),
            within(1e-12));
    // that it learns anew takes a while, and is told
    assertThat(fractions).isSorted().endsWith(1.0);
    assertThat(messages).anyMatch(message -> message.startsWith("Model to compare with, learning"));
  }

  @Test
  void one_of_the_same_type_that_has_seen_the_test_learns_anew_to_the_same() {
    assertThat(against(new Incumbent(ModelType.LOGISTIC_REGRESSION, Optional.empty())))
        .isEqualTo(NO_DIFFERENCE);
  }

  @Test
  void of_several_types_the_one_that_is_kept_is_compared_with_what_has_learned_already() {
    List<String> messages = Collections.synchronizedList(new ArrayList<>());

    TrainingResult best =
        train(
            ModelType.AUTO,
            Optional.of(new Incumbent(ModelType.RANDOM_FOREST, Optional.empty())),
            (fraction, message) -> messages.add(message));

    double forest = Double.parseDouble(best.parameters().get("log_loss_random_forest"));
    assertThat(best.againstIncumbent().orElseThrow().logLossDifference())
        .isEqualTo(best.evaluation().metrics().logLoss() - forest, within(1e-12));
    assertThat(messages).noneMatch(message -> message.startsWith("Model to compare with"));
  }

  @Test
  void a_model_with_another_monetary_reference_is_given_its_own_scale() {
    ToDoubleFunction<FeatureVector> rule =
        features -> 0.1 + features.get(Feature.MONETARY_SCORE) / 1000;
    double scale = Math.log1p(Synthetic.DEFINITION.monetaryReference()) / Math.log1p(100_000);
    var theirs = new FeatureDefinition(Synthetic.DEFINITION.activityEventTypes(), 100_000);

    Comparison comparison =
        against(new Incumbent(ModelType.RANDOM_FOREST, Optional.of(new Fixed(theirs, rule))));

    Comparison byHand =
        against(
            new Incumbent(
                ModelType.RANDOM_FOREST,
                unseen(features -> 0.1 + scale * features.get(Feature.MONETARY_SCORE) / 1000)));
    assertThat(comparison.logLossDifference()).isEqualTo(byHand.logLossDifference(), within(1e-9));
  }

  @Test
  void a_model_of_other_event_types_learns_anew() {
    var theirs = new FeatureDefinition(Set.of("login"), Synthetic.DEFINITION.monetaryReference());

    assertThat(
            against(
                new Incumbent(
                    ModelType.LOGISTIC_REGRESSION,
                    Optional.of(new Fixed(theirs, features -> 0.5)))))
        .isEqualTo(NO_DIFFERENCE);
  }
}
