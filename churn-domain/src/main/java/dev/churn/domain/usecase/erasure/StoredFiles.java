package dev.churn.domain.usecase.erasure;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.StoredContent;
import dev.churn.domain.usecase.dataset.Targets;
import dev.churn.domain.usecase.dataset.WorkFile;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.scoring.DeleteBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Removes customers from stored files, by copies without their rows. Uploaded files become CSV text
 * in UTF-8, whatever they were. A dataset or a batch without any other customer is deleted.
 */
public final class StoredFiles {
  private static final String CSV = "text/csv";

  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final PredictionBatches batches;
  private final CustomerRecords records;
  private final Erasures erasures;
  private final Transactions transactions;
  private final ObjectStore objects;
  private final EventFiles eventFiles;
  private final EventFileProfiler profiler;
  private final ManageDatasets datasets;
  private final DeleteBatch deletedBatches;
  private final ReplacedFile replaced;
  private final Path workFolder;

  /**
   * Creates the use case over its ports.
   *
   * @param workFolder the existing folder in which files are written before they are stored
   */
  public StoredFiles(
      Organizations organizations,
      DatasetCatalog catalog,
      PredictionBatches batches,
      CustomerRecords records,
      Erasures erasures,
      Transactions transactions,
      ObjectStore objects,
      EventFiles eventFiles,
      EventFileProfiler profiler,
      ManageDatasets datasets,
      DeleteBatch deletedBatches,
      RemoveObjects removals,
      Path workFolder) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.batches = batches;
    this.records = records;
    this.erasures = erasures;
    this.transactions = transactions;
    this.objects = objects;
    this.eventFiles = eventFiles;
    this.profiler = profiler;
    this.datasets = datasets;
    this.deletedBatches = deletedBatches;
    this.replaced = new ReplacedFile(objects, transactions, removals);
    this.workFolder = workFolder;
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
      eraseDataset(raw, id, customer);
    }
    for (PredictionBatch batch : uploaded) {
      progress.report(done++ / steps, "Rewriting the files of batches");
      eraseInput(batch, id, customer);
    }
  }

  private void eraseDataset(RawDataset raw, ErasureId id, String customer) {
    if (raw.organizationId().isTarget() || eraseFile(raw, id, customer)) {
      // the file of a target is that of its organization, which comes first
      catalog
          .listFeaturesOf(raw.organizationId(), raw.id())
          .forEach(table -> eraseTable(table, id, customer));
    }
  }

  /** {@return whether the dataset is still there} */
  private boolean eraseFile(RawDataset raw, ErasureId id, String customer) {
    OrganizationId organization = raw.organizationId();
    try (var work = WorkFile.in(workFolder)) {
      long rows = copy(raw.options(), raw.file(), customer, work.path());
      if (rows > 0) {
        Content content = work.finished();
        UploadOptions options = plain(raw.options());
        Optional<ProfiledFile> profile = profile(content, options, raw.uploadDay());
        if (profile.isEmpty()) { // no other customer has a valid row
          deleteDataset(
              organization,
              raw.id(),
              () -> {
                erasures.note(id, "raw_rows", "dataset " + raw.id(), rows);
                erasures.note(id, "datasets", "dataset " + raw.id(), 1);
              });
          return false;
        }
        replaced.replace(
            raw.file().key(),
            ObjectKey.raw(organization, UUID.randomUUID(), "csv"),
            csvName(raw.file().filename()),
            content,
            CSV,
            file -> {
              RawDataset now = switchable(raw);
              records.replace(now.with(file, options, profile.get().profile()));
              erasures.note(id, "raw_rows", "dataset " + raw.id(), rows);
            });
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a dataset; while a job uses it, the erasure is tried again later. */
  private void deleteDataset(OrganizationId organization, DatasetId id, Runnable together) {
    try {
      datasets.delete(organization, id, together);
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        throw new ChurnException(ErrorCode.UNAVAILABLE, e.getMessage(), e);
      }
      throw e;
    }
  }

  /** {@return the dataset as it is now, locked; its file must still be the one that was read} */
  private RawDataset switchable(RawDataset read) {
    Targets.lock(organizations, read.organizationId());
    return catalog
        .findRaw(read.organizationId(), read.id())
        .filter(now -> now.file().equals(read.file()))
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.UNAVAILABLE, "Dataset %s has just changed".formatted(read.id())));
  }

  private long copy(UploadOptions options, StoredFile file, String customer, Path target)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      return eventFiles.copyWithout(
          options, new StoredContent(objects, file), customer, out, Progress.none());
    }
  }

  private static UploadOptions plain(UploadOptions options) {
    return options.with(options.conventions().ofPlainText());
  }

  /** {@return the profile of a copy, or empty if it has no valid row} */
  private Optional<ProfiledFile> profile(Content content, UploadOptions options, LocalDate day) {
    try {
      return Optional.of(profiler.profile(content, options, day, Progress.none()));
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.UNPROCESSABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String csvName(String filename) {
    return filename.endsWith(".csv") ? filename : filename + ".csv";
  }

  private void eraseTable(FeatureDataset table, ErasureId id, String customer) {
    OrganizationId organization = table.organizationId();
    boolean isPacked = table.file().key().path().endsWith(".gz");
    var counts = new TableCounts(table.manifest());
    try (var work = WorkFile.in(workFolder)) {
      if (filter(table.file(), isPacked, customer, counts, work.path()) == 0) {
        return;
      }
      if (counts.isEmpty()) {
        deleteDataset(
            organization,
            table.id(),
            () -> {
              erasures.note(id, "feature_rows", "table " + table.id(), counts.removed());
              erasures.note(id, "datasets", "table " + table.id(), 1);
            });
        return;
      }
      Compression compression = isPacked ? Compression.GZIP : Compression.NONE;
      replaced.replace(
          table.file().key(),
          ObjectKey.features(organization, UUID.randomUUID(), compression),
          table.file().filename(),
          work.finished(),
          compression.csvType(),
          file -> {
            records.replace(table.with(file, counts.manifest()));
            erasures.note(id, "feature_rows", "table " + table.id(), counts.removed());
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long filter(
      StoredFile table, boolean isPacked, String customer, TableCounts counts, Path target)
      throws IOException {
    try (InputStream stored = new StoredContent(objects, table).open();
        InputStream in = isPacked ? new GZIPInputStream(stored, 1 << 16) : stored;
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
        OutputStream packed = isPacked ? new GZIPOutputStream(file, 1 << 16) : file;
        Writer out = new OutputStreamWriter(packed, StandardCharsets.UTF_8)) {
      return new TableFilter(customer, counts::removed).copy(in, out);
    }
  }

  private void eraseInput(PredictionBatch batch, ErasureId id, String customer) {
    UploadedEvents events = (UploadedEvents) batch.input();
    try (var work = WorkFile.in(workFolder)) {
      long rows = copy(events.options(), events.file(), customer, work.path());
      if (rows == 0) {
        return;
      }
      Content content = work.finished();
      UploadOptions options = plain(events.options());
      Optional<ProfiledFile> profile = profile(content, options, events.uploadDay());
      if (profile.isEmpty()) {
        deleteBatch(batch, id);
        return;
      }
      replaced.replace(
          events.key(),
          ObjectKey.eventsOf(batch.organizationId(), UUID.randomUUID(), "csv"),
          csvName(events.file().filename()),
          content,
          CSV,
          file -> {
            records.replaceInput(
                batch.organizationId(),
                batch.id(),
                new UploadedEvents(
                    file,
                    options,
                    events.uploadDay(),
                    profile.get().profile().firstDay(),
                    profile.get().profile().eventTypes(),
                    profile.get().profile().rowCount(),
                    profile.get().profile().rejectedRowCount()));
            erasures.note(id, "input_rows", "batch " + batch.id(), rows);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteBatch(PredictionBatch batch, ErasureId id) {
    deletedBatches.delete(
        batch.organizationId(),
        batch.id(),
        () -> erasures.note(id, "batches", "batch " + batch.id(), 1));
  }

  /** Removes a customer from the predictions of batches and their files. */
  void eraseBatches(OrganizationId organization, ErasureId id, String customer) {
    for (PredictionBatch batch : Page.all(page -> batches.list(organization, page))) {
      if (batch.state() instanceof Completed completed) {
        eraseOutput(batch, completed, id, customer);
      }
    }
    for (BatchId batch : records.batchesOf(organization, customer)) {
      PredictionBatch found = batches.find(organization, batch).orElseThrow();
      if (found.totalCustomers().equals(OptionalLong.of(1))) {
        deleteBatch(found, id);
      } else {
        transactions.run(
            () ->
                erasures.note(
                    id,
                    "prediction_rows",
                    "batch " + batch,
                    records.removeFrom(organization, batch, customer)));
      }
    }
  }

  private CheckedObject stored(Completed completed) {
    return new CheckedObject(
        objects,
        completed.output(),
        completed.fingerprint().map(f -> OptionalLong.of(f.size())).orElse(OptionalLong.empty()),
        completed.fingerprint().map(Fingerprint::sha256));
  }

  private void eraseOutput(
      PredictionBatch batch, Completed completed, ErasureId id, String customer) {
    if (batch.totalCustomers().equals(OptionalLong.of(1))) {
      return; // the batch is kept as it is, or deleted
    }
    try (var work = WorkFile.in(workFolder)) {
      long rows;
      try (InputStream in = stored(completed).open();
          Writer out = Files.newBufferedWriter(work.path())) {
        rows = new TableFilter(customer, row -> {}).copy(in, out);
      }
      if (rows > 0) {
        replaced.replace(
            completed.output(),
            ObjectKey.predictions(batch.organizationId(), UUID.randomUUID()),
            batch.name(),
            work.finished(),
            CSV,
            file -> {
              records.replaceOutput(batch.organizationId(), batch.id(), file);
              erasures.note(id, "output_rows", "batch " + batch.id(), rows);
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
