package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.value.CustomerValue;
import dev.churn.postgres.PredictionCounting.Kind;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Copies the predictions of a batch to {@code customer_predictions}. */
final class PredictionCopy implements AutoCloseable {
  private static final Map<ModelRole, String> ROLES =
      Arrays.stream(ModelRole.values())
          .collect(Collectors.toUnmodifiableMap(role -> role, Columns::code));

  private final BinaryCopy copy;
  private final BatchId batch;
  private final Map<Kind, long[]> counts = new HashMap<>();
  private Kind counted; // the kind of the last prediction, as most have the same one
  private long[] counter = {0};

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
    copy.optionalText(prediction.role().map(ROLES::get));
    copy.optionalBool(prediction.active());
    CustomerActivity activity = prediction.activity().orElse(null);
    if (activity == null) {
      copy.nothing();
      copy.nothing();
      copy.nothing();
    } else {
      copy.bool(activity.isLapsed());
      copy.integer(activity.daysSilent());
      copy.bool(activity.hasLeft());
    }
    copy.optionalInteger(listed);
    copy.optionalInteger(valued);
    CustomerValue value = prediction.value().orElse(null);
    if (value == null) {
      copy.nothing();
      copy.nothing();
      copy.nothing();
    } else {
      copy.real(value.expectedActivity());
      copy.optionalReal(value.expectedSpend());
      copy.optionalReal(value.valueAtRisk());
    }
    copy.texts(prediction.reasons());
  }

  private void count(CustomerPrediction prediction, boolean isShadow) {
    if (counted == null
        || counted.isShadow() != isShadow
        || !counted.model().equals(prediction.model())) {
      counted = new Kind(prediction.model(), isShadow);
      counter = counts.computeIfAbsent(counted, kind -> new long[1]);
    }
    counter[0]++;
  }

  /** {@return how many predictions were added} */
  Map<Kind, Long> counts() {
    Map<Kind, Long> numbers = new HashMap<>();
    counts.forEach((kind, number) -> numbers.put(kind, number[0]));
    return numbers;
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
