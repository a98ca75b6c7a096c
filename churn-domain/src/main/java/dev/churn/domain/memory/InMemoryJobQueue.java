package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Cancellation;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.UnfinishedJobs;
import dev.churn.domain.job.Workload;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.JobQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/** A job queue in memory; {@link #runAll} runs its jobs. */
public final class InMemoryJobQueue implements JobQueue {
  private static final int MAX_TRIES = 5;
  private static final String WAITING = "Waiting";

  private final InMemoryDatabase database;
  private final InstantSource clock;

  /** The organizations whose jobs have run, the least recent one first. */
  private final Set<OrganizationId> served = new LinkedHashSet<>();

  /** The threads of running jobs, until they are interrupted. */
  private final Map<JobId, Thread> threads = new HashMap<>();

  private final AtomicLongArray retries = new AtomicLongArray(JobKind.values().length);

  public InMemoryJobQueue(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Job submit(JobRequest request, Workload workload) {
    return database.call(
        () -> {
          InMemoryOrganizations.require(database, request.organizationId());
          Job job = findEquivalent(request, workload).orElseGet(() -> added(request));
          database.workloads.putIfAbsent(job.id(), workload);
          if (job.status() == JobStatus.QUEUED) {
            database.workloads.put(job.id(), workload); // it reads its inputs when it starts
          }
          return withPlace(job);
        });
  }

  private Optional<Job> findEquivalent(JobRequest request, Workload workload) {
    return unfinished(request)
        .filter(
            job ->
                job.status() == JobStatus.QUEUED
                    || workloadOf(job).inputs().equals(workload.inputs()))
        .max(Comparator.comparing(job -> job.status() == JobStatus.QUEUED));
  }

  private Workload workloadOf(Job job) {
    return database.workloads.getOrDefault(job.id(), Workload.usual());
  }

  private Stream<Job> unfinished(JobRequest request) {
    return database.jobs.values().stream()
        .filter(job -> job.request().equals(request) && !job.status().isFinished());
  }

  private Job added(JobRequest request) {
    var job =
        new Job(
            new JobId(UUID.randomUUID()),
            request,
            JobStatus.QUEUED,
            0,
            WAITING,
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    database.jobs.put(job.id(), job);
    return job;
  }

  @Override
  public Optional<Job> find(OrganizationId organization, JobId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.jobs.get(id))
                .filter(job -> job.request().organizationId().equals(organization))
                .map(this::withPlace));
  }

  @Override
  public Optional<Job> findUnfinished(JobRequest request) {
    return database.call(
        () -> unfinished(request).reduce((first, second) -> second).map(this::withPlace));
  }

  @Override
  public Optional<Job> findUnfinished(OrganizationId organization, JobKind kind) {
    return database.call(
        () ->
            database.jobs.values().stream()
                .filter(job -> job.request().organizationId().equals(organization))
                .filter(job -> job.request().kind() == kind && !job.status().isFinished())
                .reduce((first, second) -> second)
                .map(this::withPlace));
  }

  @Override
  public List<UnfinishedJobs> unfinished() {
    return database.call(
        () -> {
          List<UnfinishedJobs> found = new ArrayList<>();
          for (JobKind kind : JobKind.values()) {
            for (JobStatus status : List.of(JobStatus.QUEUED, JobStatus.RUNNING)) {
              List<Job> jobs =
                  database.jobs.values().stream()
                      .filter(job -> job.request().kind() == kind && job.status() == status)
                      .toList();
              jobs.stream()
                  .map(Job::createdAt)
                  .min(Comparator.naturalOrder())
                  .ifPresent(
                      oldest -> found.add(new UnfinishedJobs(kind, status, jobs.size(), oldest)));
            }
          }
          return found;
        });
  }

  @Override
  public long retries(JobKind kind) {
    return retries.get(kind.ordinal());
  }

  /** {@return the job; the message of a waiting job says how many jobs come before it} */
  private Job withPlace(Job job) {
    if (job.status() != JobStatus.QUEUED || !job.message().equals(WAITING)) {
      return job;
    }
    long before =
        database.jobs.values().stream()
            .takeWhile(other -> !other.id().equals(job.id()))
            .filter(other -> !other.status().isFinished() && comesBefore(other, job))
            .count();
    return before == 0 ? job : job.waitingBehind(before);
  }

  private boolean comesBefore(Job earlier, Job job) {
    JobRequest other = earlier.request();
    return ownerOf(earlier).equals(ownerOf(job))
        && (other.exclusiveKey().equals(job.request().exclusiveKey())
            || workloadOf(earlier).isShort() == workloadOf(job).isShort()
            || workloadOf(job).after().equals(Optional.of(earlier.id())));
  }

  @Override
  public Job cancel(
      OrganizationId organization, JobId id, Optional<Requester> by, JobHandler handler) {
    Job asked = database.call(() -> request(organization, id, by));
    if (asked.status() == JobStatus.QUEUED) {
      database.run(() -> cancelOrComplete(asked, handler));
    } else {
      interrupt(id);
    }
    Job now = find(organization, id).orElseThrow();
    if (now.status().isFinished() && now.status() != JobStatus.CANCELED) {
      throw new ChurnException(
          ErrorCode.CONFLICT,
          "Job %s has %s already; there is nothing to cancel"
              .formatted(id, now.status().name().toLowerCase(Locale.ROOT)));
    }
    return now;
  }

