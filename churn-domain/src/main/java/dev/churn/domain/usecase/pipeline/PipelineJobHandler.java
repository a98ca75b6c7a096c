package dev.churn.domain.usecase.pipeline;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;

/** Runs jobs and advances the pipelines that they are steps of. */
public final class PipelineJobHandler implements JobHandler {
  private final JobHandler work;
  private final RunPipeline pipeline;

  public PipelineJobHandler(JobHandler work, RunPipeline pipeline) {
    this.work = work;
    this.pipeline = pipeline;
  }

  @Override
  public void run(Job job, Progress progress) {
    work.run(job, progress);
  }

  @Override
  public void completed(Job job) {
    pipeline.completed(job); // first, because it takes the organization's lock
    work.completed(job);
  }

  @Override
  public void failed(Job job, String reason) {
    pipeline.failed(job, reason);
    work.failed(job, reason);
  }

  @Override
  public void canceled(Job job, String reason) {
    pipeline.canceled(job, reason);
    work.canceled(job, reason);
  }

  @Override
  public boolean isDone(Job job) {
    return work.isDone(job);
  }

  @Override
  public void discard(Job job) {
    work.discard(job);
  }
}
