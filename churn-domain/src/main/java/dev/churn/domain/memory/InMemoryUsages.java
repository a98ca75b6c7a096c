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
                    .filter(dataset -> isOf(organization, dataset.organizationId()))
                    .filter(RawDataset.class::isInstance)
                    .count(),
                database.batches.values().stream()
                    .filter(batch -> isOf(organization, batch.organizationId()))
                    .count(),
                database.jobs.values().stream()
                    .filter(job -> isOf(organization, job.request().organizationId()))
                    .filter(job -> !job.status().isFinished())
                    .count()));
  }

  private long datasetBytes(OrganizationId organization) {
    return database.datasets.values().stream()
        .filter(dataset -> isOf(organization, dataset.organizationId()))
        .mapToLong(dataset -> dataset.file().size())
        .sum();
  }

  private long batchBytes(OrganizationId organization) {
    return database.batches.values().stream()
        .filter(batch -> isOf(organization, batch.organizationId()))
        .map(batch -> batch.input())
        .filter(PredictionInput.UploadedEvents.class::isInstance)
        .mapToLong(input -> ((PredictionInput.UploadedEvents) input).file().size())
        .sum();
  }

  @Override
  public long organizations() {
    return database.call(
        () ->
            database.organizations.values().stream()
                .filter(organization -> organization.parent().isEmpty())
                .count());
  }

  /** {@return whether the owner is an organization or one of its targets, or is beside it} */
  private boolean isOf(OrganizationId organization, OrganizationId owner) {
    return InMemoryOrganizations.owner(database, owner)
        .equals(InMemoryOrganizations.owner(database, organization));
  }
}
