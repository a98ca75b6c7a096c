package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.model.ModelId;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Copies the predictions of a batch to {@code customer_predictions}. */
final class PredictionCopy implements AutoCloseable {
  private final TextCopy copy;
  private final String batch;
  private final Map<ModelId, String> models = new HashMap<>();

  PredictionCopy(Connection connection, BatchId batch) {
    this.batch = batch.toString();
    this.copy =
        TextCopy.into(
            connection,
            "customer_predictions (batch_id, is_shadow, rank_order, customer_id,"
                + " churn_probability, model_id, model_version, role, is_active, reasons)");
  }

  /** Adds an answer, which has a rank. */
  void answer(CustomerPrediction prediction) {
    add(prediction, Optional.of(prediction.rank()));
  }

  void shadow(CustomerPrediction prediction) {
    add(prediction, Optional.empty());
  }

  private void add(CustomerPrediction prediction, Optional<Long> rank) {
    copy.plain(batch);
    copy.plain(rank.isEmpty());
    copy.optional(rank);
    copy.text(prediction.customerId());
    copy.plain(prediction.probability().value());
    copy.plain(models.computeIfAbsent(prediction.model(), ModelId::toString));
    copy.plain(prediction.modelVersion());
    copy.optional(prediction.role().map(Columns::code));
    copy.optional(prediction.active());
    copy.texts(prediction.reasons());
    copy.endRow();
  }

  /** Sends the buffered rows. */
  void send() {
    copy.send();
  }

  /** See {@link TextCopy#close}. */
  @Override
  public void close() {
    copy.close();
  }
}
