package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A background job and its progress.
 *
 * @param progress 0 to 1; 1 only when completed
 * @param message the current activity, for display
 * @param startedAt the start of the first attempt
 * @param errorMessage the reason of the failure; present only with status FAILED
 * @param cancellation the request to cancel the job; always present with status CANCELED, never
 *     with COMPLETED or FAILED, and with other statuses while the job is being canceled
 * @param attempt the number of the latest attempt, 0 before the first; it only grows, also if an
 *     attempt does not count as a failed one
 */
public record Job(
    JobId id,
    JobRequest request,
    JobStatus status,
    double progress,
    String message,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<String> errorMessage,
    Optional<Cancellation> cancellation,
    long attempt) {
  public Job {
    requireNonNull(id, "id");
    requireNonNull(request, "request");
    requireNonNull(status, "status");
    requireNonNull(message, "message");
    requireNonNull(createdAt, "createdAt");
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException("expected progress from 0 to 1, found " + progress);
    }
    if (attempt < 0) {
      throw new IllegalArgumentException("expected attempt 0 or more, found " + attempt);
    }
    if (errorMessage.isPresent() != (status == JobStatus.FAILED)) {
      throw new IllegalArgumentException(
          "an error message belongs to status FAILED and only to it");
    }
    if (finishedAt.isPresent() != status.isFinished()) {
      throw new IllegalArgumentException("a finish time belongs to a finished job and only to it");
    }
    if (status.isFinished() && cancellation.isPresent() != (status == JobStatus.CANCELED)) {
      throw new IllegalArgumentException(
          "of the finished jobs, those with status CANCELED and no others have a cancellation");
    }
  }

  /** Creates a job whose attempts are not counted, since it is never tried again. */
  public Job(
      JobId id,
      JobRequest request,
      JobStatus status,
      double progress,
      String message,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<String> errorMessage,
      Optional<Cancellation> cancellation) {
    this(
        id,
        request,
        status,
        progress,
        message,
        createdAt,
        startedAt,
        finishedAt,
        errorMessage,
        cancellation,
        0);
  }

  /** Creates a job without a cancellation request. */
  public Job(
      JobId id,
      JobRequest request,
      JobStatus status,
      double progress,
      String message,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<String> errorMessage) {
    this(
        id,
        request,
        status,
        progress,
        message,
        createdAt,
        startedAt,
        finishedAt,
        errorMessage,
        Optional.empty());
  }

  /**
   * {@return this waiting job with a message that says how many jobs come before it, at least 1}
   */
  public Job waitingBehind(long jobs) {
    return new Job(
        id,
        request,
        status,
        progress,
        "Waiting: %d %s before it".formatted(jobs, jobs == 1 ? "job" : "jobs"),
        createdAt,
        startedAt,
        finishedAt,
        errorMessage,
        cancellation,
        attempt);
  }

  /** {@return whether cancellation was requested and the job has not ended yet} */
  public boolean isCanceling() {
    return cancellation.isPresent() && !status.isFinished();
  }
}