  private Job request(OrganizationId organization, JobId id, Optional<Requester> by) {
    Job job =
        find(organization, id)
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.NOT_FOUND,
                        "Organization %s has no job %s".formatted(organization, id)));
    if (job.status().isFinished() || job.isCanceling()) {
      return job;
    }
    var canceling =
        new Job(
            job.id(),
            job.request(),
            job.status(),
            job.progress(),
            "Canceling",
            job.createdAt(),
            job.startedAt(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Cancellation(clock.instant(), by)));
    database.jobs.put(id, canceling);
    return canceling;
  }

  private void interrupt(JobId id) {
    synchronized (threads) {
      Thread thread = threads.remove(id);
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /**
   * Runs all queued jobs on the calling thread. Organizations take turns; the jobs of each run in
   * the order of submission.
   */
  public void runAll(JobHandler handler) {
    for (Optional<Job> next = nextQueued(); next.isPresent(); next = nextQueued()) {
      run(next.get(), handler);
    }
  }

  private Optional<Job> nextQueued() {
    return database.call(
        () -> {
          List<OrganizationId> order = List.copyOf(served);
          Optional<Job> next =
              database.jobs.values().stream()
                  .filter(job -> job.status() == JobStatus.QUEUED && !job.isCanceling())
                  .filter(this::mayStart)
                  .min(Comparator.comparingInt(job -> order.indexOf(ownerOf(job))));
          next.map(this::ownerOf)
              .ifPresent(
                  organization -> {
                    served.remove(organization);
                    served.add(organization);
                  });
          return next;
        });
  }

  /** {@return the organization whose share of the queue a job uses} */
  private OrganizationId ownerOf(Job job) {
    return InMemoryOrganizations.owner(database, job.request().organizationId());
  }

  private boolean mayStart(Job job) {
    return workloadOf(job)
        .after()
        .map(database.jobs::get)
        .map(other -> other.status().isFinished())
        .orElse(true);
  }

  private void run(Job job, JobHandler handler) {
    for (int attempt = 1; ; attempt++) {
      Optional<Job> running = begin(job);
      if (running.isEmpty()) {
        endCanceled(job, handler);
        return;
      }
      if (attempt > 1) {
        retries.incrementAndGet(job.request().kind().ordinal());
      }
      try {
        work(running.get(), handler);
        database.run(() -> complete(job, handler));
        return;
      } catch (RuntimeException e) { // any exception fails the job, which must record it
        if (endCanceled(job, handler)) {
          return;
        }
        boolean isTransient = e instanceof ChurnException known && known.code().isTransient();
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

  /** {@return the running job, or empty if it is canceled or to be canceled} */
  private Optional<Job> begin(Job job) {
    return database.call(
        () -> {
          Job known = database.jobs.get(job.id());
          return known.isCanceling() || known.status().isFinished()
              ? Optional.empty()
              : Optional.of(change(job, JobStatus.RUNNING, 0, "Running", Optional.empty()));
        });
  }

  private void work(Job running, JobHandler handler) {
    synchronized (threads) {
      threads.put(running.id(), Thread.currentThread());
    }
    if (find(running.request().organizationId(), running.id())
        .filter(Job::isCanceling)
        .isPresent()) {
      interrupt(running.id());
    }
    try {
      handler.run(
          running,
          (fraction, message) ->
              change(running, JobStatus.RUNNING, fraction, message, Optional.empty()));
    } finally {
      boolean wasInterrupted;
      synchronized (threads) {
        wasInterrupted = threads.remove(running.id()) == null;
      }
      if (wasInterrupted) {
        Thread.interrupted(); // clear the interrupt: it was meant for the work only
      }
    }
  }

  private void complete(Job job, JobHandler handler) {
    handler.completed(change(job, JobStatus.COMPLETED, 1, "Completed", Optional.empty()));
  }

  /** {@return whether cancellation was requested} If so, ends the job as canceled. */
  private boolean endCanceled(Job job, JobHandler handler) {
    boolean canceling =
        database.call(
            () -> {
              boolean found = database.jobs.get(job.id()).isCanceling();
              if (found) {
                cancelOrComplete(job, handler);
              }
              return found;
            });
    if (canceling && isCanceled(job)) {
      handler.discard(job);
    }
    return canceling;
  }

  private boolean isCanceled(Job job) {
    return database.call(() -> database.jobs.get(job.id()).status() == JobStatus.CANCELED);
  }

  private void cancelOrComplete(Job job, JobHandler handler) {
    if (handler.isDone(job)) {
      complete(job, handler);
    } else {
      String reason = database.jobs.get(job.id()).cancellation().orElseThrow().reason();
      change(job, JobStatus.CANCELED, 0, reason, Optional.empty());
      handler.canceled(job, reason);
    }
  }

  private Job change(
      Job job, JobStatus status, double progress, String message, Optional<String> error) {
    return database.call(
        () -> {
          Instant now = clock.instant();
          Job known = database.jobs.get(job.id());
          boolean ends = status.isFinished();
          boolean keepsCancellation = !ends || status == JobStatus.CANCELED;
          boolean neverStarted = known.startedAt().isEmpty() && status == JobStatus.CANCELED;
          var changed =
              new Job(
                  job.id(),
                  job.request(),
                  status,
                  progress,
                  known.isCanceling() && !ends ? known.message() : message,
                  job.createdAt(),
                  neverStarted ? Optional.empty() : Optional.of(known.startedAt().orElse(now)),
                  ends ? Optional.of(now) : Optional.empty(),
                  error,
                  keepsCancellation ? known.cancellation() : Optional.empty());
          database.jobs.put(job.id(), changed);
          return changed;
        });
  }
}
