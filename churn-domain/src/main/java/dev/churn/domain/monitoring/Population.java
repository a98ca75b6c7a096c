package dev.churn.domain.monitoring;

/** The customers whom a measure is about. */
public enum Population {
  /** Customers who were active at the as-of date, by the window of the model. */
  ACTIVE,
  /** All customers with a prediction, active or lapsed. */
  ALL
}
