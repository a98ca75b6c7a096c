package dev.churn.domain.feature;

/** Whether a customer was active within the active window of the organization. */
public enum CustomerState {
  /** The last active day is within the window, or the window is 0 and everyone is active. */
  ACTIVE,
  /** The customer has been silent for the whole window. */
  LAPSED
}
