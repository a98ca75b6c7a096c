package dev.churn.domain.usecase.erasure;

import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.scoring.DeleteBatch;
import java.nio.file.Path;
import java.util.List;

/**
 * Removes customers from stored files, by copies without their rows. Uploaded files become CSV text
 * in UTF-8, whatever they were. A dataset or a batch without any other customer is deleted, even if
 * it waits to be scored. What somebody else deletes meanwhile is left out.
 */
public final class StoredFiles {
  static final String CSV = "text/csv";

  private final DatasetCatalog catalog;
  private final PredictionBatches batches;
  private final DatasetFileErasure datasetFiles;
  private final BatchFileErasure batchFiles;

  /**
   * Creates the use case over its ports.
   *
   * @param scoring the handler of jobs that score customers
   * @param workFolder the existing folder in which files are written before they are stored
   */
  public StoredFiles(
      Organizations organizations,
      DatasetCatalog catalog,
      PredictionBatches batches,
      CustomerRecords records,
      Erasures erasures,
      JobQueue jobs,
      Transactions transactions,
      ObjectStore objects,
      EventFiles eventFiles,
      ManageDatasets datasets,
      DeleteBatch deletedBatches,
      RemoveObjects removals,
      JobHandler scoring,
      Path workFolder) {
    this.catalog = catalog;
    this.batches = batches;
    var pending = new PendingScoring(batches, jobs, scoring);
    var copies = new CustomerFreeCopy(objects, eventFiles);
    var replaced = new ReplacedFile(objects, transactions, removals);
    this.datasetFiles =
        new DatasetFileErasure(
            organizations,
            catalog,
            records,
            erasures,
            objects,
            datasets,
            pending,
            copies,
            replaced,
            workFolder);
    this.batchFiles =
        new BatchFileErasure(
            batches,
            records,
            erasures,
            transactions,
            objects,
            deletedBatches,
            pending,
            copies,
            replaced,
            workFolder);
  }

  /** Removes a customer from uploaded files and from feature tables. */
  void erase(OrganizationId organization, ErasureId id, String customer, Progress progress) {
    List<PredictionBatch> uploaded =
        Page.all(page -> batches.list(organization, page)).stream()
            .filter(batch -> batch.input() instanceof UploadedEvents)
            .toList();
    List<RawDataset> raws =
        Page.all(page -> catalog.list(organization, page)).stream()
            .filter(RawDataset.class::isInstance)
            .map(RawDataset.class::cast)
            .toList();
    double steps = Math.max(1, raws.size() + uploaded.size());
    int done = 0;
    for (RawDataset raw : raws) {
      progress.report(done++ / steps, "Rewriting the files of datasets");
      datasetFiles.erase(raw, id, customer);
    }
    for (PredictionBatch batch : uploaded) {
      progress.report(done++ / steps, "Rewriting the files of batches");
      batchFiles.eraseInput(batch, id, customer);
    }
  }

  /** Removes a customer from the predictions of batches and their files. */
  void eraseBatches(OrganizationId organization, ErasureId id, String customer) {
    batchFiles.erasePredictions(organization, id, customer);
  }
}
