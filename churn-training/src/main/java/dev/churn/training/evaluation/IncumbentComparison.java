package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.util.function.Function;

/**
 * Compares a model with the incumbent, the model that is serving now, on customers that neither has
 * learned from.
 */
public final class IncumbentComparison {
  private final TrainingRows test;
  private final FeatureDefinition definition;
  private final Function<ModelSpecification, CalibratedPredictor> learned;
  private final long seed;

  /**
   * @param test the customers to compare on
   * @param learned returns a model of a specification that has not learned from those customers
   */
  public IncumbentComparison(
      TrainingRequest request,
      TrainingRows test,
      Function<ModelSpecification, CalibratedPredictor> learned) {
    this.test = test;
    this.definition = request.set().definition();
    this.learned = learned;
    this.seed = request.seed();
  }

  /** {@return the evaluated model minus the incumbent} */
  public Comparison compare(CalibratedPredictor evaluated, Incumbent incumbent) {
    double[] others =
        incumbent
            .unseen()
            .filter(model -> canBeAsked(model.featureDefinition()))
            .map(this::probabilities)
            .orElseGet(() -> learned.apply(incumbent.specification()).probabilities(test));
    return Comparison.of(
        evaluated.probabilities(test), others, test.labels(), test.customers(), seed);
  }

  /**
   * The incumbent can predict only from features of the same event types; the table has no others.
   */
  private boolean canBeAsked(FeatureDefinition theirs) {
    return theirs.activityEventTypes().equals(definition.activityEventTypes());
  }

  private double[] probabilities(Predictor model) {
    double theirs = model.featureDefinition().monetaryReference();
    return theirs == definition.monetaryReference()
        ? test.map(features -> model.predict(features).value())
        : test.map(features -> model.predict(rescaled(features, theirs)).value());
  }

  private FeatureVector rescaled(FeatureVector features, double theirs) {
    double[] values = features.toArray();
    int money = Feature.MONETARY_SCORE.ordinal();
    values[money] = RfmCounts.monetaryScore(values[money], definition.monetaryReference(), theirs);
    return FeatureVector.of(values);
  }
}
