package dev.churn.domain.job;

/** Where a job stands. */
public enum JobStatus {
  /** Waiting for its turn, or for its next try. */
  QUEUED,
  RUNNING,
  COMPLETED,
  /** Given up; the job says why. */
  FAILED,
  /** Ended on request before its work was done. */
  CANCELED;

  /** {@return whether nothing more will happen} */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED || this == CANCELED;
  }
}
