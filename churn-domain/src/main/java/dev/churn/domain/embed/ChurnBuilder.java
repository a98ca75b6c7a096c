package dev.churn.domain.embed;

import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.limit.Quotas;
import dev.churn.domain.memory.InMemoryApiKeys;
import dev.churn.domain.memory.InMemoryAuditLog;
import dev.churn.domain.memory.InMemoryCustomerRecords;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryErasures;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryMonitoringReports;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryPipelines;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.memory.InMemoryPredictionOutcomes;
import dev.churn.domain.memory.InMemoryRemovals;
import dev.churn.domain.port.ApiKeys;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Pipelines;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.port.Usages;
import dev.churn.domain.storage.Compression;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Collects the ports of a {@link Churn}. The ports for features and training are required; all
 * others default to in-memory implementations. The metadata ports take part in the same
 * transactions and therefore must belong to one database: supply all of them or, for in-memory
 * metadata, none.
 */
public final class ChurnBuilder {
  private Optional<InMemoryDatabase> inMemory = Optional.empty();
  private Optional<Organizations> organizations = Optional.empty();
  private Optional<DatasetCatalog> datasets = Optional.empty();
  private Optional<ModelRegistry> models = Optional.empty();
  private Optional<PredictionBatches> batches = Optional.empty();
  private Optional<PredictionLog> predictionLog = Optional.empty();
  private Optional<PredictionOutcomes> outcomes = Optional.empty();
  private Optional<MonitoringReports> reports = Optional.empty();
  private Optional<Pipelines> pipelines = Optional.empty();
  private Optional<Removals> removals = Optional.empty();
  private Optional<AuditLog> auditLog = Optional.empty();
  private Optional<Erasures> erasures = Optional.empty();
  private Optional<CustomerRecords> customerRecords = Optional.empty();
  private Optional<ApiKeys> apiKeys = Optional.empty();
  private Optional<JobQueue> jobs = Optional.empty();
  private Optional<Transactions> transactions = Optional.empty();
  private Optional<ObjectStore> objects = Optional.empty();
  private Optional<ModelArtifacts> artifacts = Optional.empty();
  private Optional<EventFileProfiler> profiler = Optional.empty();
  private Optional<EventFiles> eventFiles = Optional.empty();
  private Optional<FeatureTables> tables = Optional.empty();
  private Optional<FeatureCalculator> calculator = Optional.empty();
  private Optional<ModelTraining> training = Optional.empty();
  private Optional<ModelCodec> codec = Optional.empty();
  private Optional<Path> workFolder = Optional.empty();
  private InstantSource clock = InstantSource.system();
  private Compression featuresCompression = Compression.NONE;
  private Quotas quotas = Quotas.unlimited();
  private Optional<Usages> usages = Optional.empty();
  private DiskSpace disk = DiskSpace.unwatched();
  private Runnable databasePing = () -> {};

  ChurnBuilder() {}

  /** Sets one object for all feature ports, for example {@code RfmFeatures}. */
  public <F extends EventFileProfiler & EventFiles & FeatureTables & FeatureCalculator>
      ChurnBuilder features(F features) {
    return profiler(features).eventFiles(features).tables(features).calculator(features);
  }

  /** Sets the port that validates files before they are stored. Required. */
  public ChurnBuilder profiler(EventFileProfiler port) {
    profiler = Optional.of(port);
    return this;
  }

  /** Sets the port that reads event files. Required. */
  public ChurnBuilder eventFiles(EventFiles port) {
    eventFiles = Optional.of(port);
    return this;
  }

  /** Sets the port that writes and reads feature tables. Required. */
  public ChurnBuilder tables(FeatureTables port) {
    tables = Optional.of(port);
    return this;
  }

  /** Sets the port that computes the features of single customers. Required. */
  public ChurnBuilder calculator(FeatureCalculator port) {
    calculator = Optional.of(port);
    return this;
  }

  /** Sets one object that trains models and encodes and decodes their files. */
  public <T extends ModelTraining & ModelCodec> ChurnBuilder training(T port) {
    return trainer(port).codec(port);
  }

  /** Sets the port that trains models, for example {@code ChurnModelTraining}. Required. */
  public ChurnBuilder trainer(ModelTraining port) {
    training = Optional.of(port);
    return this;
  }

