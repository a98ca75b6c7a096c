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

/** Cancels background work that is no longer wanted. */
public final class CancelJob {
  private final Organizations organizations;
  private final JobQueue jobs;
  private final JobHandler handler;

  /**
   * @param handler the one with which the queue works
   */
  public CancelJob(Organizations organizations, JobQueue jobs, JobHandler handler) {
    this.organizations = organizations;
    this.jobs = jobs;
    this.handler = handler;
  }

  /**
   * Cancels a job: at once if it waits, within a few seconds if it runs. What it was about can be
   * started again.
   *
   * @param by who asks for it
   * @return the job, with status CANCELED or still to be canceled
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such job,
   *     {@link ErrorCode#CONFLICT} if it has completed or failed
   */
  public Job cancel(OrganizationId organization, JobId id, Optional<Requester> by) {
    Lookup.organization(organizations, organization);
    return jobs.cancel(organization, id, by, handler);
  }
}
