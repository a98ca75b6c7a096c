package dev.churn.domain.model;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.prediction.ChurnProbability;
import java.util.Arrays;
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

  /** {@return what predicts many customers, as {@link #predict} does} */
  default BulkPredictor bulk() {
    return (features, rows, probabilities) -> {
      for (int row = 0; row < rows; row++) {
        int begin = row * Feature.COUNT;
        FeatureVector customer =
            FeatureVector.of(Arrays.copyOfRange(features, begin, begin + Feature.COUNT));
        probabilities[row] = predict(customer).value();
      }
    };
  }

  /**
   * Predicts many customers, without an object for each of them. It has memory of its own, so it is
   * used by one thread at a time; the model may have any number of them.
   */
  @FunctionalInterface
  interface BulkPredictor {
    /**
     * Puts the probability of each customer, equal to that of {@link ChurnModel#predict} bit for
     * bit, into {@code probabilities}.
     *
     * @param features of one customer after the other, each in the order of {@link Feature}; finite
     * @param rows how many customers; neither array is shorter
     * @throws IllegalArgumentException if a feature is not finite
     */
    void predict(double[] features, int rows, double[] probabilities);
  }
}