  /** Sets the port that encodes and decodes the files of trained models. Required. */
  public ChurnBuilder codec(ModelCodec port) {
    codec = Optional.of(port);
    return this;
  }

  /**
   * Stores metadata in this in-memory database, except for ports that are set individually; those
   * must then be views of it.
   */
  public ChurnBuilder inMemory(InMemoryDatabase database) {
    inMemory = Optional.of(database);
    return this;
  }

  /** Sets the port that stores organizations. One of the metadata ports. */
  public ChurnBuilder organizations(Organizations port) {
    organizations = Optional.of(port);
    return this;
  }

  /** Sets the port that stores datasets. One of the metadata ports. */
  public ChurnBuilder datasets(DatasetCatalog port) {
    datasets = Optional.of(port);
    return this;
  }

  /** Sets the port that stores models and deployments. One of the metadata ports. */
  public ChurnBuilder models(ModelRegistry port) {
    models = Optional.of(port);
    return this;
  }

  /** Sets the port that stores batches and their predictions. One of the metadata ports. */
  public ChurnBuilder batches(PredictionBatches port) {
    batches = Optional.of(port);
    return this;
  }

  /** Sets the port that stores single predictions. One of the metadata ports. */
  public ChurnBuilder predictionLog(PredictionLog port) {
    predictionLog = Optional.of(port);
    return this;
  }

  /** Sets the port that stores the outcomes of predictions. One of the metadata ports. */
  public ChurnBuilder outcomes(PredictionOutcomes port) {
    outcomes = Optional.of(port);
    return this;
  }

  /** Sets the port that stores monitoring reports. One of the metadata ports. */
  public ChurnBuilder reports(MonitoringReports port) {
    reports = Optional.of(port);
    return this;
  }

  /** Sets the port that stores pipelines. One of the metadata ports. */
  public ChurnBuilder pipelines(Pipelines port) {
    pipelines = Optional.of(port);
    return this;
  }

  /**
   * Sets the port that stores what is to be removed from object storage. One of the metadata ports.
   */
  public ChurnBuilder removals(Removals port) {
    removals = Optional.of(port);
    return this;
  }

  /** Sets the port that stores the audit log. One of the metadata ports. */
  public ChurnBuilder auditLog(AuditLog port) {
    auditLog = Optional.of(port);
    return this;
  }

  /** Sets the port that stores erasures of customers. One of the metadata ports. */
  public ChurnBuilder erasures(Erasures port) {
    erasures = Optional.of(port);
    return this;
  }

  /**
   * Sets the port that removes what is stored about single customers. One of the metadata ports.
   */
  public ChurnBuilder customerRecords(CustomerRecords port) {
    customerRecords = Optional.of(port);
    return this;
  }

  /** Sets the port that stores API keys. One of the metadata ports. */
  public ChurnBuilder apiKeys(ApiKeys port) {
    apiKeys = Optional.of(port);
    return this;
  }

  /**
   * Sets the job queue; its owner must make it call {@link Churn#jobHandler}. One of the metadata
   * ports.
   */
  public ChurnBuilder jobs(JobQueue port) {
    jobs = Optional.of(port);
    return this;
  }

  /** Sets the transactions of the database that stores the metadata. One of the metadata ports. */
  public ChurnBuilder transactions(Transactions port) {
    transactions = Optional.of(port);
    return this;
  }

  /** Sets the port that stores files; by default they are in memory. */
  public ChurnBuilder objects(ObjectStore port) {
    objects = Optional.of(port);
    return this;
  }

  /** Sets the port that stores model files; by default they are stored with the other objects. */
  public ChurnBuilder artifacts(ModelArtifacts port) {
    artifacts = Optional.of(port);
    return this;
  }

  /** Sets the clock; by default the system clock is used. */
  public ChurnBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /**
   * Sets an existing folder for files that are not needed once a job has ended; by default a
   * temporary folder is created.
   */
  public ChurnBuilder workFolder(Path folder) {
    workFolder = Optional.of(folder);
    return this;
  }

  /** Sets how new feature tables are stored; by default they are not compressed. */
  public ChurnBuilder featuresCompression(Compression compression) {
    featuresCompression = compression;
    return this;
  }

