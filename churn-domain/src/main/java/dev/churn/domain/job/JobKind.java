package dev.churn.domain.job;

/** The kind of work of a job. */
public enum JobKind {
  /** Computes the features of its subject, a raw dataset. */
  PROCESS_FEATURES,
  /** Trains its subject, a model. */
  TRAIN_MODEL,
  /** Scores its subject, a batch of predictions. */
  SCORE_CUSTOMERS,
  /** Evaluates past predictions against its subject, a processed raw dataset. */
  JUDGE_PREDICTIONS,
  /** Erases a customer; its subject is the erasure. */
  ERASE_CUSTOMER
}
