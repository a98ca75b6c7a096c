package dev.churn.domain.model;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.prediction.ChurnProbability;

/** A trained model; immutable, safe for use by several threads. */
public interface ChurnModel {
  ModelType type();

  /** {@return how the features that this model takes must be computed} */
  FeatureDefinition featureDefinition();

  /** {@return how likely the customer shows no activity within the horizon} */
  ChurnProbability predict(FeatureVector features);
}
