package dev.churn.postgres;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.postgres.JobRows.Tried;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt of one job and decides what happens next. */
final class JobRunner implements ExecutionHandler<Void> {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private static final String LOST = "the connection that holds its lock broke while it ran";

  private static final String NO_CONNECTION = "Waiting for a free connection to the database";

  private final Database database;
  private final DataSource lockSource;
  private final JobHandler handler;
  private final JobSettings settings;
  private final InstantSource clock;
  private final JobCancellation cancellation;
  private final JobTurns turns;
  private final AtomicLong faults;
  private final MemoryTurns memory = new MemoryTurns();
  private final AtomicLongArray retries;
  private final JobLog log;

  /**
   * @param faults counts the errors that threads of the queue survived
   * @param retries counts the attempts that are not the first one of their job, by kind
   */
  JobRunner(
      Database database,
      DataSource lockSource,
      JobHandler handler,
      JobSettings settings,
      InstantSource clock,
      JobTurns turns,
      AtomicLong faults,
      AtomicLongArray retries,
      JobLog log) {
    this.database = database;
    this.lockSource = lockSource;
    this.handler = handler;
    this.settings = settings;
    this.clock = clock;
    this.cancellation = new JobCancellation(database, clock);
    this.turns = turns;
    this.faults = faults;
    this.retries = retries;
    this.log = log;
  }

