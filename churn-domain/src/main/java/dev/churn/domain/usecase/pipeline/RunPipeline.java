package dev.churn.domain.usecase.pipeline;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.Job;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.pipeline.PipelineStep;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Pipelines;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.training.TrainModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs the pipeline of an uploaded file: features, training and scoring. Each step is an ordinary
 * job, and the next is submitted in the transaction that ends the previous one, so that a crash at
 * any moment neither loses nor repeats a step.
 */
public final class RunPipeline {
  private final Organizations organizations;
  private final DatasetCatalog catalog;
  private final ModelRegistry registry;
  private final JobQueue jobs;
  private final Pipelines pipelines;
  private final Transactions transactions;
  private final ProcessFeatures processFeatures;
  private final TrainModel trainModel;
  private final StartScoring scoring;
  private final InstantSource clock;

  public RunPipeline(
      Organizations organizations,
      DatasetCatalog catalog,
      ModelRegistry registry,
      JobQueue jobs,
      Pipelines pipelines,
      Transactions transactions,
      ProcessFeatures processFeatures,
      TrainModel trainModel,
      StartScoring scoring,
      InstantSource clock) {
    this.organizations = organizations;
    this.catalog = catalog;
    this.registry = registry;
    this.jobs = jobs;
    this.pipelines = pipelines;
    this.transactions = transactions;
    this.processFeatures = processFeatures;
    this.trainModel = trainModel;
    this.scoring = scoring;
    this.clock = clock;
  }

  /** Starts the pipeline of a dataset, within the caller's transaction if there is one. */
  public void start(RawDataset raw) {
    var waiting =
        new Pipeline(
            raw.organizationId(),
            raw.id(),
            Arrays.stream(PipelineStep.Kind.values()).map(PipelineStep::waiting).toList());
    Job job = processFeatures.start(raw.organizationId(), raw.id());
    pipelines.put(
        waiting.with(waiting.step(PipelineStep.Kind.FEATURES).queued(job.id(), Optional.empty())));
  }

  /** {@return the pipeline of a raw dataset, with the current state of its jobs} */
  public Optional<Pipeline> find(OrganizationId organization, DatasetId raw) {
    return pipelines
        .find(organization, raw)
        .map(
            pipeline ->
                new Pipeline(
                    organization,
                    raw,
                    pipeline.steps().stream().map(s -> live(organization, s)).toList()));
  }

  private PipelineStep live(OrganizationId organization, PipelineStep step) {
    return step.status() == PipelineStep.Status.QUEUED
        ? step.job().flatMap(id -> jobs.find(organization, id)).map(step::seenIn).orElse(step)
        : step;
  }

  /**
   * Continues the pipeline if the completed job is one of its steps; called in the transaction that
   * ends the job.
   */
  void completed(Job job) {
    OrganizationId organization = job.request().organizationId();
    // Adding this job to a pipeline takes the same lock, so it happens either before or after.
    organizations.lock(organization);
    pipelines
        .findByJob(organization, job.id())
        .ifPresent(
            pipeline -> {
              PipelineStep step = stepOf(pipeline, job);
              PipelineStep done =
                  step.completed(whatCameOf(step, organization), job.startedAt(), clock.instant());
              pipelines.put(next(pipeline.with(done), step.kind()));
            });
  }

  /** Ends the pipeline whose step failed; called in the transaction that ends the job. */
  void failed(Job job, String reason) {
    end(job, reason, "failed");
  }

  /** Ends the pipeline whose step was canceled; called in the transaction that ends the job. */
  void canceled(Job job, String reason) {
    end(job, reason, "was canceled");
  }

  private void end(Job job, String reason, String how) {
    OrganizationId organization = job.request().organizationId();
    organizations.lock(organization);
    pipelines
        .findByJob(organization, job.id())
        .ifPresent(
            pipeline -> {
              PipelineStep step = stepOf(pipeline, job);
              PipelineStep failed = step.failed(reason, job.startedAt(), clock.instant());
              pipelines.put(ended(pipeline.with(failed), step.kind(), how));
            });
  }

  private static PipelineStep stepOf(Pipeline pipeline, Job job) {
    return pipeline.steps().stream()
        .filter(step -> step.job().equals(Optional.of(job.id())))
        .findFirst()
        .orElseThrow();
  }

  private String whatCameOf(PipelineStep step, OrganizationId organization) {
    return switch (step.kind()) {
      case FEATURES -> "The feature table is ready";
      case TRAIN -> modelOf(step, organization).map(RunPipeline::trained).orElse("Trained");
      case SCORE -> "All customers have been scored";
    };
  }

  private Optional<TrainingRun> modelOf(PipelineStep step, OrganizationId organization) {
    return step.result().flatMap(id -> registry.find(organization, new ModelId(id)));
  }

  private static String trained(TrainingRun model) {
    return model.outcome() instanceof ModelVersion trained
        ? "Model version %d was trained and %s"
            .formatted(trained.version(), trained.activation().reason())
        : "The model was deleted";
  }

