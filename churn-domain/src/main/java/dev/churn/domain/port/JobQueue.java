package dev.churn.domain.port;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import java.util.Optional;

/**
 * Durable background work. A submitted job is run at least once, is tried again with growing pauses
 * where its fault is transient, and ends completed, failed or canceled; jobs with the same {@link
 * JobRequest#exclusiveKey()} never run at the same time, on however many servers. Its end and what
 * {@link JobHandler#completed}, {@link JobHandler#failed} or {@link JobHandler#canceled} make of it
 * are one transaction.
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

  /**
   * Cancels a job. A queued job is canceled when this returns. A running job is interrupted within
   * a second or two, on whichever server runs it, and ends canceled soon after, unless its work was
   * done before; until then it stays unfinished with a {@link Job#cancellation()}. A canceled job
   * is never run again, whatever becomes of the server that ran it. Of several requests the first
   * counts; canceling a canceled job changes nothing. Must not be called within a transaction,
   * since it waits for locks.
   *
   * @param by who asks for it
   * @param handler the one that does the work of this queue's jobs; takes note of a job that is
   *     canceled at once
   * @return the job, with status CANCELED, or unfinished with a cancellation
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization has no such
   *     job, {@code CONFLICT} if it has completed or failed
   */
  Job cancel(OrganizationId organization, JobId id, Optional<Requester> by, JobHandler handler);
}
