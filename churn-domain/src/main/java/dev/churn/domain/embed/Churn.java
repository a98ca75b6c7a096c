package dev.churn.domain.embed;

import dev.churn.domain.job.JobHandler;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.usecase.access.AuthenticateApiKeys;
import dev.churn.domain.usecase.access.ManageApiKeys;
import dev.churn.domain.usecase.audit.AuditTrail;
import dev.churn.domain.usecase.dataset.ExportFeatures;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.OldTables;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.definition.ShowDefinition;
import dev.churn.domain.usecase.erasure.EraseCustomer;
import dev.churn.domain.usecase.erasure.ShowErasures;
import dev.churn.domain.usecase.erasure.StoredFiles;
import dev.churn.domain.usecase.monitoring.EvaluatePredictions;
import dev.churn.domain.usecase.monitoring.ShowMonitoring;
import dev.churn.domain.usecase.monitoring.SummarizeQuality;
import dev.churn.domain.usecase.operation.CheckHealth;
import dev.churn.domain.usecase.operation.FindFiles;
import dev.churn.domain.usecase.operation.ShowJobs;
import dev.churn.domain.usecase.organization.DeleteOrganization;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.organization.ManageTargets;
import dev.churn.domain.usecase.pipeline.CancelJob;
import dev.churn.domain.usecase.pipeline.JobDispatcher;
import dev.churn.domain.usecase.pipeline.PipelineJobHandler;
import dev.churn.domain.usecase.pipeline.RunPipeline;
import dev.churn.domain.usecase.quota.CheckQuotas;
import dev.churn.domain.usecase.removal.OrganizationRemoval;
import dev.churn.domain.usecase.removal.Receipts;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.removal.SweepOrphans;
import dev.churn.domain.usecase.retention.ExpireRecords;
import dev.churn.domain.usecase.scoring.DeleteBatch;
import dev.churn.domain.usecase.scoring.ScoreCustomers;
import dev.churn.domain.usecase.scoring.ShowCustomer;
import dev.churn.domain.usecase.scoring.ShowPredictions;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.serving.BackgroundWork;
import dev.churn.domain.usecase.serving.DeleteModel;
import dev.churn.domain.usecase.serving.ExportModel;
import dev.churn.domain.usecase.serving.KnownTargets;
import dev.churn.domain.usecase.serving.ManageDeployment;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.PredictionRecorder;
import dev.churn.domain.usecase.serving.PredictionTally;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.ShowModels;
import dev.churn.domain.usecase.training.TrainModel;

/**
 * Churn prediction as one object: every use case, wired over one set of ports. A program without
 * any infrastructure supplies features and training, and runs the jobs itself:
 *
 * <pre>{@code
 * try (Churn churn =
 *     Churn.builder().features(new RfmFeatures()).training(new ChurnModelTraining()).build()) {
 *   OrganizationId shop =
 *       churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
 *   churn.uploads().upload(shop, "events.csv", Content.of(file), UploadOptions.defaults());
 *   …
 *   churn.runJobs();
 * }
 * }</pre>
 *
 * <p>Immutable, and safe for use by several threads if its ports are. It starts one daemon thread,
 * which writes predictions to the prediction log, and one more while challengers or shadows
 * predict, while stored objects are removed or while API keys are in use; it starts no thread for
 * jobs.
 */
public final class Churn implements AutoCloseable {
  private final ManageOrganizations organizations;
  private final ManageTargets targets;
  private final KnownTargets knownTargets;
  private final AuthenticateApiKeys authentication;
  private final ManageApiKeys apiKeys;
  private final UploadDataset uploads;
  private final ManageDatasets datasets;
  private final ProcessFeatures features;
  private final TrainModel training;
  private final ExportFeatures exportedFeatures;
  private final ShowDefinition definitions;
  private final ExportModel exportedModels;
  private final ShowModels models;
  private final ManageDeployment deployments;
  private final ServedModels servedModels;
  private final PredictionRecorder recorder;
  private final BackgroundWork background = new BackgroundWork();
  private final PredictionTally tally = new PredictionTally();
  private final PredictChurn predictions;
  private final StartScoring scoring;
  private final ShowPredictions batches;
  private final DeleteOrganization deletedOrganizations;
  private final ShowCustomer customers;
  private final DeleteBatch deletedBatches;
  private final DeleteModel deletedModels;
  private final RemoveObjects removals;
  private final SweepOrphans orphans;
  private final AuditTrail audit;
  private final ExpireRecords expiredRecords;
  private final EraseCustomer erasedCustomers;
  private final ShowErasures erasures;
  private final ShowMonitoring monitoring;
  private final SummarizeQuality quality;
  private final RunPipeline pipelines;
  private final ShowJobs jobs;
  private final FindFiles files;
  private final CheckHealth health;
  private final JobHandler jobHandler;
  private final CancelJob canceledJobs;
  private final CheckQuotas quotas;
  private final Ports ports;
  private final WorkFolder workFolder;

