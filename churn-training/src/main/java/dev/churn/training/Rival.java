package dev.churn.training;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
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
record Rival(String name, ToDoubleFunction<FeatureVector> score, boolean probable) {
  /** {@return recency alone: the lower the recency score, the longer is the customer silent} */
  static Rival recency() {
    return new Rival(Baseline.RECENCY, features -> -features.get(Feature.RECENCY_SCORE), false);
  }

  /** {@return the share of those learned from that churned, for everybody} */
  static Rival churnRate(Rows learned) {
    double rate = (double) learned.churnedCount() / learned.size();
    return new Rival(Baseline.CHURN_RATE, features -> rate, true);
  }
}
