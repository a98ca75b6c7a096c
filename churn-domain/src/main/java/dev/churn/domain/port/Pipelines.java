package dev.churn.domain.port;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.job.JobId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import java.util.Optional;

/** Stores the progress of pipelines. A pipeline is deleted with its dataset. */
public interface Pipelines {
  /**
   * Adds the pipeline of a dataset, or replaces its steps.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if its dataset does not exist
   */
  void put(Pipeline pipeline);

  /** {@return the pipeline of a raw dataset of this organization} */
  Optional<Pipeline> find(OrganizationId organization, DatasetId raw);

  /** {@return the pipeline of this organization that contains the job as a step} */
  Optional<Pipeline> findByJob(OrganizationId organization, JobId job);
}
