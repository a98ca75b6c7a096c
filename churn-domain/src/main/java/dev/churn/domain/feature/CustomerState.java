package dev.churn.domain.feature;

/**
 * Whether a customer was active within the active window of the organization, or has left. Those
 * who have left are listed and counted with the lapsed.
 */
public enum CustomerState {
  /** The last active day is within the window, or the window is 0 and everyone is active. */
  ACTIVE,
  /** The customer has been silent for the whole window. */
  LAPSED,
  /** An event has ended it, such as a cancellation, whatever came behind it. */
  LEFT
}
