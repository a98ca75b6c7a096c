package dev.churn.domain.evaluation;

/** On what a model was judged. */
public enum EvaluationMethod {
  /** On the test snapshot, after learning from earlier ones only: as it will be used. */
  OUT_OF_TIME,
  /** On a fifth of the customers of the one snapshot there is. */
  HOLD_OUT
}
