package dev.churn.domain.usecase.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Remedy;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Workload;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import java.util.Optional;

/**
 * The feature table that a training learns from. It exists, or a job is going to create it.
 *
 * @param id the id of the table
 * @param source the raw dataset of the table
 * @param table the table; empty if it does not exist yet
 * @param processing the job that creates the table; empty if it exists
 */
record LearningTable(
    DatasetId id, RawDataset source, Optional<FeatureDataset> table, Optional<Job> processing) {

  /**
   * {@return the table to learn from} A table that is being computed comes before those that exist,
   * since the user has asked for it.
   *
   * @param dataset a feature table, or a raw dataset; empty means the latest table
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if there is no such dataset, {@link
   *     ErrorCode#UNPROCESSABLE} if it has no table and none is being computed
   */
  static LearningTable choose(
      DatasetCatalog catalog,
      JobQueue jobs,
      OrganizationId organization,
      Optional<DatasetId> dataset) {
    Optional<Job> processing =
        dataset
            .map(id -> Lookup.dataset(catalog, organization, id))
            .map(found -> processingOf(jobs, found))
            .orElseGet(() -> jobs.findUnfinished(organization, JobKind.PROCESS_FEATURES))
            .filter(job -> !job.isCanceling());
    return processing
        .map(job -> expected(catalog, job))
        .orElseGet(() -> existing(catalog, tableOf(catalog, organization, dataset)));
  }

  private static Optional<Job> processingOf(JobQueue jobs, Dataset dataset) {
    return dataset instanceof RawDataset raw
        ? jobs.findUnfinished(
            new JobRequest(JobKind.PROCESS_FEATURES, raw.organizationId(), raw.id().value()))
        : Optional.empty();
  }

  private static LearningTable expected(DatasetCatalog catalog, Job processing) {
    OrganizationId organization = processing.request().organizationId();
    var source = new DatasetId(processing.request().subject());
    return new LearningTable(
        ProcessFeatures.tableId(processing),
        Lookup.raw(catalog, organization, source),
        Optional.empty(),
        Optional.of(processing));
  }

  private static LearningTable existing(DatasetCatalog catalog, FeatureDataset table) {
    return new LearningTable(
        table.id(),
        Lookup.raw(catalog, table.organizationId(), table.sourceId()),
        Optional.of(table),
        Optional.empty());
  }

  private static FeatureDataset tableOf(
      DatasetCatalog catalog, OrganizationId organization, Optional<DatasetId> dataset) {
    return dataset.isPresent()
        ? Lookup.features(catalog, organization, dataset.get())
        : catalog
            .findLatestFeatures(organization)
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.UNPROCESSABLE,
                        "Expected a processed dataset to learn from, found none;"
                            + " upload a dataset and process it first",
                        new Remedy(Remedy.Action.PROCESS_DATASET, Optional.empty())));
  }

  /** {@return a warning if a dataset was uploaded after the source and is not processed} */
  Optional<String> newerUpload(DatasetCatalog catalog) {
    return catalog.list(source.organizationId(), PageRequest.first()).items().stream()
        .filter(RawDataset.class::isInstance)
        .map(RawDataset.class::cast)
        .findFirst()
        .filter(latest -> !latest.id().equals(source.id()))
        .filter(latest -> latest.status() == DatasetStatus.UPLOADED)
        .map(
            latest ->
                "Dataset %s (%s) was uploaded later and is not processed;"
                        .formatted(latest.id(), latest.file().filename())
                    + " this model learns from dataset %s (%s)"
                        .formatted(source.id(), source.file().filename()));
  }

  /** {@return the workload of the training, which starts after the job that creates the table} */
  Workload workload() {
    return processing.map(job -> Workload.usual().after(job.id())).orElse(Workload.usual());
  }

  /** {@return the number of labeled rows in all snapshots of a table} */
  static long labeledRows(FeatureDataset table) {
    return table.manifest().snapshots().stream().mapToLong(Snapshot::labeled).sum();
  }
}
