package dev.churn.domain.embed;

import dev.churn.domain.job.JobHandler;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.usecase.dataset.ExportFeatures;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.monitoring.EvaluatePredictions;
import dev.churn.domain.usecase.monitoring.ShowMonitoring;
import dev.churn.domain.usecase.operation.CheckHealth;
import dev.churn.domain.usecase.operation.FindFiles;
import dev.churn.domain.usecase.operation.ShowJobs;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.pipeline.CancelJob;
import dev.churn.domain.usecase.pipeline.JobDispatcher;
import dev.churn.domain.usecase.pipeline.PipelineJobHandler;
import dev.churn.domain.usecase.pipeline.RunPipeline;
import dev.churn.domain.usecase.scoring.ScoreCustomers;
import dev.churn.domain.usecase.scoring.ShowPredictions;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.serving.ExportModel;
import dev.churn.domain.usecase.serving.ManageDeployment;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.PredictionRecorder;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.ShowModels;
import dev.churn.domain.usecase.training.TrainModel;

/**
 * Churn prediction as one object: every use case, wired over one set of ports. A program without
 * any infrastructure gives features and training, and works off the jobs itself:
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
 * <p>Immutable and safe for use by several threads, as far as its ports are. It starts one daemon
 * thread, which writes predictions into their log, and none for jobs.
 */
public final class Churn implements AutoCloseable {
  private final ManageOrganizations organizations;
  private final UploadDataset uploads;
  private final ManageDatasets datasets;
  private final ProcessFeatures features;
  private final TrainModel training;
  private final ExportFeatures exportedFeatures;
  private final ExportModel exportedModels;
  private final ShowModels models;
  private final ManageDeployment deployments;
  private final ServedModels servedModels;
  private final PredictionRecorder recorder;
  private final PredictChurn predictions;
  private final StartScoring scoring;
  private final ShowPredictions batches;
  private final ShowMonitoring monitoring;
  private final RunPipeline pipelines;
  private final ShowJobs jobs;
  private final FindFiles files;
  private final CheckHealth health;
  private final JobHandler jobHandler;
  private final CancelJob canceledJobs;
  private final Ports ports;
  private final WorkFolder workFolder;

