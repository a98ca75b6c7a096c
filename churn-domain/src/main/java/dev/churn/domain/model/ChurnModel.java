package dev.churn.domain.model;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.prediction.ChurnProbability;
import java.util.List;

/** A trained model; immutable, safe for use by several threads. */
public interface ChurnModel {
  /** How many customers the background holds at most. */
  int MAX_BACKGROUND = 64;

  /** {@return what it is; not {@link ModelType#AUTO}} */
  ModelType type();

  /** {@return how the features that this model takes must be computed} */
  FeatureDefinition featureDefinition();

  /**
   * {@return customers that stand for those whom the model learned from} Explanations compare with
   * them. At least one, at most {@value #MAX_BACKGROUND}, always the same.
   */
  List<FeatureVector> background();

  /** {@return how likely the customer shows no activity within the horizon} */
  ChurnProbability predict(FeatureVector features);
}
