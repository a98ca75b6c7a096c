package dev.churn.domain.dataset;

/** The state of a raw dataset. */
public enum DatasetStatus {
  /** The file is stored and validated. */
  UPLOADED,
  /** A job that computes the features is queued or running. */
  PROCESSING,
  /** The features are available. */
  READY,
  /** The features could not be computed; the dataset contains the reason. */
  ERROR
}
