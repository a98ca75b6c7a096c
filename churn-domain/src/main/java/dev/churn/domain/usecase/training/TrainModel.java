package dev.churn.domain.usecase.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.plausibility.TrainingPlausibility;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.ModelFile;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.removal.RemoveObjects;
import dev.churn.domain.usecase.serving.ModelFiles;
import dev.churn.domain.usecase.training.ActivationPolicy.Rival;
import dev.churn.domain.usecase.training.TrainingCompletion.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Trains models on feature tables in the background, and shows the status of the last training. */
public final class TrainModel implements JobHandler {
  /** Fixed, so that the same table gives the same model. */
  private static final long SEED = 1;

  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final JobQueue jobs;
  private final Transactions transactions;
  private final TrainingSetReader learningSets;
  private final ScoredSample scoredSample;
  private final ModelTraining trainer;
  private final ModelCodec codec;
  private final ModelArtifacts artifacts;
  private final ModelFiles files;
  private final TrainingCompletion completion;
  private final RemoveObjects removals;
  private final InstantSource clock;

  public TrainModel(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      JobQueue jobs,
      Transactions transactions,
      ObjectStore objects,
      FeatureTables tables,
      ModelTraining trainer,
      ModelCodec codec,
      ModelArtifacts artifacts,
      RemoveObjects removals,
      InstantSource clock) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.registry = registry;
    this.jobs = jobs;
    this.transactions = transactions;
    this.learningSets = new TrainingSetReader(objects, tables);
    this.trainer = trainer;
    this.codec = codec;
    this.artifacts = artifacts;
    this.scoredSample = new ScoredSample(objects, tables);
    this.files = new ModelFiles(artifacts, codec);
    this.removals = removals;
    this.completion = new TrainingCompletion(organizations, catalog, registry, clock);
    this.clock = clock;
  }

  /**
   * A model that is to be trained, and its job.
   *
   * @param source the raw dataset that the model learns from
   * @param waitsForFeatures whether the feature table does not exist yet, so that the training
   *     waits for the job that creates it
   * @param warnings sentences for the user, to show before the training ends
   */
  public record Started(
      TrainingRun model,
      Job job,
      RawDataset source,
      boolean waitsForFeatures,
      List<String> warnings) {
    public Started {
      warnings = List.copyOf(warnings);
    }
  }

  /** {@return a training with default options and without a requester} */
  public Started start(OrganizationId organization, ModelType type, Optional<DatasetId> dataset) {
    return start(organization, ModelSpecification.of(type), dataset, Optional.empty());
  }

  /**
   * {@return a training that is not forced} See {@link #start(OrganizationId, ModelSpecification,
   * Optional, Optional, boolean)}.
   */
  public Started start(
      OrganizationId organization,
      ModelSpecification wanted,
      Optional<DatasetId> dataset,
      Optional<Requester> requestedBy) {
    return start(organization, wanted, dataset, requestedBy, false);
  }

  /**
   * {@return the model to be trained and its job} If a training with the same specification and
   * table is unfinished, it is returned instead of a new one. A raw dataset that is being processed
   * is waited for, rather than learning from an older table of it.
   *
   * @param dataset a feature table, or a raw dataset that has one or is being processed; empty
   *     means the dataset that is being processed, or else the latest table
   * @param requestedBy the requester, if known
   * @param force whether the model may be activated although the dataset is not as expected, or
   *     challengers are running
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if organization or dataset do not
   *     exist, {@link ErrorCode#UNPROCESSABLE} if there is no feature table or another version made
   *     it with other features; and under the conditions of {@link ModelTraining#check} and {@link
   *     ModelTraining#requireMemory}
   */
  public Started start(
      OrganizationId organization,
      ModelSpecification wanted,
      Optional<DatasetId> dataset,
      Optional<Requester> requestedBy,
      boolean force) {
    ModelSpecification specification = trainer.check(wanted);
    return transactions.call(
        () -> {
          organizations.lock(organization);
          LearningTable table = LearningTable.choose(catalog, jobs, organization, dataset);
          table.table().ifPresent(known -> requireUsable(specification, known));
          if (force) {
            catalog.putCheck(completion.checkOf(table.source()).forced());
          }
          return findUnfinished(organization, specification, table, dataset)
              .orElseGet(
                  () -> {
                    var model =
                        new TrainingRun(
                            new ModelId(UUID.randomUUID()),
                            organization,
                            specification,
                            table.id(),
                            clock.instant(),
                            requestedBy,
                            new TrainingRun.InTraining());
                    registry.add(model);
                    return started(
                        model, jobs.submit(requestFor(model), table.workload()), table, dataset);
                  });
        });
  }

  /** {@return the types that can be trained, the usual ones first} */
  public List<ModelFamily> types() {
    return trainer.types();
  }

  /** {@return the most recently requested model, or empty if there is none} */
  public Optional<TrainingRun> status(OrganizationId organization) {
    Lookup.organization(organizations, organization);
    return registry.findLatest(organization);
  }

  /** {@return the unfinished job that trains a model, or empty if there is none} */
  public Optional<Job> findJob(TrainingRun model) {
    return jobs.findUnfinished(requestFor(model));
  }

  private void requireUsable(ModelSpecification specification, FeatureDataset table) {
    table.requireKnownFeatures();
    trainer.requireMemory(
        specification,
        LearningTable.labeledRows(table),
        table.manifest().definition().watchedEventTypes().size());
  }

  private Optional<Started> findUnfinished(
      OrganizationId organization,
      ModelSpecification specification,
      LearningTable table,
      Optional<DatasetId> dataset) {
    return registry.findInTraining(organization, table.id()).stream()
        .filter(model -> model.specification().equals(specification))
        .findFirst()
        .flatMap(
            model ->
                jobs.findUnfinished(requestFor(model))
                    .filter(job -> !job.isCanceling())
                    .map(job -> started(model, job, table, dataset)));
  }

  private Started started(
      TrainingRun model, Job job, LearningTable table, Optional<DatasetId> dataset) {
    Optional<String> slow =
        table
            .table()
            .map(LearningTable::labeledRows)
            .flatMap(rows -> trainer.slowWarning(model.specification(), rows));
    Optional<String> unprocessed =
        dataset.isEmpty() ? table.newerUpload(catalog) : Optional.empty();
    return new Started(
        model,
        job,
        table.source(),
        table.processing().isPresent(),
        Stream.of(slow, unprocessed).flatMap(Optional::stream).toList());
  }

  public static JobRequest requestFor(TrainingRun model) {
    return new JobRequest(JobKind.TRAIN_MODEL, model.organizationId(), model.id().value());
  }

  @Override
  public void run(Job job, Progress progress) {
    OrganizationId organization = job.request().organizationId();
    TrainingRun model = loadModel(organization, new ModelId(job.request().subject()));
    if (model.outcome() instanceof ModelVersion) {
      return; // an earlier attempt of this job was cut off after its last step
    }
    FeatureDataset table = tableOf(model);
    // checked again: another server with less memory may run the job
    requireUsable(model.specification(), table);
    progress.report(0, "Reading the feature table");
    var training = recordOf(organization, table);
    Optional<Opponent> opponent =
        registry.findActive(organization).map(active -> Opponent.of(active, training, files));
    TrainingResult trained =
        trainer.train(
            new TrainingRequest(
                training.set(),
                model.specification(),
                SEED,
                opponent.flatMap(Opponent::predictor).map(Incumbent::new)),
            progress.part(0.05, 0.95));
    progress.report(0.95, "Storing the model");
    List<Finding> findings =
        TrainingPlausibility.findings(
            trained.evaluation(), scoredSample.means(table, trained.model()));
    Stored stored = store(model, trained);
    Optional<Rival> rival =
        opponent.map(
            other ->
                new Rival(
                    other.model(),
                    other.compared(
                        trained.againstIncumbent(), trained.evaluation(), training.judgedOn()),
                    other.isUsable()));
    transactions.run(() -> completion.complete(model, trained, training, stored, rival, findings));
  }

  private FeatureDataset tableOf(TrainingRun model) {
    return catalog
        .findFeatures(model.organizationId(), model.features())
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    "Expected the feature table that this training waited for, found none: the"
                        + " processing of its dataset has failed or was canceled;"
                        + " process the dataset again, then train again"));
  }

  /**
   * Stores the model, and the model as it was evaluated. Later trainings compare with the latter
   * while the former knows the labels of their evaluation rows.
   */
  private Stored store(TrainingRun model, TrainingResult trained) {
    OrganizationId organization = model.organizationId();
    return new Stored(
        artifacts.save(organization, model.id(), codec.encode(trained.model())),
        artifacts.save(organization, model.id().asEvaluated(), codec.encode(trained.evaluated())));
  }

  private TrainingRecord recordOf(OrganizationId organization, FeatureDataset table) {
    return new TrainingRecord(
        Lookup.raw(catalog, organization, table.sourceId()),
        table,
        learningSets.read(table),
        SEED,
        trainer.versions());
  }

  /**
   * Decides again whether a trained model is activated, after its dataset has been forced. The
   * recorded decision of the training does not change; the history of activations shows the new
   * one.
   *
   * @param by the requester, if known
   */
  public void reconsider(OrganizationId organization, ModelId id, Optional<Requester> by) {
    transactions.run(() -> completion.reconsider(organization, id, by));
  }

  @Override
  public void failed(Job job, String reason) {
    registry.fail(
        job.request().organizationId(),
        new ModelId(job.request().subject()),
        new TrainingRun.Failed(clock.instant(), reason));
  }

  /** Records the end of the training, and notes that the model's files are to be removed. */
  @Override
  public void canceled(Job job, String reason) {
    failed(job, reason);
    removals.note(filesOf(job));
  }

  @Override
  public boolean isDone(Job job) {
    return loadModel(job.request().organizationId(), new ModelId(job.request().subject())).outcome()
        instanceof ModelVersion;
  }

  /** Deletes the file of a model whose training was not completed. */
  @Override
  public void discard(Job job) {
    if (isDone(job)) {
      return; // an attempt that was presumed dead has completed it
    }
    removals.removeSoon(filesOf(job));
  }

  private static List<ModelFile> filesOf(Job job) {
    OrganizationId organization = job.request().organizationId();
    var model = new ModelId(job.request().subject());
    return List.of(
        new ModelFile(organization, model), new ModelFile(organization, model.asEvaluated()));
  }

  private TrainingRun loadModel(OrganizationId organization, ModelId id) {
    return Lookup.model(registry, organization, id);
  }
}
