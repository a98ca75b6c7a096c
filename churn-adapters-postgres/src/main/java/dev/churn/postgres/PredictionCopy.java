package dev.churn.postgres;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.port.PredictionBatches.Sink;
import java.sql.Connection;

/** Copies predictions to a table. */
final class PredictionCopy implements Sink, AutoCloseable {
  private final TextCopy copy;

  PredictionCopy(Connection connection, String table) {
    this.copy =
        TextCopy.into(
            connection,
            table
                + " (is_shadow, customer_id, churn_probability, model_id, model_version, role,"
                + " is_active, reasons)");
  }

  @Override
  public void answer(CustomerPrediction prediction) {
    add(prediction, false);
  }

  @Override
  public void shadow(CustomerPrediction prediction) {
    add(prediction, true);
  }

  private void add(CustomerPrediction prediction, boolean shadow) {
    copy.plain(shadow);
    copy.text(prediction.customerId());
    copy.plain(prediction.probability().value());
    copy.plain(prediction.model());
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
