package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How many jobs of a kind wait or run, over all organizations.
 *
 * @param status QUEUED or RUNNING
 * @param jobs 1 or more
 * @param oldest when the one submitted first was submitted
 */
public record UnfinishedJobs(JobKind kind, JobStatus status, long jobs, Instant oldest) {
  public UnfinishedJobs {
    requireNonNull(kind, "kind");
    requireNonNull(oldest, "oldest");
    if (requireNonNull(status, "status").isFinished()) {
      throw new IllegalArgumentException("expected a status that is not final, found " + status);
    }
    if (jobs < 1) {
      throw new IllegalArgumentException("expected 1 job or more, found " + jobs);
    }
  }
}
