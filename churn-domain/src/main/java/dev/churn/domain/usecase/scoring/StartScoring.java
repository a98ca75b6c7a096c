package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileColumns;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.job.Workload;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TimeZones;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.UploadedFiles;
import dev.churn.domain.usecase.quota.CheckQuotas;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.serving.ChurnDefinitionMismatch;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.Serving;
import dev.churn.domain.usecase.serving.Serving.ServedModel;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Accepts requests to score customers, and submits a job for each. */
public final class StartScoring {
  /** Batches of up to this many customers or events are scored within seconds. */
  private static final long SHORT_ROWS = 100_000;

  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ServedModels models;
  private final PredictionBatches batches;
  private final JobQueue jobs;
  private final Transactions transactions;
  private final EventFileProfiler profiler;
  private final UploadedFiles files;
  private final CheckQuotas quotas;
  private final InstantSource clock;

  public StartScoring(
      Organizations organizations,
      DatasetCatalog catalog,
      ServedModels models,
      PredictionBatches batches,
      JobQueue jobs,
      Transactions transactions,
      ObjectStore objects,
      EventFileProfiler profiler,
      RemoveObjects removals,
      CheckQuotas quotas,
      InstantSource clock) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.models = models;
    this.batches = batches;
    this.jobs = jobs;
    this.transactions = transactions;
    this.profiler = profiler;
    this.files = new UploadedFiles(objects, removals);
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * A batch that is to be scored, and its job.
   *
   * @param asOfReason a phrase that tells why the batch has its as-of date
   */
  public record Started(PredictionBatch batch, String asOfReason, Job job) {}

  private static final String LAST_DAY_OF_DATASET = "the last known day of the dataset";

