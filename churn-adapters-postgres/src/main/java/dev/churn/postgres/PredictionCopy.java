package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.postgres.PredictionCounting.Kind;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;

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
            "reasons");
  }

  /** Adds an answer, which has a rank. */
  void answer(CustomerPrediction prediction) {
    begin(false);
    copy.bigint(prediction.rank());
    end(prediction);
    count(prediction, false);
  }

  void shadow(CustomerPrediction prediction) {
    begin(true);
    copy.nothing();
    end(prediction);
    count(prediction, true);
  }

  private void begin(boolean isShadow) {
    copy.row();
    copy.uuid(batch.value());
    copy.bool(isShadow);
  }

  private void end(CustomerPrediction prediction) {
    copy.text(prediction.customerId());
    copy.real(prediction.probability().value());
    copy.uuid(prediction.model().value());
    copy.integer(prediction.modelVersion());
    copy.optionalText(prediction.role().map(Columns::code));
    copy.optionalBool(prediction.active());
    copy.texts(prediction.reasons());
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
