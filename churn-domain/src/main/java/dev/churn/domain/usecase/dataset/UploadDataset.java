package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.FileColumns;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.AbsentActivity;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.plausibility.UploadComparison;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.quota.CheckQuotas;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Validates an uploaded file and stores it byte for byte if it is usable. */
public final class UploadDataset {
  private final Organizations organizations;
  private final EventFileProfiler profiler;
  private final EventFiles eventFiles;
  private final UploadedFiles files;
  private final ObjectStore objects;
  private final DatasetCatalog catalog;
  private final Transactions transactions;
  private final CheckQuotas quotas;
  private final Consumer<RawDataset> pipeline;
  private final Compression tables;
  private final InstantSource clock;

  /**
   * Creates the use case over its ports.
   *
   * @param pipeline starts the pipeline of a dataset; called in the transaction that adds it
   * @param tables how feature tables are stored
   */
  public UploadDataset(
      Organizations organizations,
      EventFileProfiler profiler,
      EventFiles eventFiles,
      ObjectStore objects,
      DatasetCatalog catalog,
      Transactions transactions,
      RemoveObjects removals,
      CheckQuotas quotas,
      Consumer<RawDataset> pipeline,
      Compression tables,
      InstantSource clock) {
    this.organizations = organizations;
    this.profiler = profiler;
    this.eventFiles = eventFiles;
    this.files = new UploadedFiles(objects, removals);
    this.objects = objects;
    this.catalog = catalog;
    this.transactions = transactions;
    this.quotas = quotas;
    this.pipeline = pipeline;
    this.tables = tables;
    this.clock = clock;
  }

