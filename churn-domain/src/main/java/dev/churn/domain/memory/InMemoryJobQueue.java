package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.JobQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** A job queue in memory, whose work is done when {@link #runAll} is called. */
public final class InMemoryJobQueue implements JobQueue {
  private static final int MAX_TRIES = 5;

  private final InMemoryDatabase database;
  private final InstantSource clock;

  public InMemoryJobQueue(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Job submit(JobRequest request) {
    return database.call(
        () -> {
          InMemoryOrganizations.require(database, request.organizationId());
          return findUnfinished(request)
              .orElseGet(
                  () -> {
                    var job =
                        new Job(
                            new JobId(UUID.randomUUID()),
                            request,
                            JobStatus.QUEUED,
                            0,
                            "Waiting",
                            clock.instant(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
                    database.jobs.put(job.id(), job);
                    return job;
                  });
        });
  }

  @Override
  public Optional<Job> find(OrganizationId organization, JobId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.jobs.get(id))
                .filter(job -> job.request().organizationId().equals(organization)));
  }

  @Override
  public Optional<Job> findUnfinished(JobRequest request) {
    return database.call(
        () ->
            database.jobs.values().stream()
                .filter(job -> job.request().equals(request) && !job.status().isFinished())
                .findFirst());
  }

  /** Does all queued work on the calling thread, in the order of submission. */
  public void runAll(JobHandler handler) {
    for (Optional<Job> next = nextQueued(); next.isPresent(); next = nextQueued()) {
      run(next.get(), handler);
    }
  }

  private Optional<Job> nextQueued() {
    return database.call(
        () ->
            database.jobs.values().stream()
                .filter(job -> job.status() == JobStatus.QUEUED)
                .findFirst());
  }

  private void run(Job job, JobHandler handler) {
    for (int attempt = 1; ; attempt++) {
      Job running = change(job, JobStatus.RUNNING, 0, "Running", Optional.empty());
      try {
        handler.run(
            running,
            (fraction, message) ->
                change(job, JobStatus.RUNNING, fraction, message, Optional.empty()));
        database.run(
            () -> handler.completed(change(job, JobStatus.COMPLETED, 1, "Completed", none())));
        return;
      } catch (RuntimeException e) { // whatever it is, the job has failed and must say so
        boolean isTransient =
            e instanceof ChurnException known && known.code() == ErrorCode.UNAVAILABLE;
        if (!isTransient || attempt == MAX_TRIES) {
          String reason = e instanceof ChurnException ? e.getMessage() : "An unexpected error";
          database.run(
              () -> {
                change(job, JobStatus.FAILED, 0, "Failed", Optional.of(reason));
                handler.failed(job, reason);
              });
          return;
        }
      }
    }
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private Job change(
      Job job, JobStatus status, double progress, String message, Optional<String> error) {
    return database.call(
        () -> {
          Instant now = clock.instant();
          Job known = database.jobs.get(job.id());
          var changed =
              new Job(
                  job.id(),
                  job.request(),
                  status,
                  progress,
                  message,
                  job.createdAt(),
                  Optional.of(known.startedAt().orElse(now)),
                  status.isFinished() ? Optional.of(now) : Optional.empty(),
                  error);
          database.jobs.put(job.id(), changed);
          return changed;
        });
  }
}
