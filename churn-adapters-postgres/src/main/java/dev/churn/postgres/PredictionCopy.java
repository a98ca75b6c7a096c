package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.value.CustomerValue;
import dev.churn.postgres.PredictionCounting.Kind;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Copies the predictions of a batch to {@code customer_predictions}. */
final class PredictionCopy implements AutoCloseable {
  private final BinaryCopy copy;
  private final BatchId batch;
  private final Map<Kind, Long> counts = new HashMap<>();

  PredictionCopy(Connection connection, BatchId batch) {
    this.batch = batch;
    this.copy =
        BinaryCopy.into(
            connection,
            "customer_predictions",
            "batch_id",
            "is_shadow",
            "rank_order",
            "customer_id",
            "churn_probability",
            "model_id",
            "model_version",
            "role",
            "is_active",
            "is_lapsed",
            "days_silent",
            "has_left",
            "list_order",
            "value_order",
            "expected_activity",
            "expected_spend",
            "value_at_risk",
            "reasons");
  }

  /**
   * Adds an answer.
   *
   * @param hasLapsed whether the place in the list by probability is stored
   * @param hasValues whether the place in the list by value is stored
   */
  void answer(
      CustomerPrediction prediction,
      AnswerBuffer.Places places,
      boolean hasLapsed,
      boolean hasValues) {
    begin(false);
    copy.bigint(places.ofAll());
    end(
        prediction,
        hasLapsed ? OptionalInt.of(places.listed()) : OptionalInt.empty(),
        hasValues ? OptionalInt.of(places.valued()) : OptionalInt.empty());
    count(prediction, false);
  }

  void shadow(CustomerPrediction prediction) {
    begin(true);
    copy.nothing();
    end(prediction, OptionalInt.empty(), OptionalInt.empty());
    count(prediction, true);
  }

  private void begin(boolean isShadow) {
    copy.row();
    copy.uuid(batch.value());
    copy.bool(isShadow);
  }

  private void end(CustomerPrediction prediction, OptionalInt listed, OptionalInt valued) {
    copy.text(prediction.customerId());
    copy.real(prediction.probability().value());
    copy.uuid(prediction.model().value());
    copy.integer(prediction.modelVersion());
    copy.optionalText(prediction.role().map(Columns::code));
    copy.optionalBool(prediction.active());
    copy.optionalBool(prediction.activity().map(CustomerActivity::isLapsed));
    integer(prediction.activity().stream().mapToInt(CustomerActivity::daysSilent).findFirst());
    copy.optionalBool(prediction.activity().map(CustomerActivity::hasLeft));
    integer(listed);
    integer(valued);
    Optional<CustomerValue> value = prediction.value();
    copy.optionalReal(value.map(CustomerValue::expectedActivity));
    copy.optionalReal(value.map(CustomerValue::expectedSpend).flatMap(PredictionCopy::boxed));
    copy.optionalReal(value.map(CustomerValue::valueAtRisk).flatMap(PredictionCopy::boxed));
    copy.texts(prediction.reasons());
  }

  private void integer(OptionalInt value) {
    if (value.isPresent()) {
      copy.integer(value.getAsInt());
    } else {
      copy.nothing();
    }
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private void count(CustomerPrediction prediction, boolean isShadow) {
    counts.merge(new Kind(prediction.model(), isShadow), 1L, Long::sum);
  }

  /** {@return how many predictions were added} */
  Map<Kind, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Sends the buffered rows. */
  void send() {
    copy.send();
  }

  /** See {@link BinaryCopy#close}. */
  @Override
  public void close() {
    copy.close();
  }
}
