package dev.churn.domain.port;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.organization.OrganizationId;
import java.util.Optional;

/**
 * Durable background work. A submitted job is run at least once, is tried again with growing pauses
 * where its fault is transient, and ends completed or failed; jobs with the same {@link
 * JobRequest#exclusiveKey()} never run at the same time, on however many servers. Its end and what
 * {@link dev.churn.domain.job.JobHandler#completed} or {@link
 * dev.churn.domain.job.JobHandler#failed} make of it are one transaction.
 */
public interface JobQueue {
  /**
   * Queues work, within the caller's transaction if there is one. While an unfinished job for the
   * same request is there, that one is returned and nothing is added.
   */
  Job submit(JobRequest request);

  /** {@return a job of this organization; those of others are not found} */
  Optional<Job> find(OrganizationId organization, JobId id);

  /** {@return the unfinished job for the request, if there is one} */
  Optional<Job> findUnfinished(JobRequest request);
}
