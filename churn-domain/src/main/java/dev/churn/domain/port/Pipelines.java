package dev.churn.domain.port;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.job.JobId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import java.util.Optional;

/** How far pipelines are. A pipeline goes with its dataset. */
public interface Pipelines {
  /**
   * Adds the pipeline of a dataset, or replaces its steps.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if its dataset is not there
   */
  void put(Pipeline pipeline);

  /** {@return the pipeline of a raw dataset of this organization} */
  Optional<Pipeline> find(OrganizationId organization, DatasetId raw);

  /** {@return the pipeline of this organization one of whose steps a job does or did} */
  Optional<Pipeline> findByJob(OrganizationId organization, JobId job);
}
