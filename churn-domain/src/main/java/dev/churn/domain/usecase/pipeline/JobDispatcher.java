package dev.churn.domain.usecase.pipeline;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.Progress;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.erasure.EraseCustomer;
import dev.churn.domain.usecase.monitoring.EvaluatePredictions;
import dev.churn.domain.usecase.scoring.ScoreCustomers;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.training.TrainModel;

/** Dispatches every job to the use case for its kind. */
public final class JobDispatcher implements JobHandler {
  private final ProcessFeatures processFeatures;
  private final TrainModel trainModel;
  private final ScoreCustomers scoreCustomers;
  private final EvaluatePredictions judgePredictions;
  private final EraseCustomer eraseCustomer;
  private final ServedModels models;

  public JobDispatcher(
      ProcessFeatures processFeatures,
      TrainModel trainModel,
      ScoreCustomers scoreCustomers,
      EvaluatePredictions judgePredictions,
      EraseCustomer eraseCustomer,
      ServedModels models) {
    this.processFeatures = processFeatures;
    this.trainModel = trainModel;
    this.scoreCustomers = scoreCustomers;
    this.judgePredictions = judgePredictions;
    this.eraseCustomer = eraseCustomer;
    this.models = models;
  }

  @Override
  public void run(Job job, Progress progress) {
    handlerOf(job).run(job, progress);
    if (job.request().kind() == JobKind.TRAIN_MODEL) {
      models.renew(job.request().organizationId()); // the training may have activated its model
    }
  }

  @Override
  public void completed(Job job) {
    handlerOf(job).completed(job);
  }

  @Override
  public void failed(Job job, String reason) {
    handlerOf(job).failed(job, reason);
  }

  @Override
  public void canceled(Job job, String reason) {
    handlerOf(job).canceled(job, reason);
  }

  @Override
  public boolean isDone(Job job) {
    return handlerOf(job).isDone(job);
  }

  @Override
  public void discard(Job job) {
    handlerOf(job).discard(job);
  }

  private JobHandler handlerOf(Job job) {
    return switch (job.request().kind()) {
      case PROCESS_FEATURES -> processFeatures;
      case TRAIN_MODEL -> trainModel;
      case SCORE_CUSTOMERS -> scoreCustomers;
      case JUDGE_PREDICTIONS -> judgePredictions;
      case ERASE_CUSTOMER -> eraseCustomer;
    };
  }
}
