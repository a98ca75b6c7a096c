package dev.churn.domain.outcome;

/** What became of a customer after an as-of date. */
public enum Outcome {
  /** There was activity within the horizon, or the label of a file says so. */
  STAYED,
  /** There was no activity within the horizon, or the label of a file says so. */
  CHURNED,
  /** The dataset cannot tell. */
  UNKNOWN;

  /** {@return the outcome of a customer whose activity or label is known} */
  public static Outcome of(boolean churned) {
    return churned ? CHURNED : STAYED;
  }
}
