package dev.churn.domain.usecase.scoring;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.value.CustomerValue;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Consecutive customers of a batch, who are scored together. */
final class CustomerBlock {
  static final int SIZE = 1 << 11;

  private final List<Predictor> models;
  private final String[] customers = new String[SIZE];
  private final LocalDate[] days = new LocalDate[SIZE];
  private final FeatureVector[] vectors = new FeatureVector[SIZE];
  private final ChurnProbability[][] probabilities;
  private final CustomerValue[][] values;
  private int size;

  CustomerBlock(List<Predictor> models) {
    this.models = models;
    this.probabilities = new ChurnProbability[models.size()][];
    this.values = new CustomerValue[models.size()][];
  }

  void add(String customer, LocalDate asOf, FeatureVector features) {
    customers[size] = customer;
    days[size] = asOf;
    vectors[size++] = features;
  }

  boolean isFull() {
    return size == SIZE;
  }

  int size() {
    return size;
  }

  String customer(int row) {
    return customers[row];
  }

  LocalDate asOf(int row) {
    return days[row];
  }

  FeatureVector features(int row) {
    return vectors[row];
  }

  /** Computes probabilities and values by all models; in any thread, before they are read. */
  void score() {
    double[] features = new double[size * FeatureVector.WIDTH];
    for (int row = 0; row < size; row++) {
      vectors[row].copyTo(features, row * FeatureVector.WIDTH);
    }
    for (int model = 0; model < probabilities.length; model++) {
      double[] predicted = new double[size];
      models.get(model).bulk().predict(features, size, predicted);
      probabilities[model] = new ChurnProbability[size];
      values[model] = new CustomerValue[size];
      for (int row = 0; row < size; row++) {
        var probability = new ChurnProbability(predicted[row]);
        probabilities[model][row] = probability;
        values[model][row] = models.get(model).value(vectors[row], probability).orElse(null);
      }
    }
  }

  /** {@return the probability by the model at an index} */
  ChurnProbability probability(int model, int row) {
    return probabilities[model][row];
  }

  /** {@return what the model at an index expects of the customer, if it estimates that} */
  Optional<CustomerValue> value(int model, int row) {
    return Optional.ofNullable(values[model][row]);
  }
}
