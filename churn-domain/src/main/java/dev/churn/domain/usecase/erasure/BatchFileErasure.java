package dev.churn.domain.usecase.erasure;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.WorkFile;
import dev.churn.domain.usecase.scoring.DeleteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Removes customers from batches: from the event files that were uploaded for them, from their
 * predictions and from the files with these. A batch without any other customer is deleted, and one
 * that is deleted meanwhile is left out.
 */
final class BatchFileErasure {
  private final PredictionBatches batches;
  private final CustomerRecords records;
  private final Erasures erasures;
  private final Transactions transactions;
  private final ObjectStore objects;
  private final DeleteBatch deletedBatches;
  private final PendingScoring scoring;
  private final CustomerFreeCopy copies;
  private final ReplacedFile replaced;
  private final Path workFolder;

  BatchFileErasure(
      PredictionBatches batches,
      CustomerRecords records,
      Erasures erasures,
      Transactions transactions,
      ObjectStore objects,
      DeleteBatch deletedBatches,
      PendingScoring scoring,
      CustomerFreeCopy copies,
      ReplacedFile replaced,
      Path workFolder) {
    this.batches = batches;
    this.records = records;
    this.erasures = erasures;
    this.transactions = transactions;
    this.objects = objects;
    this.deletedBatches = deletedBatches;
    this.scoring = scoring;
    this.copies = copies;
    this.replaced = replaced;
    this.workFolder = workFolder;
  }

  /** Removes a customer from the event file that was uploaded for a batch. */
  void eraseInput(PredictionBatch batch, ErasureId id, String customer) {
    unlessGone(batch, () -> copyInput(batch, id, customer));
  }

  /** Does something with a batch; if the batch is deleted meanwhile, its files go with it. */
  private void unlessGone(PredictionBatch batch, Runnable work) {
    try {
      work.run();
    } catch (ChurnException e) {
      if (batches.find(batch.organizationId(), batch.id()).isPresent()) {
        throw e;
      }
    }
  }

  private void copyInput(PredictionBatch batch, ErasureId id, String customer) {
    UploadedEvents events = (UploadedEvents) batch.input();
    try (var work = WorkFile.in(workFolder)) {
      long rows = copies.write(events.options(), events.file(), customer, work.path());
      if (rows == 0) {
        return;
      }
      Content content = work.finished();
      UploadOptions options = CustomerFreeCopy.plain(events.options());
      Optional<ProfiledFile> profile = copies.profile(content, options, events.uploadDay());
      if (profile.isEmpty()) {
        deleteBatch(batch, id);
        return;
      }
      replaced.replace(
          events.key(),
          ObjectKey.eventsOf(batch.organizationId(), UUID.randomUUID(), "csv"),
          CustomerFreeCopy.csvName(events.file().filename()),
          content,
          StoredFiles.CSV,
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
            requireThere(batch);
            erasures.note(id, "input_rows", "batch " + batch.id(), rows);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rolls back if the batch was deleted meanwhile, or its new file would stay. */
  private void requireThere(PredictionBatch batch) {
    Lookup.batch(batches, batch.organizationId(), batch.id());
  }

  /** Deletes a batch without any other customer; while it is scored, it is tried again later. */
  private void deleteBatch(PredictionBatch batch, ErasureId id) {
    scoring.cancel(batch);
    try {
      deletedBatches.delete(
          batch.organizationId(),
          batch.id(),
          () -> erasures.note(id, "batches", "batch " + batch.id(), 1));
    } catch (ChurnException e) {
      throw e.code() == ErrorCode.CONFLICT
          ? new ChurnException(ErrorCode.UNAVAILABLE, e.getMessage(), e)
          : e;
    }
  }

  /** Removes a customer from the predictions of batches and their files. */
  void erasePredictions(OrganizationId organization, ErasureId id, String customer) {
    for (PredictionBatch batch : Page.all(page -> batches.list(organization, page))) {
      if (batch.state() instanceof Completed completed) {
        unlessGone(batch, () -> eraseOutput(batch, completed, id, customer));
      }
    }
    for (BatchId batch : records.batchesOf(organization, customer)) {
      batches
          .find(organization, batch) // empty if it was deleted meanwhile
          .ifPresent(found -> eraseRows(found, id, customer));
    }
  }

  private void eraseRows(PredictionBatch batch, ErasureId id, String customer) {
    if (batch.totalCustomers().equals(OptionalLong.of(1))) {
      deleteBatch(batch, id);
      return;
    }
    transactions.run(
        () ->
            erasures.note(
                id,
                "prediction_rows",
                "batch " + batch.id(),
                records.removeFrom(batch.organizationId(), batch.id(), customer)));
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
            StoredFiles.CSV,
            file -> {
              records.replaceOutput(batch.organizationId(), batch.id(), file);
              requireThere(batch);
              erasures.note(id, "output_rows", "batch " + batch.id(), rows);
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
