package dev.churn.domain.usecase.erasure;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.StoredContent;
import dev.churn.domain.usecase.dataset.Targets;
import dev.churn.domain.usecase.dataset.WorkFile;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Removes customers from the files of datasets: uploaded files and feature tables. A dataset
 * without any other customer is deleted.
 */
final class DatasetFileErasure {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final CustomerRecords records;
  private final Erasures erasures;
  private final ObjectStore objects;
  private final ManageDatasets datasets;
  private final PendingScoring scoring;
  private final CustomerFreeCopy copies;
  private final ReplacedFile replaced;
  private final Path workFolder;

  DatasetFileErasure(
      Organizations organizations,
      DatasetCatalog catalog,
      CustomerRecords records,
      Erasures erasures,
      ObjectStore objects,
      ManageDatasets datasets,
      PendingScoring scoring,
      CustomerFreeCopy copies,
      ReplacedFile replaced,
      Path workFolder) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.records = records;
    this.erasures = erasures;
    this.objects = objects;
    this.datasets = datasets;
    this.scoring = scoring;
    this.copies = copies;
    this.replaced = replaced;
    this.workFolder = workFolder;
  }

  /**
   * Removes a customer from a raw dataset and its feature tables; has no effect on what is deleted
   * meanwhile.
   */
  void erase(RawDataset raw, ErasureId id, String customer) {
    try {
      eraseDataset(raw, id, customer);
    } catch (ChurnException e) {
      if (catalog.findRaw(raw.organizationId(), raw.id()).isPresent()) {
        throw e;
      } // otherwise its files go with it
    }
  }

  private void eraseDataset(RawDataset raw, ErasureId id, String customer) {
    if (raw.organizationId().isTarget() || eraseFile(raw, id, customer)) {
      // the file of a target is that of its organization, which comes first
      catalog
          .listFeaturesOf(raw.organizationId(), raw.id())
          .forEach(table -> eraseUnlessGone(table, id, customer));
    }
  }

  /** {@return whether the dataset is still there} */
  private boolean eraseFile(RawDataset raw, ErasureId id, String customer) {
    OrganizationId organization = raw.organizationId();
    try (var work = WorkFile.in(workFolder)) {
      long rows = copies.write(raw.options(), raw.file(), customer, work.path());
      if (rows > 0) {
        Content content = work.finished();
        UploadOptions options = CustomerFreeCopy.plain(raw.options());
        Optional<ProfiledFile> profile = copies.profile(content, options, raw.uploadDay());
        if (profile.isEmpty()) { // no other customer has a valid row
          deleteDataset(
              organization,
              raw.id(),
              tablesOf(raw),
              () -> {
                erasures.note(id, "raw_rows", "dataset " + raw.id(), rows);
                erasures.note(id, "datasets", "dataset " + raw.id(), 1);
              });
          return false;
        }
        replaced.replace(
            raw.file().key(),
            ObjectKey.raw(organization, UUID.randomUUID(), "csv"),
            CustomerFreeCopy.csvName(raw.file().filename()),
            content,
            StoredFiles.CSV,
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

  /** {@return the feature tables of a raw dataset, of all targets} */
  private List<FeatureDataset> tablesOf(RawDataset raw) {
    Organization organization = Lookup.organization(organizations, raw.organizationId());
    return Targets.with(organizations, organization).stream()
        .flatMap(each -> catalog.listFeaturesOf(each.id(), raw.id()).stream())
        .toList();
  }

  /**
   * Deletes a dataset without any other customer; while a job uses it, the erasure is tried again
   * later.
   *
   * @param tables its feature tables; what waits to score them is canceled
   */
  private void deleteDataset(
      OrganizationId organization, DatasetId id, List<FeatureDataset> tables, Runnable together) {
    tables.forEach(scoring::cancelScoringOf);
    try {
      datasets.delete(organization, id, together);
    } catch (ChurnException e) {
      throw e.code() == ErrorCode.CONFLICT
          ? new ChurnException(ErrorCode.UNAVAILABLE, e.getMessage(), e)
          : e;
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

  private void eraseUnlessGone(FeatureDataset table, ErasureId id, String customer) {
    try {
      eraseTable(table, id, customer);
    } catch (ChurnException e) {
      if (catalog.findFeatures(table.organizationId(), table.id()).isPresent()) {
        throw e;
      } // otherwise its file goes with it
    }
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
            List.of(table),
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
            Lookup.table(catalog, organization, table.id()); // or its new file would stay
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
}
