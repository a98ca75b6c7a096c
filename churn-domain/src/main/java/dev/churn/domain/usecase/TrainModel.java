package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.Model;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainedModel;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.FeatureEngineering;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Trains a model on a feature table, in the background, and tells how the last training went. */
public final class TrainModel implements JobHandler {
  /** Fixed, so that the same table gives the same model. */
  private static final long SEED = 1;

  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final JobQueue jobs;
  private final Transactions transactions;
  private final LearningSetReader learningSets;
  private final ModelTraining training;
  private final ModelArtifacts artifacts;
  private final InstantSource clock;

  public TrainModel(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      JobQueue jobs,
      Transactions transactions,
      ObjectStore objects,
      FeatureEngineering features,
      ModelTraining training,
      ModelArtifacts artifacts,
      InstantSource clock) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.registry = registry;
    this.jobs = jobs;
    this.transactions = transactions;
    this.learningSets = new LearningSetReader(objects, features);
    this.training = training;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /** A model that is wanted, and the job that trains it. */
  public record Started(Model model, Job job) {}

  /**
   * {@return the model to be trained and its job} While one of the same type and table is
   * unfinished, it is that one.
   *
   * @param dataset a feature table, or a raw dataset that has one; empty means the latest table
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if organisation or dataset are not
   *     there, {@link ErrorCode#UNPROCESSABLE} if there is no feature table
   */
  public Started start(OrganizationId organization, ModelType type, Optional<DatasetId> dataset) {
    return transactions.call(
        () -> {
          organizations.lock(organization);
          FeatureDataset table = tableFor(organization, dataset);
          return findUnfinished(organization, type, table.id())
              .orElseGet(
                  () -> {
                    var model =
                        new Model(
                            new ModelId(UUID.randomUUID()),
                            organization,
                            type,
                            table.id(),
                            clock.instant(),
                            new Model.InTraining());
                    registry.add(model);
                    return new Started(model, jobs.submit(requestFor(model)));
                  });
        });
  }

  /** {@return the model that was requested last, or empty if none was} */
  public Optional<Model> status(OrganizationId organization) {
    Loading.organization(organizations, organization);
    return registry.findLatest(organization);
  }

  private FeatureDataset tableFor(OrganizationId organization, Optional<DatasetId> dataset) {
    if (dataset.isEmpty()) {
      return catalog
          .findLatestFeatures(organization)
          .orElseThrow(
              () ->
                  new ChurnException(
                      ErrorCode.UNPROCESSABLE,
                      "Expected a processed dataset to learn from, found none;"
                          + " upload one and start process-features first"));
    }
    Dataset found = Loading.dataset(catalog, organization, dataset.get());
    if (found instanceof FeatureDataset table) {
      return table;
    }
    return catalog
        .findFeaturesOf(organization, found.id())
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    "Expected a processed dataset, found that %s has no features yet;"
                            .formatted(found.id())
                        + " start process-features first"));
  }

  private Optional<Started> findUnfinished(
      OrganizationId organization, ModelType type, DatasetId table) {
    return registry.findInTraining(organization, table).stream()
        .filter(model -> model.type() == type)
        .findFirst()
        .flatMap(
            model -> jobs.findUnfinished(requestFor(model)).map(job -> new Started(model, job)));
  }

  private static JobRequest requestFor(Model model) {
    return new JobRequest(JobKind.TRAIN_MODEL, model.organizationId(), model.id().value());
  }

  @Override
  public void run(Job job, Progress progress) {
    OrganizationId organization = job.request().organizationId();
    Model model = subject(job);
    if (model.outcome() instanceof Model.Trained) {
      return; // an earlier try of this job was cut off after its last step
    }
    FeatureDataset table =
        (FeatureDataset) Loading.dataset(catalog, organization, model.features());
    progress.report(0, "Reading the feature table");
    LearningSet learningSet = learningSets.read(table);
    TrainedModel trained =
        training.train(
            new TrainingRequest(learningSet, model.type(), SEED, Optional.empty()),
            progress.part(0.05, 0.95));
    progress.report(0.95, "Storing the model");
    String sha256 = artifacts.save(organization, model.id(), training.encode(trained.model()));
    registry.complete(
        organization,
        model.id(),
        new Model.Trained(
            Model.Trained.UNNUMBERED,
            trained.model().type(),
            clock.instant(),
            trained.trainingSamples(),
            trained.churnRate(),
            trained.evaluation(),
            trained.parameters(),
            sha256));
  }

  @Override
  public void failed(Job job, String reason) {
    registry.fail(
        job.request().organizationId(),
        new ModelId(job.request().subject()),
        new Model.Failed(clock.instant(), reason));
  }

  private Model subject(Job job) {
    var id = new ModelId(job.request().subject());
    return registry
        .find(job.request().organizationId(), id)
        .orElseThrow(() -> new ChurnException(ErrorCode.NOT_FOUND, "There is no model " + id));
  }
}