  /**
   * Runs the job. An exception from here means that the database is unavailable; the scheduler then
   * retries later.
   */
  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    JobId id = JobId.parse(instance.getId());
    Optional<Tried> found = database.call(handle -> JobRows.findForWork(handle, id));
    if (found.isEmpty() || found.get().job().status().isFinished()) {
      return done(); // the server of an earlier attempt died between its last two steps
    }
    Tried tried = found.get();
    if (tried.job().status() == JobStatus.QUEUED && turns.isBehindAnother(id)) {
      return parked(); // submitted at the same time as another job of its key
    }
    if (!memory.enter(id)) {
      return after(settings.lockPause()); // another job has exhausted the memory and runs alone
    }
    if (!turns.enter(tried)) {
      memory.leave(id);
      return after(settings.lockPause());
    }
    JobLog.Attempt attempt = log.begin(tried.job());
    try {
      return execute(tried, context.getSchedulerState()::isShuttingDown);
    } finally {
      turns.leave(tried);
      memory.leave(id);
      turns.admit(); // the next job of its key may start
      attempt.end();
    }
  }

  private CompletionHandler<Void> execute(Tried tried, BooleanSupplier stopping) {
    JobId id = tried.job().id();
    String key = "jobs/" + tried.job().request().exclusiveKey();
    try (AdvisoryLock lock =
        AdvisoryLock.tryAcquire(lockSource, key, settings, faults).orElse(null)) {
      return lock == null ? after(settings.lockPause()) : runLocked(id, lock, stopping);
    } catch (SQLException e) {
      explainWait(id);
      throw new ChurnException(ErrorCode.UNAVAILABLE, "No connection to lock job " + id, e);
    }
  }

  /** Best effort: the pool may have a free connection though the database grants no other. */
  private void explainWait(JobId id) {
    try {
      database.call(handle -> JobRows.explain(handle, id, NO_CONNECTION));
    } catch (RuntimeException e) {
      LOG.debug("Job {} cannot say that it waits for a connection", id, e);
    }
  }

  private CompletionHandler<Void> runLocked(JobId id, AdvisoryLock lock, BooleanSupplier stopping) {
    // Read again: before the lock was acquired, another server may have worked on the job.
    Tried known = database.call(handle -> JobRows.findForWork(handle, id)).orElseThrow();
    if (known.job().status().isFinished()) {
      return done();
    }
    if (known.job().isCanceling()) {
      return cancel(known); // its server died before it could cancel the job
    }
    if (known.attempts() >= settings.maxAttempts()) {
      return fail(known, "The job was given up after %d attempts".formatted(known.attempts()));
    }
    Optional<Tried> started =
        database.inTransaction(
            handle -> {
              Fence.shut(handle, id); // no earlier attempt writes from here on
              return JobRows.start(handle, id, clock.instant());
            });
    return started.isPresent()
        ? work(started.get(), lock, stopping)
        : after(Duration.ZERO); // canceled concurrently
  }

  private CompletionHandler<Void> work(Tried tried, AdvisoryLock lock, BooleanSupplier stopping) {
    JobId id = tried.job().id();
    if (tried.attempts() > 1) {
      retries.incrementAndGet(tried.job().request().kind().ordinal());
    }
    var progress = new LockedProgress(lock, tried, Thread.currentThread()::interrupt);
    JobWatch watch = JobWatch.begin("churn-job-watch", progress::look, settings.polling(), faults);
    turns.admit(); // its organization's next job may wait for a thread
    try {
      database.runFenced(new Fence(tried), () -> handler.run(tried.job(), progress));
      end(progress, watch);
      memory.forget(id);
      return complete(tried) ? done() : superseded(id);
    } catch (RuntimeException | Error e) { // the job must record every kind of failure
      end(progress, watch);
      if (MachineErrors.find(e).isPresent()) {
        faults.incrementAndGet();
      }
      return afterFailure(tried, e, lock, stopping);
    }
  }

  /**
   * Completes a job and changes its row last: until then, a caller that submits the same request
   * sees an unfinished job and does not have to wait, so the handler may wait for locks that this
   * caller holds.
   */
  private boolean complete(Tried tried) {
    return database.inTransaction(
        handle -> {
          Fence.enter(handle, tried.job().id());
          if (!JobRows.isLatest(handle, tried)) {
            return false;
          }
          handler.completed(tried.job());
          return JobRows.complete(handle, tried, clock.instant());
        });
  }

  /**
   * Stops interrupts, so that the interrupt of the work does not interrupt the recording of its
   * end.
   */
  private static void end(LockedProgress progress, JobWatch watch) {
    watch.end();
    progress.end(); // from here on, nothing interrupts this thread because of this job
    Thread.interrupted();
  }

  private CompletionHandler<Void> afterFailure(
      Tried tried, Throwable failure, AdvisoryLock lock, BooleanSupplier stopping) {
    JobId id = tried.job().id();
    if (Fence.isSuperseded(failure)) {
      return superseded(id);
    }
    Optional<JobStatus> canceled = cancellation.end(tried, handler);
    if (canceled.isPresent()) {
      LOG.info("Job {} ended after a request to cancel it: {}", id, canceled.get());
      return ended(tried, canceled.get());
    }
    boolean isLost = !lock.isHeld() && !isFinal(failure);
    if (stopping.getAsBoolean() && !isFinal(failure)) {
      LOG.info("Job {} was interrupted and waits for its next attempt", id, failure);
      return requeue(tried, "Interrupted, waiting for the next attempt", false, Duration.ZERO);
    }
    String reason = isLost ? LOST : reason(tried, failure);
    boolean isOutOfMemory =
        MachineErrors.find(failure).filter(OutOfMemoryError.class::isInstance).isPresent();
    if (isOutOfMemory && memory.noteExhaustion(id) && tried.attempts() < settings.maxAttempts()) {
      LOG.warn("Job {} is tried again while no other runs here: {}", id, reason);
      return requeue(tried, "Waiting until no other job runs: " + reason, true, Duration.ZERO);
    }
    if (isTransient(failure) || isLost) {
      if (tried.attempts() < settings.maxAttempts()) {
        Duration pause = settings.pauseAfter(tried.attempts());
        LOG.warn("Job {} is tried again in {}", id, pause, failure);
        return requeue(tried, "Waiting for another attempt: " + reason, true, pause);
      }
      LOG.warn("Job {} is given up after {} attempts", id, tried.attempts(), failure);
      return fail(
          tried, "The job was given up after %d attempts: %s".formatted(tried.attempts(), reason));
    }
    if (!(failure instanceof ChurnException)) {
      LOG.error("Job {} failed unexpectedly", id, failure);
    }
    return fail(tried, reason);
  }

  private CompletionHandler<Void> requeue(
      Tried tried, String message, boolean counts, Duration pause) {
    boolean waits =
        database.inTransaction(
            handle -> {
              Fence.enter(handle, tried.job().id());
              return JobRows.requeue(handle, tried, message, counts, clock.instant().plus(pause));
            });
    return waits ? after(pause) : cancel(tried);
  }

  /** Ends a job that is to be canceled; nothing changes if a later attempt has started. */
  private CompletionHandler<Void> cancel(Tried tried) {
    Optional<JobStatus> end = cancellation.end(tried, handler);
    if (end.isPresent()) {
      return ended(tried, end.get());
    }
    boolean isLatest = database.inTransaction(handle -> JobRows.isLatest(handle, tried));
    return isLatest ? after(settings.lockPause()) : superseded(tried.job().id());
  }

  private CompletionHandler<Void> ended(Tried tried, JobStatus status) {
    if (status == JobStatus.CANCELED) {
      try {
        handler.discard(tried.job());
      } catch (RuntimeException e) {
        LOG.warn("Files of the canceled job {} may be left behind", tried.job().id(), e);
      }
    }
    return done();
  }

  private CompletionHandler<Void> fail(Tried tried, String reason) {
    memory.forget(tried.job().id());
    boolean isLatest;
    try {
      isLatest =
          database.inTransaction(
              handle -> {
                Fence.enter(handle, tried.job().id());
                if (!JobRows.isLatest(handle, tried)) {
                  return false;
                }
                handler.failed(tried.job(), reason);
                return JobRows.fail(handle, tried, reason, clock.instant()); // last, as in complete
              });
    } catch (RuntimeException e) {
      if (isTransient(e)) {
        throw e;
      }
      // The job's subject may be gone and cannot record the failure; the job must end anyway.
      LOG.error(
          "The handler of job {} could not record that it failed; the job ends anyway",
          tried.job().id(),
          e);
      isLatest =
          database.inTransaction(
              handle -> {
                Fence.enter(handle, tried.job().id());
                return JobRows.fail(handle, tried, reason, clock.instant());
              });
    }
    return isLatest ? done() : superseded(tried.job().id());
  }

  private static String reason(Tried tried, Throwable failure) {
    Optional<VirtualMachineError> error = MachineErrors.find(failure);
    if (error.isPresent()) {
      return MachineErrors.describe(error.get(), Runtime.getRuntime().maxMemory());
    }
    if (!(failure instanceof ChurnException) && DiskSpace.isFull(failure)) {
      return DiskSpace.full("A file cannot be written", failure).getMessage();
    }
    return failure instanceof ChurnException
        ? failure.getMessage()
        : "An unexpected error ended job %s; the server's log says more"
            .formatted(tried.job().id());
  }

  /**
   * {@return whether a retry may succeed} That holds for broken connections, to the database or
   * under a stream.
   */
  static boolean isTransient(Throwable failure) {
    return failure instanceof ChurnException known
        ? known.code().isTransient()
        : failure instanceof UncheckedIOException || DatabaseExceptions.isUnavailable(failure);
  }

  /**
   * {@return whether the failure is about the job's input and will occur again at every attempt}
   */
  private static boolean isFinal(Throwable failure) {
    return failure instanceof ChurnException && !isTransient(failure);
  }

  private static CompletionHandler<Void> parked() {
    return (complete, operations) -> operations.reschedule(complete, JobTurns.PARKED);
  }

  /** Leaves the scheduling of the job to the attempt that has it now. */
  private static CompletionHandler<Void> superseded(JobId id) {
    LOG.warn("Job {} was overtaken by a later attempt; what this one did late is refused", id);
    return (complete, operations) -> {};
  }

  private static CompletionHandler<Void> done() {
    return new CompletionHandler.OnCompleteRemove<>();
  }

  private static CompletionHandler<Void> after(Duration pause) {
    return (complete, operations) ->
        operations.reschedule(complete, complete.getTimeDone().plus(pause));
  }
}
