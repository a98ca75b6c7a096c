package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.training.data.TrainingRows;
import java.util.function.ToDoubleFunction;

/**
 * Something simple that is judged beside a model, on the same customers.
 *
 * @param name of the {@link Baseline} that it gives
 * @param score the higher, the likelier the customer churns; if it has learned at all, then from
 *     what the model learned from
 * @param probable whether scores are probabilities, above 0 and below 1, so that they have a
 *     log-loss
 */
public record BaselineScore(String name, ToDoubleFunction<FeatureVector> score, boolean probable) {
  /** {@return recency alone: the lower the recency score, the longer is the customer silent} */
  static BaselineScore recency() {
    return new BaselineScore(
        Baseline.RECENCY, features -> -features.get(Feature.RECENCY_SCORE), false);
  }

  /** {@return the share of those learned from that churned, for everybody} */
  public static BaselineScore churnRate(TrainingRows learned) {
    double rate = (double) learned.churnedCount() / learned.size();
    return new BaselineScore(Baseline.CHURN_RATE, features -> rate, true);
  }
}