  Churn(Ports ports, WorkFolder workFolder) {
    this.ports = ports;
    this.workFolder = workFolder;
    quotas = new CheckQuotas(ports.quotas(), ports.usages());
    organizations =
        new ManageOrganizations(ports.organizations(), ports.transactions(), quotas, ports.clock());
    authentication = new AuthenticateApiKeys(ports.apiKeys(), ports.clock(), System::nanoTime);
    apiKeys =
        new ManageApiKeys(
            ports.organizations(),
            ports.apiKeys(),
            ports.transactions(),
            authentication,
            ports.clock());
    servedModels =
        new ServedModels(ports.models(), ports.artifacts(), ports.codec(), ports.clock());
    var receipts =
        new Receipts(ports.erasures(), ports.removals(), ports.transactions(), ports.clock());
    removals =
        new RemoveObjects(
            ports.removals(),
            receipts,
            ports.objects(),
            ports.artifacts(),
            new OrganizationRemoval(
                ports.organizations(),
                ports.models(),
                ports.artifacts(),
                ports.objects(),
                receipts,
                servedModels::renew),
            ports.clock());
    orphans =
        new SweepOrphans(
            ports.objects(),
            ports.organizations(),
            ports.datasets(),
            ports.batches(),
            removals,
            ports.clock());
    datasets =
        new ManageDatasets(
            ports.organizations(),
            ports.datasets(),
            ports.jobs(),
            ports.models(),
            ports.batches(),
            ports.transactions(),
            removals);
    features =
        new ProcessFeatures(
            ports.organizations(),
            ports.datasets(),
            ports.jobs(),
            ports.transactions(),
            ports.objects(),
            ports.tables(),
            new OldTables(
                ports.organizations(),
                ports.datasets(),
                ports.models(),
                ports.batches(),
                ports.transactions(),
                removals),
            removals,
            quotas,
            ports.disk(),
            workFolder.path(),
            ports.featuresCompression(),
            ports.clock());
    training =
        new TrainModel(
            ports.organizations(),
            ports.datasets(),
            ports.models(),
            ports.jobs(),
            ports.transactions(),
            ports.objects(),
            ports.tables(),
            ports.training(),
            ports.codec(),
            ports.artifacts(),
            removals,
            ports.clock());
    exportedFeatures =
        new ExportFeatures(
            ports.organizations(),
            ports.datasets(),
            ports.objects(),
            ports.tables(),
            ports.training());
    definitions = new ShowDefinition(ports.organizations(), ports.datasets());
    exportedModels =
        new ExportModel(ports.organizations(), ports.models(), ports.artifacts(), ports.codec());
    models = new ShowModels(ports.organizations(), ports.models());
    deployments =
        new ManageDeployment(
            ports.organizations(),
            ports.models(),
            ports.transactions(),
            ports.artifacts(),
            ports.codec(),
            servedModels,
            ports.clock());
    recorder = new PredictionRecorder(ports.predictionLog());
    predictions =
        new PredictChurn(
            ports.organizations(),
            servedModels,
            ports.calculator(),
            recorder,
            background,
            tally,
            ports.clock());
    scoring =
        new StartScoring(
            ports.organizations(),
            ports.datasets(),
            servedModels,
            ports.batches(),
            ports.jobs(),
            ports.transactions(),
            ports.objects(),
            ports.profiler(),
            removals,
            quotas,
            ports.clock());
    batches = new ShowPredictions(ports.organizations(), ports.batches(), ports.models());
    customers =
        new ShowCustomer(
            ports.organizations(),
            ports.batches(),
            ports.predictionLog(),
            ports.datasets(),
            ports.objects(),
            ports.eventFiles(),
            ports.calculator(),
            ports.models(),
            ports.artifacts(),
            ports.codec());
    knownTargets = new KnownTargets(ports.organizations(), ports.clock());
    targets =
        new ManageTargets(
            ports.organizations(),
            ports.transactions(),
            removals,
            knownTargets::renew,
            ports.clock());
    deletedOrganizations =
        new DeleteOrganization(ports.organizations(), ports.transactions(), removals);
    deletedBatches =
        new DeleteBatch(ports.organizations(), ports.batches(), ports.transactions(), removals);
    deletedModels =
        new DeleteModel(
            ports.organizations(), ports.models(), ports.transactions(), removals, ports.clock());
    pipelines =
        new RunPipeline(
            ports.organizations(),
            ports.datasets(),
            ports.models(),
            ports.jobs(),
            ports.pipelines(),
            ports.transactions(),
            features,
            training,
            scoring,
            ports.clock());
    var scoreCustomers =
        new ScoreCustomers(
            ports.organizations(),
            ports.datasets(),
            servedModels,
            ports.batches(),
            ports.objects(),
            ports.eventFiles(),
            ports.tables(),
            ports.calculator(),
            removals,
            tally,
            ports.disk(),
            workFolder.path(),
            ports.clock());
    erasedCustomers =
        new EraseCustomer(
            ports.organizations(),
            ports.erasures(),
            ports.customerRecords(),
            ports.jobs(),
            ports.transactions(),
            new StoredFiles(
                ports.organizations(),
                ports.datasets(),
                ports.batches(),
                ports.customerRecords(),
                ports.erasures(),
                ports.jobs(),
                ports.transactions(),
                ports.objects(),
                ports.eventFiles(),
                datasets,
                deletedBatches,
                removals,
                new PipelineJobHandler(scoreCustomers, pipelines),
                workFolder.path()),
            ports.clock());
    erasures = new ShowErasures(ports.organizations(), ports.erasures());
    monitoring =
        new ShowMonitoring(
            ports.organizations(),
            ports.datasets(),
            ports.models(),
            ports.outcomes(),
            ports.reports());
    quality = new SummarizeQuality(ports.organizations(), ports.models(), ports.reports());
    uploads =
        new UploadDataset(
            ports.organizations(),
            ports.profiler(),
            ports.eventFiles(),
            ports.objects(),
            ports.datasets(),
            ports.transactions(),
            removals,
            quotas,
            pipelines::start,
            ports.featuresCompression(),
            ports.clock());
    expiredRecords =
        new ExpireRecords(
            ports.organizations(),
            ports.predictionLog(),
            ports.batches(),
            ports.outcomes(),
            ports.auditLog(),
            deletedBatches,
            ports.clock());
    audit = new AuditTrail(ports.organizations(), ports.auditLog(), ports.clock());
    jobs = new ShowJobs(ports.organizations(), ports.jobs());
    files =
        new FindFiles(
            ports.organizations(),
            ports.objects(),
            ports.datasets(),
            ports.batches(),
            ports.models());
    health =
        new CheckHealth(
            ports.databasePing(),
            ports.objects(),
            () -> recorder.faults() + ports.jobs().faults(),
            recorder::dropped);
    jobHandler = new PipelineJobHandler(dispatcher(scoreCustomers), pipelines);
    canceledJobs = new CancelJob(ports.organizations(), ports.jobs(), jobHandler);
  }

