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
 * @param job that does it, once it is its turn
 * @param result what it makes: the model of TRAIN, the batch of SCORE; known as soon as the job is
 * @param message what is going on, or what came of it, for people
 * @param startedAt when its job first began
 */
public record PipelineStep(
    Kind kind,
    Status status,
    Optional<JobId> job,
    Optional<UUID> result,
    String message,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {
  /** What a step does, in the order in which it is done. */
  public enum Kind {
    FEATURES,
    TRAIN,
    SCORE
  }

  /** Where a step stands. */
  public enum Status {
    /** An earlier step has not ended. */
    WAITING,
    /** Its job waits for its turn. */
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    /** It was not done, for the reason that its message gives. */
    SKIPPED
  }

  public PipelineStep {
    requireNonNull(kind, "kind");
    requireNonNull(status, "status");
    requireNonNull(message, "message");
    boolean known = status != Status.WAITING && status != Status.SKIPPED;
    if (known && status != Status.FAILED && job.isEmpty()) {
      throw new IllegalArgumentException("expected a job for a step that is " + status);
    }
  }

  /** {@return a step whose turn has not come} */
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

  /** {@return this step with a job that is to do it} */
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

  /** {@return this step as its job shows it, if that has not ended} */
  public PipelineStep seenIn(Job running) {
    return switch (running.status()) {
      case QUEUED -> with(Status.QUEUED, running.message(), running.startedAt(), finishedAt);
      case RUNNING -> with(Status.RUNNING, running.message(), running.startedAt(), finishedAt);
      case COMPLETED, FAILED, CANCELED -> this;
    };
  }

  /** {@return this step done} */
  public PipelineStep completed(String what, Optional<Instant> began, Instant now) {
    return with(Status.COMPLETED, what, began, Optional.of(now));
  }

  /** {@return this step failed, for a reason} */
  public PipelineStep failed(String reason, Optional<Instant> began, Instant now) {
    return with(Status.FAILED, reason, began, Optional.of(now));
  }

  /** {@return this step left out, for a reason} */
  public PipelineStep skipped(String reason, Instant now) {
    return with(Status.SKIPPED, reason, Optional.empty(), Optional.of(now));
  }

  private PipelineStep with(
      Status newStatus, String newMessage, Optional<Instant> began, Optional<Instant> ended) {
    return new PipelineStep(kind, newStatus, job, result, newMessage, began, ended);
  }
}
