package dev.churn.domain.dataset;

/** Where a dataset stands. */
public enum DatasetStatus {
  /** Stored and validated. */
  UPLOADED,
  /** Its features are wanted: a job is queued or running. */
  PROCESSING,
  /** Its features are there. */
  READY,
  /** Its features could not be computed; the dataset says why. */
  ERROR
}
