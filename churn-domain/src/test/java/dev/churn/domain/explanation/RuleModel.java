package dev.churn.domain.explanation;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.prediction.ChurnProbability;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** A model that is a rule. */
record RuleModel(List<FeatureVector> background, ToDoubleFunction<FeatureVector> rule)
    implements Predictor {
  /** R of the monetary score. */
  static final double MONETARY_REFERENCE = 500;

  @Override
  public ModelType type() {
    return ModelType.RANDOM_FOREST;
  }

  @Override
  public FeatureDefinition featureDefinition() {
    return new FeatureDefinition(Set.of(), MONETARY_REFERENCE);
  }

  @Override
  public ChurnProbability predict(FeatureVector features) {
    return new ChurnProbability(rule.applyAsDouble(features));
  }
}
