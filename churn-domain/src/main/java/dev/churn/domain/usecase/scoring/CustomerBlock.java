package dev.churn.domain.usecase.scoring;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.domain.value.CustomerValue;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Consecutive customers of a batch, who are scored together. */
final class CustomerBlock {
  static final int SIZE = 1 << 11;

  private final List<Predictor> models;
  private final String[] customers = new String[SIZE];
  private final LocalDate[] days = new LocalDate[SIZE];
  private final FeatureVector[] vectors = new FeatureVector[SIZE];
  private final ToIntFunction<String> answering;
  private final ChurnProbability[][] probabilities;
  private final int[] answers = new int[SIZE];
  private final CustomerValue[] values = new CustomerValue[SIZE];
  private final boolean[] left = new boolean[SIZE];
  private final SilenceCurve[] curves = new SilenceCurve[SIZE];
  private int size;

  /**
   * @param answering the index of the model whose prediction is the answer for a customer, or a
   *     negative number if it is none of these
   */
  CustomerBlock(List<Predictor> models, ToIntFunction<String> answering) {
    this.models = models;
    this.answering = answering;
    this.probabilities = new ChurnProbability[models.size()][];
  }

  /**
   * @param hasLeft whether the customer has left by an event, so that churn is certain
   */
  void add(String customer, LocalDate asOf, FeatureVector features, boolean hasLeft) {
    left[size] = hasLeft;
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

  /**
   * Computes the probabilities by all models, and values and curves by those that answer; in any
   * thread, before they are read.
   */
  void score() {
    double[] features = new double[size * FeatureVector.WIDTH];
    for (int row = 0; row < size; row++) {
      vectors[row].copyTo(features, row * FeatureVector.WIDTH);
    }
    for (int model = 0; model < probabilities.length; model++) {
      double[] predicted = new double[size];
      models.get(model).bulk().predict(features, size, predicted);
      probabilities[model] = new ChurnProbability[size];
      for (int row = 0; row < size; row++) {
        probabilities[model][row] =
            left[row] ? ChurnProbability.CERTAIN : new ChurnProbability(predicted[row]);
      }
    }
    for (int row = 0; row < size; row++) {
      int model = answering.applyAsInt(customers[row]);
      answers[row] = model;
      values[row] = model < 0 ? null : valueOf(models.get(model), row, probabilities[model][row]);
      curves[row] =
          model < 0 || left[row]
              ? null
              : models.get(model).curve(vectors[row], probabilities[model][row]).orElse(null);
    }
  }

  private CustomerValue valueOf(Predictor model, int row, ChurnProbability probability) {
    return model
        .value(vectors[row], probability)
        .map(value -> left[row] ? value.afterLeaving() : value)
        .orElse(null);
  }

  /** {@return whether a customer has left by an event} */
  boolean hasLeft(int row) {
    return left[row];
  }

  /** {@return the probability by the model at an index} */
  ChurnProbability probability(int model, int row) {
    return probabilities[model][row];
  }

  /** {@return whether the prediction of the model at an index is the answer} */
  boolean isAnswer(int model, int row) {
    return answers[row] == model;
  }

  /** {@return what the answering model expects of the customer, if it estimates that} */
  Optional<CustomerValue> value(int row) {
    return Optional.ofNullable(values[row]);
  }

  /** {@return the curve of silence by the answering model, if it has one} */
  Optional<SilenceCurve> curve(int row) {
    return Optional.ofNullable(curves[row]);
  }
}