  /**
   * Sets the most that organizations may have; by default nothing is limited.
   *
   * @param port tells what they have; of the same database as the metadata ports
   */
  public ChurnBuilder quotas(Quotas limits, Usages port) {
    quotas = limits;
    usages = Optional.of(port);
    return this;
  }

  /** Sets the watch over the disk of the work folder; by default it may become full. */
  public ChurnBuilder diskSpace(DiskSpace watch) {
    disk = watch;
    return this;
  }

  /**
   * Sets the check whether the database responds; by default the check always succeeds.
   *
   * @param ping throws {@link dev.churn.domain.ChurnException} if the database does not respond
   */
  public ChurnBuilder databasePing(Runnable ping) {
    databasePing = ping;
    return this;
  }

  /**
   * {@return the use cases over these ports}
   *
   * @throws IllegalStateException with the names of all missing ports: a port for features or
   *     training, or some of the metadata ports if others are set
   */
  public Churn build() {
    requireAll();
    InMemoryDatabase world = inMemory.orElseGet(InMemoryDatabase::new);
    ObjectStore files = objects.orElseGet(InMemoryObjectStore::new);
    return new Churn(
        new Ports(
            from(organizations, InMemoryOrganizations::new, world),
            from(datasets, InMemoryDatasetCatalog::new, world),
            from(models, InMemoryModelRegistry::new, world),
            from(batches, InMemoryPredictionBatches::new, world),
            from(predictionLog, InMemoryPredictionLog::new, world),
            from(outcomes, InMemoryPredictionOutcomes::new, world),
            from(reports, InMemoryMonitoringReports::new, world),
            from(pipelines, InMemoryPipelines::new, world),
            from(removals, InMemoryRemovals::new, world),
            from(auditLog, InMemoryAuditLog::new, world),
            from(erasures, InMemoryErasures::new, world),
            from(customerRecords, InMemoryCustomerRecords::new, world),
            from(apiKeys, InMemoryApiKeys::new, world),
            from(jobs, database -> new InMemoryJobQueue(database, clock), world),
            from(transactions, database -> database, world),
            files,
            artifacts.orElseGet(() -> new StoredModelArtifacts(files)),
            profiler.orElseThrow(),
            eventFiles.orElseThrow(),
            tables.orElseThrow(),
            calculator.orElseThrow(),
            training.orElseThrow(),
            codec.orElseThrow(),
            clock,
            databasePing,
            featuresCompression,
            quotas,
            usages,
            disk),
        WorkFolder.of(workFolder));
  }

  private static <T> T from(
      Optional<T> given, Function<InMemoryDatabase, T> view, InMemoryDatabase database) {
    return given.orElseGet(() -> view.apply(database));
  }

  private void requireAll() {
    List<String> missing = new ArrayList<>();
    name(profiler, "profiler (or features)", missing);
    name(eventFiles, "eventFiles (or features)", missing);
    name(tables, "tables (or features)", missing);
    name(calculator, "calculator (or features)", missing);
    name(training, "trainer (or training)", missing);
    name(codec, "codec (or training)", missing);
    if (inMemory.isEmpty() && isAnyMetadataGiven()) {
      name(organizations, "organizations", missing);
      name(datasets, "datasets", missing);
      name(models, "models", missing);
      name(batches, "batches", missing);
      name(predictionLog, "predictionLog", missing);
      name(outcomes, "outcomes", missing);
      name(reports, "reports", missing);
      name(pipelines, "pipelines", missing);
      name(removals, "removals", missing);
      name(auditLog, "auditLog", missing);
      name(erasures, "erasures", missing);
      name(customerRecords, "customerRecords", missing);
      name(apiKeys, "apiKeys", missing);
      name(jobs, "jobs", missing);
      name(transactions, "transactions", missing);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "expected ports for features and training, and for metadata all of them or none;"
              + " these were not given: "
              + String.join(", ", missing));
    }
  }

  private boolean isAnyMetadataGiven() {
    return Stream.of(
            organizations,
            datasets,
            models,
            batches,
            predictionLog,
            outcomes,
            reports,
            pipelines,
            removals,
            auditLog,
            erasures,
            customerRecords,
            apiKeys,
            jobs,
            transactions)
        .anyMatch(Optional::isPresent);
  }

  private static void name(Optional<?> port, String name, List<String> missing) {
    if (port.isEmpty()) {
      missing.add(name);
    }
  }
}
