package dev.churn.domain.port;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.UnfinishedJobs;
import dev.churn.domain.job.Workload;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import java.util.List;
import java.util.Optional;

/**
 * A durable queue of background jobs. A submitted job runs at least once, is retried with growing
 * delays after a transient error, and ends as completed, failed or canceled. Jobs with the same
 * {@link JobRequest#exclusiveKey()} never run at the same time, even on different servers. A job's
 * final status is stored in the same transaction as the changes made by {@link
 * JobHandler#completed}, {@link JobHandler#failed} or {@link JobHandler#canceled}.
 *
 * <p>Jobs with the same exclusive key start in the order of submission. Organizations take turns:
 * an organization with many jobs does not delay the first job of another. The message of a waiting
 * job says how many unfinished jobs of its organization come before it: those that were submitted
 * earlier and have the same key or the same {@link Workload#isShort()}, and the job that it starts
 * {@link Workload#after() after}.
 */
public interface JobQueue {
  /**
   * Submits a job, within the caller's transaction if there is one. If a queued job for the same
   * request exists, returns that job and adds none, since it reads its inputs when it starts. If a
   * job for the same request is running, returns that job if its inputs are the same; otherwise
   * adds a job that runs after it.
   */
  Job submit(JobRequest request, Workload workload);

  /** Submits a job with the usual workload. */
  default Job submit(JobRequest request) {
    return submit(request, Workload.usual());
  }

  /** {@return a job of this organization, or empty if this organization has no such job} */
  Optional<Job> find(OrganizationId organization, JobId id);

  /** {@return the unfinished job for the request, the last submitted one if there are two} */
  Optional<Job> findUnfinished(JobRequest request);

  /** {@return the last submitted unfinished job of this kind, or empty if there is none} */
  Optional<Job> findUnfinished(OrganizationId organization, JobKind kind);

  /**
   * {@return the numbers of jobs that wait or run, on any server and for any organization; at most
   * one for each kind and status} A queue that does not count its jobs returns none.
   */
  default List<UnfinishedJobs> unfinished() {
    return List.of();
  }

  /**
   * {@return how many attempts since the start of this process were not the first one of their job}
   */
  default long retries(JobKind kind) {
    return 0;
  }

  /** {@return how often a thread of this queue survived an error, such as an exhausted memory} */
  default long faults() {
    return 0;
  }

  /**
   * Cancels a job. A queued job is canceled when this method returns. A running job is interrupted
   * within one or two seconds, on whichever server runs it, and ends as canceled soon after, unless
   * it finishes its work first; until then it stays unfinished with a {@link Job#cancellation()}. A
   * canceled job never runs again, even if its server fails. Only the first request counts;
   * canceling a canceled job has no effect. Do not call this within a transaction, because it waits
   * for locks.
   *
   * @param by the requester, if known
   * @param handler the handler of this queue's jobs; it is notified if the job is canceled
   *     immediately
   * @return the job, with status CANCELED, or unfinished with a cancellation
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization has no such
   *     job, {@code CONFLICT} if it has completed or failed
   */
  Job cancel(OrganizationId organization, JobId id, Optional<Requester> by, JobHandler handler);
}
