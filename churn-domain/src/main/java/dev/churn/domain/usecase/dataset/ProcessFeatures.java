package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.job.Workload;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.plausibility.FileComparison;
import dev.churn.domain.plausibility.ProcessedFile;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.quota.CheckQuotas;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;

/**
 * Computes feature tables of raw datasets in the background. Every job creates a table with an id
 * and a file of its own, so that models can refer to the table that they learned from.
 */
public final class ProcessFeatures implements JobHandler {
  /** Files with up to this many rows are processed within seconds. */
  private static final long SHORT_ROWS = 100_000;

  /** How many attempts' files are removed; far more than a job has. */
  private static final long MOST_ATTEMPTS = 50;

  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final JobQueue jobs;
  private final Transactions transactions;
  private final ObjectStore objects;
  private final FeatureTables tables;
  private final OldTables oldTables;
  private final RemoveObjects removals;
  private final CheckQuotas quotas;
  private final DiskSpace disk;
  private final Path workFolder;
  private final Compression compression;
  private final InstantSource clock;

  /**
   * Creates the use case over its ports.
   *
   * @param workFolder the existing folder in which tables are written before they are stored
   * @param compression how new tables are stored
   */
  public ProcessFeatures(
      Organizations organizations,
      DatasetCatalog catalog,
      JobQueue jobs,
      Transactions transactions,
      ObjectStore objects,
      FeatureTables tables,
      OldTables oldTables,
      RemoveObjects removals,
      CheckQuotas quotas,
      DiskSpace disk,
      Path workFolder,
      Compression compression,
      InstantSource clock) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.jobs = jobs;
    this.transactions = transactions;
    this.objects = objects;
    this.tables = tables;
    this.oldTables = oldTables;
    this.removals = removals;
    this.quotas = quotas;
    this.disk = disk;
    this.workFolder = workFolder;
    this.compression = compression;
    this.clock = clock;
  }

  /**
   * {@return the job that computes the table} If one is unfinished, it is returned instead of a new
   * one, unless it runs with settings that have changed since.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such
   *     dataset, {@link ErrorCode#UNPROCESSABLE} if it is a feature table, {@link
   *     ErrorCode#CONFLICT} while an earlier job for it is being canceled
   */
  public Job start(OrganizationId organization, DatasetId id) {
    return transactions.call(
        () -> {
          OrganizationSettings settings = organizations.lock(organization).settings();
          Dataset dataset = Lookup.dataset(catalog, organization, id);
          if (!(dataset instanceof RawDataset raw)) {
            throw new ChurnException(
                ErrorCode.UNPROCESSABLE,
                "Expected a raw dataset, found that %s is a features dataset".formatted(id));
          }
          Job job =
              jobs.submit(
                  new JobRequest(JobKind.PROCESS_FEATURES, organization, id.value()),
                  new Workload(isShort(raw), digest(settings)));
          if (job.isCanceling()) {
            throw new ChurnException(
                ErrorCode.CONFLICT,
                "Dataset %s: job %s is being canceled; start another once it has ended"
                    .formatted(id, job.id()));
          }
          // a running job may have set the dataset to READY just now
          if (job.status() == JobStatus.QUEUED) {
            catalog.update(raw.processing());
          }
          return job;
        });
  }

  private static boolean isShort(RawDataset raw) {
    return raw.profile().rowCount() <= SHORT_ROWS;
  }

  /** {@return a digest of the settings on which a table depends} */
  private static String digest(OrganizationSettings settings) {
    String text =
        "%d %d %s %s"
            .formatted(
                settings.churnThresholdDays(),
                settings.activeWindowDays(),
                settings.activityEventTypes().stream().sorted().toList(),
                settings.churnEventTypes().stream().sorted().toList());
    return Digests.sha256(Content.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void run(Job job, Progress progress) {
    RawDataset raw = subject(job);
    if (!isDone(job)) { // otherwise an earlier attempt was cut off after its last step
      build(job, raw, progress);
    }
    oldTables.delete(raw);
  }

  private void build(Job job, RawDataset raw, Progress progress) {
    OrganizationId organization = raw.organizationId();
    DatasetId id = tableId(job);
    catalog.update(raw.processing());
    removals.note(stored(job, job.attempt() - 1)); // nothing if this is the first attempt
    OrganizationSettings settings = Lookup.organization(organizations, organization).settings();
    try (var table = WorkFile.in(workFolder)) {
      Built built = build(raw, settings, table.path(), progress.part(0, 0.9));
      FeatureManifest manifest = built.manifest();
      progress.report(0.9, "Storing the feature table");
      ObjectKey key = ObjectKey.features(organization, id.value(), compression, job.attempt());
      Content content = table.finished();
      String filename = key.path().substring(key.path().lastIndexOf('/') + 1);
      var file = new StoredFile(key, filename, content.size(), Digests.sha256(content));
      quotas.requireFile(organization, content.size());
      store(key, content);
      var dataset = new FeatureDataset(id, organization, file, raw.id(), manifest, clock.instant());
      transactions.run(
          () -> {
            requireUnchanged(raw);
            catalog.putFeatures(dataset);
            built
                .definition()
                .ifPresent(definition -> catalog.putDefinition(organization, id, definition));
            catalog.putCheck(checked(raw, manifest));
            catalog.update(raw.ready());
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requires the file that was read, since a customer may have been erased from it meanwhile. */
  private void requireUnchanged(RawDataset read) {
    organizations.lock(read.organizationId());
    if (!Lookup.raw(catalog, read.organizationId(), read.id()).file().equals(read.file())) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "The file of dataset %s was rewritten while it was processed".formatted(read.id()));
    }
  }

  private void store(ObjectKey key, Content content) {
    try {
      objects.put(key, content, compression.csvType());
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.TOO_LARGE && compression == Compression.NONE) {
        throw new ChurnException(
            e.code(),
            e.getMessage()
                + " Compressed tables have about a quarter of the size (FEATURES_COMPRESSION=gzip).",
            e);
      }
      throw e;
    }
  }

  private record Built(FeatureManifest manifest, Optional<ChurnDefinition> definition) {}

  private Built build(RawDataset raw, OrganizationSettings settings, Path table, Progress progress)
      throws IOException {
    try (OutputStream file =
            new BufferedOutputStream(
                disk.watched(Files.newOutputStream(table), workFolder), 1 << 16);
        OutputStream out =
            compression == Compression.GZIP ? new GZIPOutputStream(file, 1 << 16) : file) {
      var request =
          new FeatureTables.FeatureRequest(
              optionsOf(raw, settings), raw.profile(), raw.uploadDay(), raw.asOf(), settings);
      List<ChurnDefinition> definition = new ArrayList<>();
      FeatureManifest manifest =
          tables.build(
              request,
              new StoredContent(objects, raw.file()),
              out,
              silences ->
                  definition.add(
                      ChurnDefinition.of(silences).besideEvents(churnEventTypes(raw, settings))),
              progress);
      return new Built(manifest, definition.stream().findFirst());
    }
  }

  /** {@return the options to read a file with; event types of a target come before its own} */
  private static UploadOptions optionsOf(RawDataset raw, OrganizationSettings settings) {
    return raw.organizationId().isTarget() && !settings.activityEventTypes().isEmpty()
        ? raw.options().counting(Set.of())
        : raw.options();
  }

  private static Set<String> churnEventTypes(RawDataset raw, OrganizationSettings settings) {
    return raw.options().hasChurnLabel() ? Set.of() : settings.churnEventTypes();
  }

  private FileCheck checked(RawDataset raw, FeatureManifest manifest) {
    Optional<RawDataset> reference = catalog.findReference(raw);
    Optional<ProcessedFile> before =
        reference.flatMap(
            other ->
                catalog
                    .findFeaturesOf(raw.organizationId(), other.id())
                    .map(table -> new ProcessedFile(other, table.manifest())));
    return catalog
        .findCheck(raw.organizationId(), raw.id())
        .orElseGet(() -> FileCheck.none(raw))
        .ofFile(
            before.map(other -> other.raw().id()),
            FileComparison.findings(new ProcessedFile(raw, manifest), before));
  }

  /** Submits the evaluation of earlier predictions, whose outcomes the file may contain. */
  @Override
  public void completed(Job job) {
    jobs.submit(
        new JobRequest(
            JobKind.JUDGE_PREDICTIONS, job.request().organizationId(), job.request().subject()),
        new Workload(isShort(subject(job)), tableId(job).toString()));
  }

  @Override
  public void failed(Job job, String reason) {
    catalog
        .findRaw(job.request().organizationId(), new DatasetId(job.request().subject()))
        .ifPresent(raw -> catalog.update(raw.failed(reason)));
  }

  /**
   * Returns the dataset to its previous status: READY if an earlier job left a table, UPLOADED
   * otherwise. Notes that the stored table is to be removed.
   */
  @Override
  public void canceled(Job job, String reason) {
    RawDataset raw = subject(job);
    boolean hasTable = catalog.findFeaturesOf(raw.organizationId(), raw.id()).isPresent();
    catalog.update(hasTable ? raw.ready() : raw.uploaded());
    removals.note(stored(job, Math.max(1, job.attempt())));
  }

  @Override
  public boolean isDone(Job job) {
    return catalog.findFeatures(job.request().organizationId(), tableId(job)).isPresent();
  }

  /** Deletes the stored table unless the catalog describes it. */
  @Override
  public void discard(Job job) {
    if (!isDone(job)) {
      removals.removeSoon(stored(job, Math.max(1, job.attempt())));
    }
  }

  /**
   * {@return the table under all names that it may have: an attempt may have had other settings}
   *
   * @param last the number of the last attempt that may have stored it
   */
  private static List<StoredObject> stored(Job job, long last) {
    OrganizationId organization = job.request().organizationId();
    UUID table = tableId(job).value();
    return LongStream.rangeClosed(Math.max(1, last - MOST_ATTEMPTS), last)
        .boxed()
        .flatMap(
            attempt ->
                Arrays.stream(Compression.values())
                    .map(how -> ObjectKey.features(organization, table, how, attempt)))
        .map(StoredObject::new)
        .toList();
  }

  private RawDataset subject(Job job) {
    return Lookup.raw(
        catalog, job.request().organizationId(), new DatasetId(job.request().subject()));
  }

  /**
   * {@return the id of the feature table that a job of this use case creates} It is derived from
   * the id of the job, so that a repeated attempt finds its own table, and others can refer to the
   * table before it exists.
   */
  public static DatasetId tableId(Job job) {
    return new DatasetId(
        UUID.nameUUIDFromBytes(("features of " + job.id()).getBytes(StandardCharsets.UTF_8)));
  }
}