  /**
   * A batch for an uploaded file, and the profile of that file.
   *
   * @param options how the file is read
   * @param warnings sentences about what the serving model does not find in the file
   * @param columns which columns of the file are read
   */
  public record Received(
      Started started,
      CsvProfile profile,
      UploadOptions options,
      List<String> warnings,
      FileColumns columns) {
    public Received {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * {@return the models that serve the organization}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist or
   *     no model serves it
   */
  public Serving requireModel(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return models.load(organizations, organization);
  }

  /**
   * {@return a new batch of every customer in a processed dataset, at its last known day}
   *
   * @param dataset a feature table, or a raw dataset that has one
   * @param name the display name; empty means one derived from the file name
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if organization or dataset do not exist
   *     or no model serves, {@link ErrorCode#UNPROCESSABLE} if the dataset has not been processed,
   *     {@link ErrorCode#QUOTA_EXCEEDED} if the organization may have no more batches
   */
  public Started dataset(OrganizationId organization, DatasetId dataset, Optional<String> name) {
    Lookup.organization(organizations, organization);
    // a missing dataset is reported before a missing model
    Lookup.dataset(catalog, organization, dataset);
    models.loadHere(organizations, organization);
    quotas.requireBatch(organization, 0);
    return transactions.call(
        () -> {
          organizations.lock(organization); // prevents the deletion of the table
          FeatureDataset table = Lookup.features(catalog, organization, dataset);
          Dataset source = Lookup.dataset(catalog, organization, table.sourceId());
          Snapshot everybody = everybody(table);
          return submit(
              queued(
                  BatchId.createdAt(clock.instant()),
                  organization,
                  name.orElseGet(() -> nameOf(source.file(), everybody.asOf())),
                  new ScoringSnapshot(table.id(), table.file().key()),
                  everybody.asOf(),
                  OptionalLong.of(everybody.rows())),
              LAST_DAY_OF_DATASET);
        });
  }

  /**
   * {@return a new batch of the customers of a file, which is stored as it is}
   *
   * @param filename the user's name for the file
   * @param csv text, gzip, ZIP, an Excel workbook or JSON, detected from the first bytes
   * @param options how to read the file; its settings for labels, event types and as-of date are
   *     ignored, and its time zone is that of the organization
   * @param asOf the as-of date; empty means the last day of the file, since everyone in an old file
   *     would otherwise look as if they had left
   * @param name the display name; empty means one derived from the file name
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist or
   *     no model serves it, {@link ErrorCode#UNPROCESSABLE} or {@link ErrorCode#INVALID_INPUT} if
   *     the file or the options cannot be used, {@link ErrorCode#QUOTA_EXCEEDED} if the
   *     organization may have no more; nothing is stored then
   */
  public Received file(
      OrganizationId organization,
      String filename,
      Content csv,
      UploadOptions options,
      Optional<LocalDate> asOf,
      Optional<String> name) {
    ServedModel champion = requireModel(organization).champion();
    FeatureDefinition definition = champion.predictor().featureDefinition();
    OrganizationSettings settings = Lookup.organization(organizations, organization).settings();
    ZoneId zone = settings.timeZone();
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    if (asOf.isPresent() && asOf.get().isAfter(today)) {
      throw invalidAsOf(
          "expected today, %s (%s), or earlier, found %s"
              .formatted(today, TimeZones.idOf(zone), asOf.get()));
    }
    quotas.requireBatch(organization, UploadedFiles.sizeOf(csv));
    ProfiledFile read = profiler.profile(csv, options.in(zone), today, Progress.none());
    CsvProfile profile = read.profile();
    // the options have a day if the last one of the file is far beyond all others
    Optional<LocalDate> found = options.asOf().isEmpty() ? read.options().asOf() : Optional.empty();
    LocalDate day = asOf.or(() -> found).orElse(profile.lastDay());
    if (day.isBefore(profile.firstDay())) {
      throw invalidAsOf(
          "expected the day of the first event, %s, or later, found %s"
              .formatted(profile.firstDay(), day));
    }
    List<String> warnings = new ArrayList<>(ActivityCheck.check(profile, definition));
    warnings.addAll(
        ChurnDefinitionMismatch.warnings(
            settings, definition, champion.summary().labelsFromFile().orElse(false)));
    var id = BatchId.createdAt(clock.instant());
    StoredFile file =
        files.describe(csv, filename, type -> ObjectKey.eventsOf(organization, id.value(), type));
    var input =
        new UploadedEvents(
            file,
            read.options(),
            today,
            profile.firstDay(),
            profile.eventTypes(),
            profile.rowCount(),
            profile.rejectedRowCount());
    PredictionBatch batch =
        queued(
            id,
            organization,
            name.orElseGet(() -> nameOf(file, day)),
            input,
            day,
            OptionalLong.empty());
    Started started =
        files.store(
            csv,
            file,
            () -> submit(batch, asOfReason(asOf, day, profile)),
            () -> findStarted(organization, id, asOfReason(asOf, day, profile)));
    return new Received(started, profile, read.options(), warnings, read.columns());
  }

  private static String asOfReason(Optional<LocalDate> given, LocalDate day, CsvProfile profile) {
    if (given.isPresent()) {
      return "as_of as given";
    }
    return day.equals(profile.lastDay())
        ? "the last day of the file, because as_of was not given"
        : "the last day of the file before a long gap, because as_of was not given";
  }

  private PredictionBatch queued(
      BatchId id,
      OrganizationId organization,
      String name,
      PredictionInput input,
      LocalDate asOf,
      OptionalLong customers) {
    Instant now = clock.instant();
    return new PredictionBatch(
        id, organization, name, input, asOf, customers, now, new PredictionBatch.Queued());
  }

  private Started submit(PredictionBatch batch, String asOfReason) {
    return transactions.call(
        () -> {
          batches.add(batch);
          return new Started(
              batch, asOfReason, jobs.submit(requestFor(batch), Workload.of(isShort(batch))));
        });
  }

  /**
   * {@return a batch that was added with its job, or empty if it was not}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the job has ended already
   */
  private Optional<Started> findStarted(
      OrganizationId organization, BatchId id, String asOfReason) {
    return batches
        .find(organization, id)
        .map(
            batch ->
                new Started(
                    batch,
                    asOfReason,
                    jobs.findUnfinished(requestFor(batch))
                        .orElseThrow(
                            () ->
                                new ChurnException(
                                    ErrorCode.UNAVAILABLE,
                                    "Batch %s was started; its job has ended".formatted(id)))));
  }

  private static JobRequest requestFor(PredictionBatch batch) {
    return new JobRequest(JobKind.SCORE_CUSTOMERS, batch.organizationId(), batch.id().value());
  }

  private static boolean isShort(PredictionBatch batch) {
    return batch.input() instanceof UploadedEvents events
        ? events.rowCount() <= SHORT_ROWS
        : batch.expectedCustomers().orElse(Long.MAX_VALUE) <= SHORT_ROWS;
  }

  /** {@return the snapshot with every customer, which every table contains} */
  private static Snapshot everybody(FeatureDataset table) {
    return table.manifest().snapshots().stream()
        .filter(s -> s.role() == SnapshotRole.SCORE || s.role() == SnapshotRole.LABELLED)
        .findFirst()
        .orElseThrow();
  }

  private static String nameOf(StoredFile file, LocalDate asOf) {
    String filename = file.filename();
    String subject =
        !filename.isBlank()
                && filename.length() <= PredictionBatch.MAX_NAME / 2
                && PlainText.is(filename)
            ? filename
            : "Customers";
    return "%s, as of %s".formatted(subject, asOf);
  }

  private static ChurnException invalidAsOf(String problem) {
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "The as-of day does not fit the file",
        List.of(new FieldError("as_of", problem)));
  }
}
