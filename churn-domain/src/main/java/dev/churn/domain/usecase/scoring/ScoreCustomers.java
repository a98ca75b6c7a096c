package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionBatch.ScoredBy;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.WorkFile;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.serving.PredictionTally;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.Serving;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Scores the batches that {@link StartScoring} requests, in the background. */
public final class ScoreCustomers implements JobHandler {
  private static final int REPORT_EVERY = 1 << 13;

  /** How many attempts' files are removed; far more than a job has. */
  private static final long MOST_ATTEMPTS = 50;

  private final Organizations organizations;
  private final ServedModels models;
  private final PredictionBatches batches;
  private final ObjectStore objects;
  private final BatchCustomers customers;
  private final RemoveObjects removals;
  private final PredictionTally tally;
  private final DiskSpace disk;
  private final Path workFolder;
  private final InstantSource clock;

  /**
   * Creates the use case over its ports.
   *
   * @param workFolder the existing folder in which files are written before they are stored
   */
  public ScoreCustomers(
      Organizations organizations,
      DatasetCatalog catalog,
      ServedModels models,
      PredictionBatches batches,
      ObjectStore objects,
      EventFiles files,
      FeatureTables tables,
      FeatureCalculator calculator,
      RemoveObjects removals,
      PredictionTally tally,
      DiskSpace disk,
      Path workFolder,
      InstantSource clock) {
    this.organizations = organizations;
    this.models = models;
    this.batches = batches;
    this.objects = objects;
    this.customers = new BatchCustomers(catalog, objects, files, tables, calculator);
    this.removals = removals;
    this.tally = tally;
    this.disk = disk;
    this.workFolder = workFolder;
    this.clock = clock;
  }

  @Override
  public void run(Job job, Progress progress) {
    OrganizationId organization = job.request().organizationId();
    PredictionBatch batch = subject(job);
    if (batch.state() instanceof Completed) {
      return; // an earlier attempt of this job was cut off after its last step
    }
    batches.start(organization, batch.id());
    removals.note(outputs(job, job.attempt() - 1)); // nothing if this is the first attempt
    progress.report(0, "Scoring customers");
    // loaded once, and not from memory: a model activated before now serves this batch, also one
    // that another server activated, and a model activated meanwhile serves the next batch
    Serving serving = models.loadCurrent(organizations, organization);
    var window =
        new ActiveWindow(
            Lookup.organization(organizations, organization).settings().activeWindowDays());
    EarlierSegments earlier = EarlierSegments.before(batches, batch);
    var scoring =
        new BatchScoring(batch, serving, window, customers, earlier, progress.part(0, 0.6));
    ObjectKey output = ObjectKey.predictions(organization, batch.id().value(), job.attempt());
    Fingerprint written = storeAndWrite(batch, serving, scoring, output, progress.part(0.6, 0.8));
    progress.report(0.8, "Making them the latest predictions of their customers");
    batches.complete(
        organization,
        batch.id(),
        new Completed(
            clock.instant(),
            scoring.averageProbability(),
            scoring.risks(),
            output,
            Optional.of(written),
            scoredBy(serving),
            Optional.of(scoring.lapsed()),
            Optional.of(scoring.sums())));
    tally.add(serving.champion().summary().type(), scoring.risks());
  }

  private static List<ScoredBy> scoredBy(Serving serving) {
    return serving.models().stream()
        .map(model -> new ScoredBy(model.model().id(), model.version(), model.role()))
        .toList();
  }

  /** Stores the predictions, and writes their file while they are being stored. */
  private Fingerprint storeAndWrite(
      PredictionBatch batch,
      Serving serving,
      BatchScoring scoring,
      ObjectKey key,
      Progress progress) {
    try (var work = WorkFile.in(workFolder)) {
      try (OutputStream file = disk.watched(Files.newOutputStream(work.path()), workFolder)) {
        var rows =
            new PredictionFile(
                file,
                serving.models().stream().map(ServedModel::summary).toList(),
                scoring.curves());
        batches.store(
            batch.organizationId(),
            batch.id(),
            scoring,
            prediction -> {
              rows.add(prediction); // active customers first
              if (prediction.rank() % REPORT_EVERY == 0) {
                double fraction = (double) prediction.rank() / scoring.risks().total();
                progress.report(fraction, "Storing the predictions");
              }
            });
        rows.finish();
      }
      Content content = work.finished();
      Fingerprint written = Fingerprint.of(content);
      objects.put(key, content, "text/csv");
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void failed(Job job, String reason) {
    batches.fail(
        job.request().organizationId(),
        new BatchId(job.request().subject()),
        new Failed(clock.instant(), reason));
  }

  /** Records the end of the batch, and notes that its file is to be removed. */
  @Override
  public void canceled(Job job, String reason) {
    failed(job, reason);
    removals.note(outputs(job, Math.max(1, job.attempt())));
  }

  @Override
  public boolean isDone(Job job) {
    return subject(job).state() instanceof Completed;
  }

  /** Deletes the file of a batch that was not completed. */
  @Override
  public void discard(Job job) {
    if (isDone(job)) {
      return; // an attempt that was presumed dead has completed it
    }
    removals.removeSoon(outputs(job, Math.max(1, job.attempt())));
  }

  /**
   * {@return the file under the names that attempts gave it}
   *
   * @param last the number of the last attempt that may have stored it
   */
  private static List<StoredObject> outputs(Job job, long last) {
    OrganizationId organization = job.request().organizationId();
    return LongStream.rangeClosed(Math.max(1, last - MOST_ATTEMPTS), last)
        .mapToObj(attempt -> ObjectKey.predictions(organization, job.request().subject(), attempt))
        .map(StoredObject::new)
        .toList();
  }

  private PredictionBatch subject(Job job) {
    return Lookup.batch(
        batches, job.request().organizationId(), new BatchId(job.request().subject()));
  }
}