  /**
   * A stored dataset.
   *
   * @param pipeline whether its pipeline has been started
   * @param warnings sentences about what will probably fail later, or is odd compared with the
   *     upload before or the settings of the organization
   * @param columns which columns of the file are read
   */
  public record Uploaded(
      RawDataset dataset, boolean pipeline, List<String> warnings, FileColumns columns) {
    public Uploaded {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * {@return the stored dataset} Its pipeline starts if the organization's settings say so, and for
   * every target whose settings say so.
   *
   * @param filename the user's name for the file
   * @param csv text, gzip, ZIP, an Excel workbook or JSON, detected from the first bytes
   * @param options how to read the file; its time zone is that of the organization
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#UNPROCESSABLE} or {@link ErrorCode#INVALID_INPUT} if the file or the
   *     options cannot be used, {@link ErrorCode#QUOTA_EXCEEDED} if the organization has no room
   *     for it, {@link ErrorCode#TOO_MANY} if its pipeline would be one job too many; nothing is
   *     stored then
   */
  public RawDataset upload(
      OrganizationId organization, String filename, Content csv, UploadOptions options) {
    return upload(organization, filename, csv, options, Optional.empty()).dataset();
  }

  /**
   * Like {@link #upload(OrganizationId, String, Content, UploadOptions)}, with a choice about the
   * pipeline.
   *
   * @param wanted whether the pipeline starts; empty uses the organization's settings. False also
   *     keeps those of targets from starting
   */
  public Uploaded upload(
      OrganizationId organization,
      String filename,
      Content csv,
      UploadOptions options,
      Optional<Boolean> wanted) {
    return upload(organization, filename, csv, options, wanted, false);
  }

  /**
   * Like {@link #upload(OrganizationId, String, Content, UploadOptions, Optional)}, with a choice
   * about findings.
   *
   * @param force whether the pipeline goes on, and models are activated, although the data is not
   *     as expected
   */
  public Uploaded upload(
      OrganizationId organization,
      String filename,
      Content csv,
      UploadOptions options,
      Optional<Boolean> wanted,
      boolean force) {
    OrganizationSettings settings = Lookup.organization(organizations, organization).settings();
    boolean starts = wanted.orElse(settings.pipeline());
    quotas.requireUpload(organization, UploadedFiles.sizeOf(csv));
    List<Organization> targets = starting(organization, wanted);
    quotas.requireJobs(organization, targets.size() + (starts ? 1 : 0));
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, settings.timeZone());
    if (options.asOf().isPresent() && options.asOf().get().isAfter(today)) {
      throw invalidAsOf("expected today, %s, or earlier".formatted(today), options);
    }
    ProfiledFile read =
        profiler.profile(csv, options.in(settings.timeZone()), today, Progress.none());
    CsvProfile profile = read.profile();
    if (options.asOf().isPresent() && options.asOf().get().isBefore(profile.firstDay())) {
      throw invalidAsOf(
          "expected the day of the first event, %s, or later".formatted(profile.firstDay()),
          options);
    }
    var id = new DatasetId(UUID.randomUUID());
    StoredFile file =
        files.describe(csv, filename, type -> ObjectKey.raw(organization, id.value(), type));
    var dataset =
        new RawDataset(
            id,
            organization,
            file,
            read.options(),
            profile,
            DatasetStatus.UPLOADED,
            Optional.empty(),
            now);
    List<String> warnings = new ArrayList<>(tableWarnings(dataset, settings, csv));
    warnings.addAll(absentTypes(read, settings, false));
    for (Organization target : targets) {
      Stream.concat(
              tableWarnings(dataset.in(target.id()), target.settings(), csv).stream(),
              absentTypes(read, target.settings(), true).stream())
          .map(warning -> "Target '%s': %s".formatted(target.name(), warning))
          .forEach(warnings::add);
    }
    previous(dataset)
        .ifPresent(before -> warnings.addAll(UploadComparison.warnings(dataset, before)));
    RawDataset stored =
        files.store(
            csv,
            file,
            () ->
                transactions.call(
                    () -> {
                      organizations.lock(organization); // targets come and go under it
                      catalog.add(dataset);
                      if (force) {
                        catalog.putCheck(FileCheck.none(dataset).forced());
                      }
                      if (starts) {
                        pipeline.accept(dataset);
                      }
                      startForTargets(dataset, wanted, force);
                      return dataset;
                    }),
            () -> catalog.findRaw(organization, id));
    return new Uploaded(stored, starts, warnings, read.columns());
  }

  /** {@return the targets whose pipelines start with an upload} */
  private List<Organization> starting(OrganizationId organization, Optional<Boolean> wanted) {
    return organizations.targets(organization).stream()
        .filter(target -> wanted.orElse(true) && target.settings().pipeline())
        .toList();
  }

  private void startForTargets(RawDataset dataset, Optional<Boolean> wanted, boolean force) {
    starting(dataset.organizationId(), wanted).stream()
        .map(target -> dataset.in(target.id()))
        .forEach(
            seen -> {
              if (force) {
                catalog.putCheck(FileCheck.none(seen).forced());
              }
              pipeline.accept(seen);
            });
  }

  /**
   * {@return warnings of event types of the settings of an organization or target that the file
   * does not have}
   */
  private static List<String> absentTypes(
      ProfiledFile read, OrganizationSettings settings, boolean isTarget) {
    EventCounts counts = read.profile().counts();
    if (read.profile().eventTypes() > EventCounts.MAX_TYPES || counts.daily().isEmpty()) {
      return List.of();
    }
    Set<String> present = counts.types().keySet();
    List<String> warnings = new ArrayList<>();
    if (isTarget || read.options().activityEventTypes().isEmpty()) {
      AbsentActivity.warning(settings.activityEventTypes(), present).ifPresent(warnings::add);
    }
    if (!read.options().hasChurnLabel()) {
      AbsentActivity.ofChurn(settings.churnEventTypes(), present).ifPresent(warnings::add);
    }
    return warnings;
  }

  /** {@return the latest upload of the same kind, if it is among the latest datasets} */
  private Optional<RawDataset> previous(RawDataset raw) {
    return catalog
        .list(raw.organizationId(), new PageRequest(PageRequest.DEFAULT_LIMIT, 0))
        .items()
        .stream()
        .filter(RawDataset.class::isInstance)
        .map(RawDataset.class::cast)
        .filter(before -> before.options().hasChurnLabel() == raw.options().hasChurnLabel())
        .findFirst();
  }

  /** Asks now, since a table that is too large would be refused only after it was computed. */
  private List<String> tableWarnings(RawDataset raw, OrganizationSettings settings, Content csv) {
    ObjectKey table = ObjectKey.features(raw.organizationId(), raw.id().value(), tables);
    try {
      return TableSize.of(raw, settings)
          .filter(size -> objects.findRefusal(table, size.bound(tables)).isPresent())
          .map(size -> size.estimate(eventFiles, csv, tables))
          .flatMap(size -> objects.findRefusal(table, size).map(why -> tooLarge(size, why)))
          .stream()
          .toList();
    } catch (ChurnException e) {
      return List.of(); // a warning that cannot be given is no reason to refuse the file
    }
  }

  private String tooLarge(long size, String why) {
    return String.format(
        Locale.ROOT,
        "The feature table of this file will have about %.1f MB, and the storage will refuse it: %s. Raise the limit%s.",
        size / 1e6,
        why,
        tables == Compression.NONE
            ? ", or have tables stored compressed, at about a quarter (FEATURES_COMPRESSION=gzip)"
            : "");
  }

  private static ChurnException invalidAsOf(String expected, UploadOptions options) {
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "The as-of day does not fit the file",
        List.of(new FieldError("as_of", expected + ", found " + options.asOf().orElseThrow())));
  }
}
