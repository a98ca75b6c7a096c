package dev.churn.domain.usecase.pipeline;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.Optional;

/** Cancels background jobs. */
public final class CancelJob {
  private final Organizations organizations;
  private final JobQueue jobs;
  private final JobHandler handler;

  /**
   * Creates the use case.
   *
   * @param handler the handler of the queue's jobs
   */
  public CancelJob(Organizations organizations, JobQueue jobs, JobHandler handler) {
    this.organizations = organizations;
    this.jobs = jobs;
    this.handler = handler;
  }

  /**
   * Cancels a job: immediately if it is queued, within a few seconds if it is running. The same
   * work can be started again afterwards.
   *
   * @param by the requester, if known
   * @return the job, canceled or being canceled
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such job,
   *     {@link ErrorCode#CONFLICT} if it has completed or failed
   */
  public Job cancel(OrganizationId organization, JobId id, Optional<Requester> by) {
    Lookup.organization(organizations, organization);
    return jobs.cancel(organization, id, by, handler);
  }
}
