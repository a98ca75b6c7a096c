package dev.churn.domain.memory;

import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Usages;

/** Counts what organizations have in memory. */
public final class InMemoryUsages implements Usages {
  private final InMemoryDatabase database;

  public InMemoryUsages(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public Usage of(OrganizationId organization) {
    return database.call(
        () ->
            new Usage(
                datasetBytes(organization) + batchBytes(organization),
                database.datasets.values().stream()
                    .filter(dataset -> dataset.organizationId().equals(organization))
                    .filter(RawDataset.class::isInstance)
                    .count(),
                database.batches.values().stream()
                    .filter(batch -> batch.organizationId().equals(organization))
                    .count(),
                database.jobs.values().stream()
                    .filter(job -> job.request().organizationId().equals(organization))
                    .filter(job -> !job.status().isFinished())
                    .count()));
  }

  private long datasetBytes(OrganizationId organization) {
    return database.datasets.values().stream()
        .filter(dataset -> dataset.organizationId().equals(organization))
        .mapToLong(dataset -> dataset.file().size())
        .sum();
  }

  private long batchBytes(OrganizationId organization) {
    return database.batches.values().stream()
        .filter(batch -> batch.organizationId().equals(organization))
        .map(batch -> batch.input())
        .filter(PredictionInput.UploadedEvents.class::isInstance)
        .mapToLong(input -> ((PredictionInput.UploadedEvents) input).file().size())
        .sum();
  }

  @Override
  public long organizations() {
    return database.call(() -> (long) database.organizations.size());
  }
}
