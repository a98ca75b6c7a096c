package dev.churn.domain.evaluation;

/** The data on which a model was evaluated. */
public enum EvaluationMethod {
  /** The test snapshot, after training on earlier snapshots only; this matches production use. */
  OUT_OF_TIME,
  /** A stratified fifth of the customers, when there is only one snapshot. */
  HOLD_OUT
}
