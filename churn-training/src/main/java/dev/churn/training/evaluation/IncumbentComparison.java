package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

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
    return theirs.canRead(definition)
        ? test.map(features -> model.predict(features).value())
        : test.map(features -> model.predict(asTheirs(features, theirs)).value());
  }

  private FeatureVector asTheirs(FeatureVector features, FeatureDefinition theirs) {
    List<String> types = theirs.watchedEventTypes();
    double[] values = Arrays.copyOf(features.toArray(), FeatureVector.width(types.size()));
    int money = Feature.MONETARY_SCORE.ordinal();
    double ownReference = definition.monetaryReference();
    if (theirs.monetaryReference() != ownReference) {
      values[money] =
          RfmCounts.monetaryScore(values[money], ownReference, theirs.monetaryReference());
    }
    for (int type = 0; type < types.size(); type++) {
      int ours = definition.watchedEventTypes().indexOf(types.get(type));
      if (ours < 0) {
        throw new IllegalArgumentException(
            "expected rows with the event types %s, found %s"
                .formatted(types, definition.watchedEventTypes()));
      }
      for (TypeFeature feature : TypeFeature.values()) {
        values[feature.place(type)] = features.get(feature, ours);
      }
    }
    return FeatureVector.of(values);
  }
}
