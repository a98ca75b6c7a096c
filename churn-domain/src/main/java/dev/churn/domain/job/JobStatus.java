package dev.churn.domain.job;

/** Where a job stands. */
public enum JobStatus {
  /** Waiting for its turn, or for its next try. */
  QUEUED,
  RUNNING,
  COMPLETED,
  /** Given up; the job says why. */
  FAILED;

  /** {@return whether nothing more will happen} */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED;
  }
}