  private JobDispatcher dispatcher(ScoreCustomers scoreCustomers) {
    return new JobDispatcher(
        features,
        training,
        scoreCustomers,
        new EvaluatePredictions(
            ports.datasets(),
            ports.models(),
            ports.outcomes(),
            ports.reports(),
            ports.objects(),
            ports.eventFiles(),
            ports.tables()),
        erasedCustomers,
        servedModels);
  }

  /** {@return a new builder without any ports} */
  public static ChurnBuilder builder() {
    return new ChurnBuilder();
  }

  /** {@return the use case that creates, changes and lists organizations} */
  public ManageOrganizations organizations() {
    return organizations;
  }

  /**
   * {@return the use case that creates, changes, lists and deletes targets} The id of a target
   * stands for an organization in all use cases that work on datasets, models and predictions.
   */
  public ManageTargets targets() {
    return targets;
  }

  /** {@return the use case that finds targets by name, cached in memory by this object} */
  public KnownTargets knownTargets() {
    return knownTargets;
  }

  /** {@return the use case that creates, lists and revokes API keys} */
  public ManageApiKeys apiKeys() {
    return apiKeys;
  }

  /** {@return the use case that recognizes API keys} */
  public AuthenticateApiKeys authentication() {
    return authentication;
  }

  /** {@return the use case that stores event files and, on request, starts their pipelines} */
  public UploadDataset uploads() {
    return uploads;
  }

  /**
   * {@return the use case that automatically computes features, trains a model and scores an
   * upload, and reports the progress}
   */
  public RunPipeline pipelines() {
    return pipelines;
  }

  /** {@return the use case that lists, shows and deletes datasets} */
  public ManageDatasets datasets() {
    return datasets;
  }

  /** {@return the use case that computes feature tables of uploaded files, in jobs} */
  public ProcessFeatures features() {
    return features;
  }

  /** {@return the use case that trains models on feature tables, in jobs} */
  public TrainModel training() {
    return training;
  }

  /** {@return the use case that exports feature tables for other programs} */
  public ExportFeatures exportedFeatures() {
    return exportedFeatures;
  }

