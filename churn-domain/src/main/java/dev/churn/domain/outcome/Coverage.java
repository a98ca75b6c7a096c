package dev.churn.domain.outcome;

/** How much a newer file can tell of the customers with a prediction for an as-of date T. */
public enum Coverage {
  /**
   * The file reaches back so far that it has customers whether they stayed or left. A customer
   * without an event up to T may have been deleted or renamed, so the outcome is unknown.
   */
  FROM_BEFORE,
  /**
   * The file begins on T + 1 and has no reason to hold those who left: a customer who is missing
   * has churned.
   */
  FROM_NEXT_DAY,
  /**
   * The file begins before T, but too late: those who left are missing and those who stayed are
   * not. All outcomes are unknown, since those of the others would be the outcomes of survivors.
   */
  TRUNCATED
}
