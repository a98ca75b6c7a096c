package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Cancellation;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.postgres.JobRows.Tried;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels jobs in two steps. First the request is written to the job's row, after which no server
 * starts the job. Then the job is ended: by the caller if it is queued, otherwise by the server
 * that runs it or takes it over.
 */
final class JobCancellation {
  private static final Logger LOG = LoggerFactory.getLogger(JobCancellation.class);

  private final Database database;
  private final InstantSource clock;

  JobCancellation(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** See {@link dev.churn.domain.port.JobQueue#cancel}. */
  Job cancel(OrganizationId organization, JobId id, Optional<Requester> by, JobHandler handler) {
    Job asked = database.inTransaction(handle -> request(handle, organization, id, by));
    if (asked.status() == JobStatus.QUEUED) {
      database
          .call(handle -> JobRows.findForWork(handle, id))
          .ifPresent(waiting -> end(waiting, handler));
    }
    Job now = database.call(handle -> JobRows.find(handle, organization, id)).orElseThrow();
    return switch (now.status()) {
      case QUEUED, RUNNING, CANCELED -> now;
      case COMPLETED, FAILED ->
          throw new ChurnException(
              ErrorCode.CONFLICT,
              "Job %s has %s already; there is nothing to cancel"
                  .formatted(id, Columns.code(now.status())));
    };
  }

  /**
   * Records the request and returns the job as it was until then; another server could still have
   * started it.
   */
  private Job request(
      Handle handle, OrganizationId organization, JobId id, Optional<Requester> by) {
    Job job =
        JobRows.lock(handle, organization, id)
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.NOT_FOUND,
                        "Organization %s has no job %s".formatted(organization, id)));
    JobRows.requestCancel(handle, id, new Cancellation(clock.instant(), by));
    return job;
  }

  /**
   * Ends an unfinished job that is to be canceled. If the transaction that does its work has
   * already committed, the job completes instead.
   *
   * @return the final status, or empty if the job is not to be canceled, has already ended, or has
   *     a later attempt
   */
  Optional<JobStatus> end(Tried tried, JobHandler handler) {
    try {
      return database.inTransaction(
          handle -> {
            Fence.enter(handle, tried.job().id());
            Optional<Job> latest = JobRows.lockLatest(handle, tried);
            Optional<Cancellation> cancellation = latest.flatMap(Job::cancellation);
            if (cancellation.isEmpty()) {
              return Optional.empty();
            }
            // change the row last, as when a job completes
            if (handler.isDone(latest.get())) {
              handler.completed(tried.job());
              JobRows.complete(handle, tried, clock.instant());
              return Optional.of(JobStatus.COMPLETED);
            }
            String reason = cancellation.get().reason();
            handler.canceled(tried.job(), reason);
            JobRows.cancel(handle, tried, reason, clock.instant());
            return Optional.of(JobStatus.CANCELED);
          });
    } catch (RuntimeException e) {
      if (JobRunner.isTransient(e)) {
        throw e;
      }
      // The job's subject may be gone and cannot record the end; the job must end anyway.
      LOG.error(
          "The handler of job {} could not record that it was canceled; the job ends anyway",
          tried.job().id(),
          e);
      return database.inTransaction(
          handle ->
              JobRows.lockLatest(handle, tried)
                  .flatMap(Job::cancellation)
                  .filter(
                      cancellation ->
                          JobRows.cancel(handle, tried, cancellation.reason(), clock.instant()))
                  .map(cancellation -> JobStatus.CANCELED));
    }
  }
}
