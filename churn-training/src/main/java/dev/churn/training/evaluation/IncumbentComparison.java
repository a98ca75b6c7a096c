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

  /**
   * {@return the evaluated model minus the incumbent}
   *
   * @throws IllegalArgumentException if the incumbent watches event types that the rows do not have
   */
  public Comparison compare(CalibratedPredictor evaluated, Incumbent incumbent) {
    return Comparison.of(
        evaluated.on(asOf).probabilities(test),
        probabilities(incumbent.model().on(asOf)),
        test.labels(),
        test.customers(),
        seed);
  }

  private double[] probabilities(Predictor model) {
    FeatureDefinition theirs = model.featureDefinition();
    TrainingRows rows = test.watching(theirs.watchedEventTypes());
    double reference = theirs.monetaryReference();
    return rows.map(features -> model.predict(scaled(features, reference)).value());
  }

  /** {@return features whose monetary score is by another reference} */
  private FeatureVector scaled(FeatureVector features, double reference) {
    double ownReference = definition.monetaryReference();
    if (reference == ownReference) {
      return features;
    }
    double[] values = features.toArray();
    int money = Feature.MONETARY_SCORE.ordinal();
    values[money] = RfmCounts.monetaryScore(values[money], ownReference, reference);
    return FeatureVector.of(values);
  }
}