  Churn(Ports ports, WorkFolder workFolder) {
    this.ports = ports;
    this.workFolder = workFolder;
    organizations =
        new ManageOrganizations(ports.organizations(), ports.transactions(), ports.clock());
    datasets =
        new ManageDatasets(
            ports.organizations(),
            ports.datasets(),
            ports.objects(),
            ports.jobs(),
            ports.models(),
            ports.batches(),
            ports.transactions());
    features =
        new ProcessFeatures(
            ports.organizations(),
            ports.datasets(),
            ports.jobs(),
            ports.transactions(),
            ports.objects(),
            ports.tables(),
            workFolder.path(),
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
            ports.clock());
    exportedFeatures =
        new ExportFeatures(
            ports.organizations(),
            ports.datasets(),
            ports.objects(),
            ports.tables(),
            ports.training());
    exportedModels =
        new ExportModel(ports.organizations(), ports.models(), ports.artifacts(), ports.codec());
    models = new ShowModels(ports.organizations(), ports.models());
    servedModels =
        new ServedModels(ports.models(), ports.artifacts(), ports.codec(), ports.clock());
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
            ports.organizations(), servedModels, ports.calculator(), recorder, ports.clock());
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
            ports.clock());
    batches = new ShowPredictions(ports.organizations(), ports.batches());
    monitoring =
        new ShowMonitoring(
            ports.organizations(),
            ports.datasets(),
            ports.models(),
            ports.outcomes(),
            ports.reports());
    pipelines =
        new RunPipeline(
            ports.organizations(),
            ports.models(),
            ports.jobs(),
            ports.pipelines(),
            features,
            training,
            scoring,
            ports.clock());
    uploads =
        new UploadDataset(
            ports.organizations(),
            ports.profiler(),
            ports.objects(),
            ports.datasets(),
            ports.transactions(),
            pipelines::start,
            ports.clock());
    jobs = new ShowJobs(ports.organizations(), ports.jobs());
    files = new FindFiles(ports.organizations(), ports.objects());
    health = new CheckHealth(ports.databasePing(), ports.objects());
    jobHandler = new PipelineJobHandler(dispatcher(), pipelines);
    canceledJobs = new CancelJob(ports.organizations(), ports.jobs(), jobHandler);
  }

  private JobDispatcher dispatcher() {
    return new JobDispatcher(
        features,
        training,
        new ScoreCustomers(
            ports.organizations(),
            ports.datasets(),
            servedModels,
            ports.batches(),
            ports.objects(),
            ports.eventFiles(),
            ports.tables(),
            ports.calculator(),
            workFolder.path(),
            ports.clock()),
        new EvaluatePredictions(
            ports.datasets(),
            ports.models(),
            ports.outcomes(),
            ports.reports(),
            ports.transactions(),
            ports.objects(),
            ports.eventFiles(),
            ports.tables()));
  }

  /** {@return a builder to which nothing has been given yet} */
  public static ChurnBuilder builder() {
    return new ChurnBuilder();
  }

  /** {@return what creates, changes and lists organizations} */
  public ManageOrganizations organizations() {
    return organizations;
  }

  /** {@return what stores event files, and starts their pipelines if that is wanted} */
  public UploadDataset uploads() {
    return uploads;
  }

  /** {@return what makes features, a model and scores of an upload by itself, and how far it is} */
  public RunPipeline pipelines() {
    return pipelines;
  }

  /** {@return what lists, shows and removes datasets} */
  public ManageDatasets datasets() {
    return datasets;
  }

  /** {@return what makes feature tables of uploaded files, by jobs} */
  public ProcessFeatures features() {
    return features;
  }

  /** {@return what trains models on feature tables, by jobs} */
  public TrainModel training() {
    return training;
  }

  /** {@return what writes feature tables for other programs} */
  public ExportFeatures exportedFeatures() {
    return exportedFeatures;
  }

  /** {@return what gives models out as files of the library that trained them} */
  public ExportModel exportedModels() {
    return exportedModels;
  }

  /** {@return what shows the versions of models} */
  public ShowModels models() {
    return models;
  }

  /** {@return what decides by hand which models serve} */
  public ManageDeployment deployments() {
    return deployments;
  }

  /** {@return the models that serve, as this object has them in memory} */
  public ServedModels servedModels() {
    return servedModels;
  }

  /** {@return what predicts for single customers, at once} */
  public PredictChurn predictions() {
    return predictions;
  }

  /** {@return what scores all customers of a dataset or a file, by jobs} */
  public StartScoring scoring() {
    return scoring;
  }

  /** {@return what shows the batches that scoring made, and their predictions} */
  public ShowPredictions batches() {
    return batches;
  }

  /** {@return what shows how past predictions came out} */
  public ShowMonitoring monitoring() {
    return monitoring;
  }

  /** {@return what shows how far jobs are} */
  public ShowJobs jobs() {
    return jobs;
  }

  /** {@return what cancels jobs} */
  public CancelJob canceledJobs() {
    return canceledJobs;
  }

  /** {@return what finds stored files} */
  public FindFiles files() {
    return files;
  }

  /** {@return what asks whether database and storage answer} */
  public CheckHealth health() {
    return health;
  }

  /**
   * {@return what does the jobs of all use cases} For a program that brings its own {@link
   * dev.churn.domain.port.JobQueue}, which must call it for every job submitted.
   */
  public JobHandler jobHandler() {
    return jobHandler;
  }

  /**
   * Does all queued jobs, and those that they lead to, on the calling thread. A job that fails does
   * not throw here; {@link #jobs} tells why it failed.
   *
   * @throws IllegalStateException if the job queue is not one in memory, and so runs jobs itself
   */
  public void runJobs() {
    if (!(ports.jobs() instanceof InMemoryJobQueue queue)) {
      throw new IllegalStateException(
          "expected a job queue in memory, found %s, which runs jobs itself"
              .formatted(ports.jobs().getClass().getName()));
    }
    queue.runAll(jobHandler);
  }

  /**
   * Writes the predictions that wait for their log, and removes the work folder if it was not
   * given. Ports are left to whoever made them. Closing again does nothing.
   */
  @Override
  public void close() {
    recorder.close();
    workFolder.close();
  }
}
