package dev.churn.domain.pipeline;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One step of a pipeline.
 *
 * @param job the job of the step, once the step is queued
 * @param result the id of what the step creates: the model of TRAIN, the batch of SCORE; known as
 *     soon as the job is
 * @param message the current activity or the result, for display
 * @param startedAt the start of the job's first attempt
 */
public record PipelineStep(
    Kind kind,
    Status status,
    Optional<JobId> job,
    Optional<UUID> result,
    String message,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {
  /** The kinds of steps, in the order in which they run. */
  public enum Kind {
    FEATURES,
    TRAIN,
    SCORE
  }

  /** The state of a step. */
  public enum Status {
    /** An earlier step has not ended yet. */
    WAITING,
    /** The job is queued. */
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    /** The step does not run, for the reason in its message. */
    SKIPPED,
    /** The step waits for a user, for the reason in its message. */
    STOPPED
  }

  public PipelineStep {
    requireNonNull(kind, "kind");
    requireNonNull(status, "status");
    requireNonNull(message, "message");
    boolean hasRun =
        switch (status) {
          case QUEUED, RUNNING, COMPLETED -> true;
          case WAITING, FAILED, SKIPPED, STOPPED -> false;
        };
    if (hasRun && job.isEmpty()) {
      throw new IllegalArgumentException("expected a job for a step that is " + status);
    }
  }

  /** {@return a step that waits for an earlier one} */
  public static PipelineStep waiting(Kind kind) {
    return new PipelineStep(
        kind,
        Status.WAITING,
        Optional.empty(),
        Optional.empty(),
        "Waiting for the step before",
        Optional.empty(),
        Optional.empty());
  }

  /** {@return a copy of this step, queued with the given job} */
  public PipelineStep queued(JobId newJob, Optional<UUID> newResult) {
    return new PipelineStep(
        kind,
        Status.QUEUED,
        Optional.of(newJob),
        newResult,
        "Waiting",
        Optional.empty(),
        Optional.empty());
  }

  /** {@return a copy of this step with the state of its job, if the job has not ended} */
  public PipelineStep seenIn(Job running) {
    return switch (running.status()) {
      case QUEUED -> with(Status.QUEUED, running.message(), running.startedAt(), finishedAt);
      case RUNNING -> with(Status.RUNNING, running.message(), running.startedAt(), finishedAt);
      case COMPLETED, FAILED, CANCELED -> this;
    };
  }

  /** {@return a copy of this step, completed} */
  public PipelineStep completed(String what, Optional<Instant> began, Instant now) {
    return with(Status.COMPLETED, what, began, Optional.of(now));
  }

  /** {@return a copy of this step, failed for a reason} */
  public PipelineStep failed(String reason, Optional<Instant> began, Instant now) {
    return with(Status.FAILED, reason, began, Optional.of(now));
  }

  /** {@return a copy of this step, skipped for a reason} */
  public PipelineStep skipped(String reason, Instant now) {
    return with(Status.SKIPPED, reason, Optional.empty(), Optional.of(now));
  }

  /** {@return a copy of this step that waits for a user, for a reason} */
  public PipelineStep stopped(String reason) {
    return with(Status.STOPPED, reason, Optional.empty(), Optional.empty());
  }

  private PipelineStep with(
      Status newStatus, String newMessage, Optional<Instant> began, Optional<Instant> ended) {
    return new PipelineStep(kind, newStatus, job, result, newMessage, began, ended);
  }
}
