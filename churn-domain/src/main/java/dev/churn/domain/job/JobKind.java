package dev.churn.domain.job;

/** What a job does. */
public enum JobKind {
  /** Computes the features of a raw dataset, its subject. */
  PROCESS_FEATURES,
  /** Trains the model that is its subject. */
  TRAIN_MODEL,
  /** Makes the batch of predictions that is its subject. */
  SCORE_CUSTOMERS,
  /** Looks what became of past predictions, in a raw dataset that has been processed. */
  JUDGE_PREDICTIONS
}
