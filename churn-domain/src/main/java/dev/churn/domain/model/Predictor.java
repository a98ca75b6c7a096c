package dev.churn.domain.model;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.domain.value.CustomerValue;
import dev.churn.domain.value.SpendError;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A trained model; immutable and safe for use by several threads. */
public interface Predictor {
  /** The maximum number of background customers. */
  int MAX_BACKGROUND = 64;

  /** {@return the type of the model; never {@link ModelType#AUTO}} */
  ModelType type();

  /** {@return the parameters with which this model's features must be computed} */
  FeatureDefinition featureDefinition();

  /**
   * {@return a sample of customers that represents the training data} Explanations compare with it.
   * It contains at least one and at most {@value #MAX_BACKGROUND} customers and never changes.
   */
  List<FeatureVector> background();

  /**
   * {@return this model as of a day, with the season that it has learned for that day of the year;
   * the model itself if it knows none} Whoever predicts for a day asks the model of that day. The
   * model that a file holds says what it does without any season.
   */
  default Predictor on(LocalDate asOf) {
    return this;
  }

  /** {@return the probability that the customer shows no activity within the horizon} */
  ChurnProbability predict(FeatureVector features);

  /**
   * {@return what is expected of a customer within the horizon, in agreement with {@link #predict};
   * empty if the model does not know}
   */
  default Optional<CustomerValue> value(FeatureVector features, ChurnProbability probability) {
    return Optional.empty();
  }

  /** {@return how far the spend of customers lies from what {@link #value} expects} */
  default SpendError spendError() {
    return SpendError.UNKNOWN;
  }

  /**
   * {@return the probabilities of silence for several horizons, equal to {@link #predict} at the
   * horizon of the model; empty if the model has no curve}
   *
   * @param probability what {@link #predict} says of these features
   */
  default Optional<SilenceCurve> curve(FeatureVector features, ChurnProbability probability) {
    return Optional.empty();
  }

  /** {@return a predictor for many customers with the same results as {@link #predict}} */
  default BulkPredictor bulk() {
    return (features, rows, probabilities) -> {
      for (int row = 0; row < rows; row++) {
        int begin = row * FeatureVector.WIDTH;
        FeatureVector customer =
            FeatureVector.of(Arrays.copyOfRange(features, begin, begin + FeatureVector.WIDTH));
        probabilities[row] = predict(customer).value();
      }
    };
  }

  /**
   * Predicts for many customers without allocating an object for each. A predictor has its own
   * buffers, so only one thread may use it at a time; a model may have any number of predictors.
   */
  @FunctionalInterface
  interface BulkPredictor {
    /**
     * Writes the probability of each customer into {@code probabilities}; it equals that of {@link
     * Predictor#predict} bit for bit.
     *
     * @param features the features of one customer after the other, each {@link
     *     FeatureVector#WIDTH} numbers, ordered as in {@link FeatureVector#toArray}; finite
     * @param rows the number of customers; neither array may be shorter
     * @throws IllegalArgumentException if a feature is not finite
     */
    void predict(double[] features, int rows, double[] probabilities);
  }
}
