package dev.churn.domain.evaluation;

/** The customers that a measure is about. */
public enum Population {
  /** The customers who were active at the as-of date, within the window of the model. */
  ACTIVE,
  /** Everybody known, or with a prediction, at the as-of date, active or lapsed. */
  ALL
}