  private Pipeline next(Pipeline pipeline, PipelineStep.Kind done) {
    return switch (done) {
      case FEATURES -> stopped(pipeline, PipelineStep.Kind.TRAIN).orElseGet(() -> train(pipeline));
      case TRAIN -> stopped(pipeline, PipelineStep.Kind.SCORE).orElseGet(() -> score(pipeline));
      case SCORE -> pipeline;
    };
  }

  /** {@return the pipeline, stopped at its next step, unless its data has passed the check} */
  private Optional<Pipeline> stopped(Pipeline pipeline, PipelineStep.Kind next) {
    return catalog
        .findCheck(pipeline.organizationId(), pipeline.dataset())
        .filter(check -> !check.isPassed())
        .map(
            check ->
                pipeline.with(
                    pipeline
                        .step(next)
                        .stopped(
                            "Stopped, because the data is not as expected: %s. Send force=true to continue"
                                .formatted(String.join("; ", check.sentences())))));
  }

  /**
   * Lets a stopped pipeline go on. A model that was trained already is activated if nothing else
   * stands in its way.
   *
   * @param by the requester, if known
   * @return the pipeline with its next step queued
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such raw
   *     dataset or the dataset has no pipeline, {@link ErrorCode#CONFLICT} if the pipeline is not
   *     stopped
   */
  public Pipeline force(OrganizationId organization, DatasetId raw, Optional<Requester> by) {
    return transactions.call(
        () -> {
          organizations.lock(organization);
          RawDataset dataset = Lookup.raw(catalog, organization, raw);
          Pipeline pipeline =
              pipelines
                  .find(organization, raw)
                  .orElseThrow(
                      () ->
                          new ChurnException(
                              ErrorCode.NOT_FOUND,
                              "Expected a pipeline of dataset %s, found none".formatted(raw)));
          PipelineStep stopped =
              pipeline.steps().stream()
                  .filter(step -> step.status() == PipelineStep.Status.STOPPED)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new ChurnException(
                              ErrorCode.CONFLICT,
                              "Expected a stopped pipeline, found that the pipeline of dataset %s is"
                                      .formatted(raw)
                                  + " not stopped"));
          catalog.putCheck(
              catalog
                  .findCheck(organization, raw)
                  .orElseGet(() -> FileCheck.none(dataset))
                  .forced());
          Pipeline next = goOn(pipeline, stopped.kind(), by);
          pipelines.put(next);
          return next;
        });
  }

  private Pipeline goOn(Pipeline pipeline, PipelineStep.Kind stopped, Optional<Requester> by) {
    if (stopped == PipelineStep.Kind.TRAIN) {
      return train(pipeline);
    }
    OrganizationId organization = pipeline.organizationId();
    modelOf(pipeline.step(PipelineStep.Kind.TRAIN), organization)
        .ifPresent(model -> trainModel.reconsider(organization, model.id(), by));
    return score(pipeline);
  }

  private Pipeline train(Pipeline pipeline) {
    PipelineStep step = pipeline.step(PipelineStep.Kind.TRAIN);
    try {
      TrainModel.Started started =
          trainModel.start(
              pipeline.organizationId(), ModelType.AUTO, Optional.of(pipeline.dataset()));
      return pipeline.with(
          step.queued(started.job().id(), Optional.of(started.model().id().value())));
    } catch (ChurnException e) {
      return notStarted(pipeline, step, e);
    }
  }

  private Pipeline score(Pipeline pipeline) {
    OrganizationId organization = pipeline.organizationId();
    PipelineStep step = pipeline.step(PipelineStep.Kind.SCORE);
    if (registry.findActive(organization).isEmpty()) {
      return pipeline.with(
          step.skipped("No model serves: the new one was not activated", clock.instant()));
    }
    try {
      StartScoring.Started started =
          scoring.dataset(organization, pipeline.dataset(), Optional.empty());
      return pipeline.with(
          step.queued(started.job().id(), Optional.of(started.batch().id().value())));
    } catch (ChurnException e) {
      return notStarted(pipeline, step, e);
    }
  }

  /** Fails the step that could not be started, without failing the previous step. */
  private Pipeline notStarted(Pipeline pipeline, PipelineStep step, ChurnException why) {
    if (why.code().isTransient()) {
      throw why; // the end of the previous step is retried, and this step with it
    }
    PipelineStep failed = step.failed(why.getMessage(), Optional.empty(), clock.instant());
    return ended(pipeline.with(failed), step.kind(), "failed");
  }

  private Pipeline ended(Pipeline pipeline, PipelineStep.Kind failed, String how) {
    Instant now = clock.instant();
    Pipeline ended = pipeline;
    for (PipelineStep step : pipeline.steps()) {
      if (step.kind().compareTo(failed) > 0) {
        String which = failed.name().toLowerCase(Locale.ROOT);
        ended = ended.with(step.skipped("The step %s %s".formatted(which, how), now));
      }
    }
    return ended;
  }
}
