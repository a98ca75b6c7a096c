package dev.churn.domain.job;

/** The state of a job. */
public enum JobStatus {
  /** Waiting to start, or for its next attempt. */
  QUEUED,
  RUNNING,
  COMPLETED,
  /** Ended without success; the job contains the reason. */
  FAILED,
  /** Ended on request before its work was finished. */
  CANCELED;

  /** {@return whether this state is final} */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED || this == CANCELED;
  }
}
