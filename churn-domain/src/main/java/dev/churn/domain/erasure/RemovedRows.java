package dev.churn.domain.erasure;

import java.util.Locale;

/** Kinds of rows that are removed with an organization. */
public enum RemovedRows {
  /** Raw datasets. */
  DATASETS,
  FEATURE_TABLES,
  /** Models, those included that were deleted before, whose version numbers were kept. */
  MODELS,
  BATCHES,
  /** Predictions of batches, shadow predictions included. */
  PREDICTION_ROWS,
  /** Single predictions. */
  LOGGED_PREDICTIONS,
  /** What became of customers, one for each customer and day. */
  OUTCOMES,
  JOBS,
  API_KEYS,
  /** Receipts of customers and datasets. */
  ERASURES,
  /** Everything else that has rows of its own, such as measures and activations of models. */
  OTHER_ROWS;

  /** {@return the stable code of the kind in receipts} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
