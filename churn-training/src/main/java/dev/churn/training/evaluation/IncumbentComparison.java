package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.time.LocalDate;

/** Compares a model with the incumbent, a form of the model that is serving now. */
public final class IncumbentComparison {
  private final TrainingRows test;
  private final LocalDate asOf;
  private final FeatureDefinition definition;
  private final long seed;

  /**
   * @param test the customers to compare on
   * @param asOf their as-of day
   */
  public IncumbentComparison(TrainingRequest request, TrainingRows test, LocalDate asOf) {
    this.test = test;
    this.asOf = asOf;
    this.definition = request.set().definition();
    this.seed = request.seed();
  }

  /** {@return the evaluated model minus the incumbent} */
  public Comparison compare(CalibratedPredictor evaluated, Incumbent incumbent) {
    return Comparison.of(
        evaluated.on(asOf).probabilities(test),
        probabilities(incumbent.model().on(asOf)),
        test.labels(),
        test.customers(),
        seed);
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
