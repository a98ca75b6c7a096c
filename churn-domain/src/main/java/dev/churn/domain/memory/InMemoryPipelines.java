package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.JobId;
import dev.churn.domain.memory.InMemoryDatabase.ScopedDataset;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.port.Pipelines;
import java.util.Optional;
import java.util.stream.Stream;

/** The pipelines in memory. */
public final class InMemoryPipelines implements Pipelines {
  private final InMemoryDatabase database;

  public InMemoryPipelines(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void put(Pipeline pipeline) {
    database.run(
        () -> {
          if (!isThere(pipeline)) {
            throw new ChurnException(
                ErrorCode.NOT_FOUND, "There is no raw dataset " + pipeline.dataset());
          }
          database.pipelines.put(
              new ScopedDataset(pipeline.organizationId(), pipeline.dataset()), pipeline);
        });
  }

  private boolean isThere(Pipeline pipeline) {
    return database.datasets.get(pipeline.dataset()) instanceof RawDataset raw
        && raw.organizationId()
            .equals(InMemoryOrganizations.owner(database, pipeline.organizationId()));
  }

  @Override
  public Optional<Pipeline> find(OrganizationId organization, DatasetId raw) {
    return database.call(() -> of(organization).filter(p -> p.dataset().equals(raw)).findFirst());
  }

  @Override
  public Optional<Pipeline> findByJob(OrganizationId organization, JobId job) {
    return database.call(
        () ->
            of(organization)
                .filter(p -> p.steps().stream().anyMatch(s -> s.job().equals(Optional.of(job))))
                .findFirst());
  }

  private Stream<Pipeline> of(OrganizationId organization) {
    return database.pipelines.values().stream()
        .filter(p -> p.organizationId().equals(organization))
        .filter(this::isThere);
  }
}
