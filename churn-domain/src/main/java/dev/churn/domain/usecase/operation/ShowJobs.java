package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.UnfinishedJobs;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.List;

/** Shows the progress of background jobs. */
public final class ShowJobs {
  private final Organizations organizations;
  private final JobQueue jobs;

  public ShowJobs(Organizations organizations, JobQueue jobs) {
    this.organizations = organizations;
    this.jobs = jobs;
  }

  /**
   * {@return the job, finished or not}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist or
   *     has no such job
   */
  public Job load(OrganizationId organization, JobId id) {
    Lookup.organization(organizations, organization);
    return jobs.find(organization, id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no job %s".formatted(organization, id)));
  }

  /**
   * {@return the numbers of jobs that wait or run, on any server and for any organization; at most
   * one for each kind and status}
   */
  public List<UnfinishedJobs> unfinished() {
    return jobs.unfinished();
  }

  /**
   * {@return how many attempts since the start of this process were not the first one of their job}
   */
  public long retries(JobKind kind) {
    return jobs.retries(kind);
  }
}
