package dev.churn.domain.evaluation;

/** The data on which a model was evaluated. */
public enum EvaluationMethod {
  /**
   * A snapshot, the newest that can be used, after training on earlier snapshots only; this matches
   * production use.
   */
  OUT_OF_TIME,
  /**
   * A stratified fifth of the customers of one snapshot, when there is no earlier snapshot to learn
   * from.
   */
  HOLD_OUT
}