  /** {@return the use case that shows what may count as churn in a dataset} */
  public ShowDefinition definitions() {
    return definitions;
  }

  /**
   * {@return the use case that exports models in the file format of the library that trained them}
   */
  public ExportModel exportedModels() {
    return exportedModels;
  }

  /** {@return the use case that shows the versions of models} */
  public ShowModels models() {
    return models;
  }

  /** {@return the use case that changes the deployment by hand} */
  public ManageDeployment deployments() {
    return deployments;
  }

  /** {@return the models that serve, cached in memory by this object} */
  public ServedModels servedModels() {
    return servedModels;
  }

  /** {@return the use case that predicts for single customers immediately} */
  public PredictChurn predictions() {
    return predictions;
  }

  /** {@return the use case that scores all customers of a dataset or a file, in jobs} */
  public StartScoring scoring() {
    return scoring;
  }

  /** {@return the use case that shows batches and their predictions} */
  public ShowPredictions batches() {
    return batches;
  }

  /** {@return the use case that shows what is known of one customer} */
  public ShowCustomer customers() {
    return customers;
  }

  /** {@return the use case that erases customers, in jobs} */
  public EraseCustomer erasedCustomers() {
    return erasedCustomers;
  }

  /** {@return the receipts of erased customers, datasets and organizations} */
  public ShowErasures erasures() {
    return erasures;
  }

  /** {@return the use case that deletes organizations} */
  public DeleteOrganization deletedOrganizations() {
    return deletedOrganizations;
  }

  /** {@return the use case that deletes batches} */
  public DeleteBatch deletedBatches() {
    return deletedBatches;
  }

  /** {@return the use case that deletes models} */
  public DeleteModel deletedModels() {
    return deletedModels;
  }

  /**
   * {@return the use case that removes from object storage what deletions leave behind} Call its
   * {@link RemoveObjects#sweep} at intervals: it removes what the storage did not at once.
   */
  public RemoveObjects removals() {
    return removals;
  }

  /**
   * {@return the use case that finds stored objects that no row names; call its {@code sweep} at
   * intervals of hours}
   */
  public SweepOrphans orphans() {
    return orphans;
  }

  /**
   * {@return the use case that deletes what is older than a program keeps it; call its {@code
   * expire} at intervals of hours}
   */
  public ExpireRecords expiredRecords() {
    return expiredRecords;
  }

  /** {@return the use case that writes and shows the audit log} */
  public AuditTrail audit() {
    return audit;
  }

  /** {@return the use case that shows the realized performance of past predictions} */
  public ShowMonitoring monitoring() {
    return monitoring;
  }

  /** {@return the use case that summarizes realized performance and drift of all organizations} */
  public SummarizeQuality quality() {
    return quality;
  }

  /** {@return the counts of predictions since this object was built} */
  public PredictionTally tally() {
    return tally;
  }

  /** {@return the use case that shows the progress of jobs} */
  public ShowJobs jobs() {
    return jobs;
  }

  /** {@return the use case that cancels jobs} */
  public CancelJob canceledJobs() {
    return canceledJobs;
  }

  /** {@return the use case that refuses what would go beyond a quota} */
  public CheckQuotas quotas() {
    return quotas;
  }

  /** {@return the use case that finds stored files} */
  public FindFiles files() {
    return files;
  }

  /** {@return the use case that checks whether database and storage respond} */
  public CheckHealth health() {
    return health;
  }

  /**
   * {@return the handler that runs the jobs of all use cases} A program that supplies its own
   * {@link dev.churn.domain.port.JobQueue} must make the queue call it for every submitted job.
   */
  public JobHandler jobHandler() {
    return jobHandler;
  }

  /**
   * Runs all queued jobs, and the jobs that they submit, on the calling thread, and removes what is
   * due to be removed from object storage. A failed job does not cause an exception here; {@link
   * #jobs} shows the reason.
   *
   * @throws IllegalStateException if the job queue is not in memory and therefore runs jobs itself
   */
  public void runJobs() {
    if (!(ports.jobs() instanceof InMemoryJobQueue queue)) {
      throw new IllegalStateException(
          "expected a job queue in memory, found %s, which runs jobs itself"
              .formatted(ports.jobs().getClass().getName()));
    }
    queue.runAll(jobHandler);
    removals.sweep();
  }

  /**
   * Writes the pending predictions to the log, and deletes the work folder unless the caller
   * supplied it. Ports are not closed; they belong to the caller. Closing again has no effect.
   */
  @Override
  public void close() {
    background.close(); // it has predictions to record
    recorder.close();
    authentication.close();
    removals.close();
    workFolder.close();
  }
}
