package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.training.data.TrainingRows;
import java.util.function.ToDoubleFunction;

/**
 * A baseline that is evaluated beside a model on the same customers.
 *
 * @param name name of the {@link Baseline}
 * @param score the score of a customer; a higher score means a higher churn probability. A learned
 *     baseline must have learned from the same rows as the model.
 * @param probable whether scores are probabilities, above 0 and below 1, so that they have a
 *     log-loss
 */
public record BaselineScore(String name, ToDoubleFunction<FeatureVector> score, boolean probable) {
  /** {@return recency alone: a lower recency score means a longer time without activity} */
  static BaselineScore recency() {
    return new BaselineScore(
        Baseline.RECENCY, features -> -features.get(Feature.RECENCY_SCORE), false);
  }

  /** {@return the churn rate of the training rows, for every customer} */
  public static BaselineScore churnRate(TrainingRows learned) {
    double rate = (double) learned.churnedCount() / learned.size();
    return new BaselineScore(Baseline.CHURN_RATE, features -> rate, true);
  }
}
