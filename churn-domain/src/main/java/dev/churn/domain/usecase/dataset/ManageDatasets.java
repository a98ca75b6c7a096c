package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.erasure.Erasure.Subject.StoredDataset;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.usecase.removal.Receipts;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists, shows and deletes datasets. */
public final class ManageDatasets {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final JobQueue jobs;
  private final ModelRegistry registry;
  private final PredictionBatches batches;
  private final Transactions transactions;
  private final RemoveObjects removals;

  public ManageDatasets(
      Organizations organizations,
      DatasetCatalog catalog,
      JobQueue jobs,
      ModelRegistry registry,
      PredictionBatches batches,
      Transactions transactions,
      RemoveObjects removals) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.jobs = jobs;
    this.registry = registry;
    this.batches = batches;
    this.transactions = transactions;
    this.removals = removals;
  }

  public Page<Dataset> list(OrganizationId organization, PageRequest page) {
    Lookup.organization(organizations, organization);
    return catalog.list(organization, page);
  }

  /**
   * {@return the dataset}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such dataset
   */
  public Dataset load(OrganizationId organization, DatasetId id) {
    return Lookup.dataset(catalog, organization, id);
  }

  /** {@return the raw dataset, or empty if the organization has no such dataset} */
  public Optional<RawDataset> findRaw(OrganizationId organization, DatasetId id) {
    return catalog.findRaw(organization, id);
  }

  /** {@return the most recently computed feature table of a raw dataset} */
  public Optional<FeatureDataset> findFeaturesOf(OrganizationId organization, DatasetId raw) {
    return catalog.findFeaturesOf(organization, raw);
  }

  /** {@return the check of a raw dataset, once one was made} */
  public Optional<FileCheck> findCheck(OrganizationId organization, DatasetId raw) {
    return catalog.findCheck(organization, raw);
  }

  /**
   * Deletes a dataset and its file; deleting a raw dataset also deletes its feature tables. Models
   * and predictions made from it remain. When its last feature table is deleted, a raw dataset
   * returns to the status it had before processing. If the storage does not remove the files at
   * once, they are removed later. A raw dataset goes from all targets of the organization; what a
   * single target has of it goes without the file.
   *
   * @return the receipt, which ends when the files are removed; of a target, it is one of its
   *     organization
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such
   *     dataset, {@link ErrorCode#CONFLICT} while its features are computed, a model is trained on
   *     it or its customers are scored
   */
  public ErasureId delete(OrganizationId organization, DatasetId id) {
    return delete(organization, id, () -> {});
  }

  /**
   * Like {@link #delete(OrganizationId, DatasetId)}.
   *
   * @param together is run in the transaction that deletes the rows
   */
  public ErasureId delete(OrganizationId organization, DatasetId id, Runnable together) {
    Receipts receipts = removals.receipts();
    Map<StoredObject, Long> files = new LinkedHashMap<>();
    ErasureId receipt =
        transactions.call(
            () -> {
              List<Dataset> deleted = deleteRows(organization, id);
              deleted.forEach(
                  dataset ->
                      files.put(new StoredObject(dataset.file().key()), dataset.file().size()));
              OrganizationId owner = Lookup.organization(organizations, organization).owner();
              ErasureId begun = receipts.begin(owner, new StoredDataset(id));
              deleted.forEach(dataset -> count(receipts, begun, dataset));
              if (files.isEmpty()) { // a target without a table of the dataset
                receipts.end(begun);
              } else {
                receipts.noteObjects(begun, files);
              }
              together.run();
              return begun;
            });
    removals.removeSoon(files.keySet());
    return receipt;
  }

  private static void count(Receipts receipts, ErasureId receipt, Dataset dataset) {
    if (dataset instanceof RawDataset raw) {
      String place = "dataset " + raw.id();
      receipts.note(receipt, "datasets", place, 1);
      receipts.note(receipt, "raw_rows", place, raw.rowCount());
    } else {
      String place = "table " + dataset.id();
      receipts.note(receipt, "feature_tables", place, 1);
      receipts.note(receipt, "feature_rows", place, dataset.rowCount());
    }
  }

  private List<Dataset> deleteRows(OrganizationId organization, DatasetId id) {
    List<OrganizationId> scopes = Targets.lock(organizations, organization);
    Dataset dataset = load(organization, id);
    DatasetId raw = dataset instanceof FeatureDataset table ? table.sourceId() : id;
    if (dataset instanceof FeatureDataset table) {
      requireNotProcessed(organization, raw);
      requireUnused(table);
      catalog.delete(organization, id);
      if (catalog.findFeaturesOf(organization, raw).isEmpty()) {
        catalog.update(Lookup.raw(catalog, organization, raw).uploaded());
      }
      return List.of(dataset);
    }
    List<FeatureDataset> tables =
        scopes.stream().flatMap(scope -> catalog.listFeaturesOf(scope, raw).stream()).toList();
    scopes.forEach(scope -> requireNotProcessed(scope, raw));
    tables.forEach(this::requireUnused);
    catalog.delete(organization, id);
    return organization.isTarget()
        ? List.copyOf(tables)
        : Stream.concat(Stream.of(dataset), tables.stream()).toList();
  }

  private void requireNotProcessed(OrganizationId organization, DatasetId raw) {
    if (jobs.findUnfinished(new JobRequest(JobKind.PROCESS_FEATURES, organization, raw.value()))
        .isPresent()) {
      throw new ChurnException(
          ErrorCode.CONFLICT, "Dataset %s is being processed; wait for its job".formatted(raw));
    }
  }

  private void requireUnused(FeatureDataset table) {
    registry.findInTraining(table.organizationId(), table.id()).stream()
        .findAny()
        .ifPresent(
            model -> {
              throw new ChurnException(
                  ErrorCode.CONFLICT,
                  "Model %s is learning from this dataset; wait for its job".formatted(model.id()));
            });
    batches.findUnfinished(table.organizationId(), table.id()).stream()
        .findAny()
        .ifPresent(
            batch -> {
              throw new ChurnException(
                  ErrorCode.CONFLICT,
                  "Batch %s is scoring this dataset; wait for its job".formatted(batch.id()));
            });
  }
}
