package dev.churn.postgres;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Workload;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.JobQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * A job queue in the table {@code jobs}, scheduled by db-scheduler. Any number of servers may serve
 * one queue: one server at a time runs a job, and other servers take over the jobs of a server that
 * died.
 */
public final class PostgresJobQueue implements JobQueue, AutoCloseable {
  private static final String LONG_TASK = "churn-job";
  private static final String SHORT_TASK = "churn-short-job";

  /** Far longer than a job waits: the scheduler for short jobs does not know the long ones. */
  private static final Duration KEEP_UNKNOWN = Duration.ofDays(3650);

  private final Database database;
  private final HikariDataSource pool;
  private final DataSource lockSource;
  private final JobSettings settings;
  private final InstantSource clock;
  private final SystemClock schedulerClock = new SystemClock();
  private final AtomicLong faults = new AtomicLong();
  private volatile List<Scheduler> schedulers = List.of();
  private Optional<JobTurns> turns = Optional.empty();
  private boolean closed;

  /**
   * @param lockSource opens new connections that do not come from the pool
   */
  PostgresJobQueue(
      Database database,
      HikariDataSource pool,
      DataSource lockSource,
      JobSettings settings,
      InstantSource clock) {
    this.database = database;
    this.pool = pool;
    this.lockSource = lockSource;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Job submit(JobRequest request, Workload workload) {
    return database.inTransaction(
        handle -> {
          while (true) {
            Optional<Job> queued = JobRows.findQueued(handle, request);
            if (queued.isPresent()) {
              JobRows.renew(handle, queued.get(), workload);
              return queued.get();
            }
            Optional<Job> added = JobRows.insert(handle, request, workload, clock.instant());
            if (added.isPresent()) {
              schedule(handle, added.get(), workload);
              return JobRows.find(handle, request.organizationId(), added.get().id()).orElseThrow();
            }
            Optional<Job> known = JobRows.findUnfinished(handle, request, workload);
            if (known.isPresent()) {
              return known.get();
            } // otherwise it has finished meanwhile
          }
        });
  }

  private void schedule(Handle handle, Job job, Workload workload) {
    CustomTask<Void> task = task(workload.isShort() ? SHORT_TASK : LONG_TASK, placeholder());
    Instant time = JobTurns.firstTime(handle, job, schedulerClock.now());
    SchedulerClient.Builder.create(new BorrowedConnection(handle.getConnection()), task)
        .serializer(NoData.INSTANCE)
        .jdbcCustomization(customization())
        .build()
        .scheduleIfNotExists(task.instance(job.id().toString()), time);
    handle.afterCommit(this::wake);
  }

  @Override
  public Optional<Job> find(OrganizationId organization, JobId id) {
    return database.call(handle -> JobRows.find(handle, organization, id));
  }

  @Override
  public Optional<Job> findUnfinished(JobRequest request) {
    return database.call(handle -> JobRows.findUnfinished(handle, request));
  }

  @Override
  public Optional<Job> findUnfinished(OrganizationId organization, JobKind kind) {
    return database.call(handle -> JobRows.findUnfinished(handle, organization, kind));
  }

  @Override
  public Job cancel(
      OrganizationId organization, JobId id, Optional<Requester> by, JobHandler handler) {
    return new JobCancellation(database, clock).cancel(organization, id, by, handler);
  }

  /**
   * Starts to run jobs; may be called once. It enlarges the pool by one connection per thread,
   * since a job may hold a connection for its whole run and calls must not wait for it. Of two or
   * more threads, one is kept for short jobs, and an organization's long jobs leave one of the
   * others to other organizations, if there are two or more others.
   *
   * @param handler runs the jobs
   * @param threads number of jobs that this server runs at the same time, at least 1
   */
  public synchronized void start(JobHandler handler, int threads) {
    if (!schedulers.isEmpty() || closed) {
      throw new IllegalStateException("a queue is started once");
    }
    pool.setMaximumPoolSize(pool.getMaximumPoolSize() + threads);
    int common = Math.max(1, threads - 1);
    var started =
        new JobTurns(
            database, schedulerClock::now, this::wake, Math.max(1, common - 1), settings.polling());
    turns = Optional.of(started);
    var runner = new JobRunner(database, lockSource, handler, settings, clock, started, faults);
    List<Scheduler> all = new ArrayList<>();
    all.add(scheduler(common, List.of(task(LONG_TASK, runner), task(SHORT_TASK, runner))));
    if (threads > common) {
      all.add(scheduler(threads - common, List.of(task(SHORT_TASK, runner))));
    }
    schedulers = List.copyOf(all);
    all.forEach(Scheduler::start);
  }

  private Scheduler scheduler(int threads, List<Task<?>> tasks) {
    return Scheduler.create(pool, tasks)
        .serializer(NoData.INSTANCE)
        .jdbcCustomization(customization())
        .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
        .threads(threads)
        .pollingInterval(settings.polling())
        .heartbeatInterval(settings.heartbeat())
        .missedHeartbeatsLimit(JobSettings.MISSED_HEARTBEATS)
        .shutdownMaxWait(settings.shutdownWait())
        .deleteUnresolvedAfter(KEEP_UNKNOWN)
        .build();
  }

  @Override
  public synchronized long faults() {
    return faults.get() + turns.map(JobTurns::faults).orElse(0L);
  }

  /**
   * Stops the queue: running jobs may continue for a while, are then interrupted, and wait for the
   * next server to run them again. Closing again does nothing.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      turns.ifPresent(JobTurns::close);
      schedulers.parallelStream().forEach(Scheduler::stop); // each waits for its jobs
    }
    closed = true;
  }

  /**
   * Wakes the schedulers without a lock: a job that submits another must not wait for a queue that
   * waits for it.
   */
  private void wake() {
    schedulers.forEach(Scheduler::triggerCheckForDueExecutions);
  }

  private CustomTask<Void> task(String name, ExecutionHandler<Void> handler) {
    return Tasks.custom(name, Void.class)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(settings.firstPause()))
        .onDeadExecution(new DeadExecutionHandler.ReviveDeadExecution<>())
        .execute(handler);
  }

  /** {@return a handler that is never called; scheduling needs a task, but only its name} */
  private static ExecutionHandler<Void> placeholder() {
    return (instance, context) -> new CompletionHandler.OnCompleteRemove<>();
  }

  private static PostgreSqlJdbcCustomization customization() {
    return new PostgreSqlJdbcCustomization(false, false);
  }

  /**
   * The task data, which is empty: jobs have their own table, so nothing is ever deserialized from
   * the scheduler's.
   */
  private enum NoData implements Serializer {
    INSTANCE;

    @Override
    public byte[] serialize(Object data) {
      return null;
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] serialized) {
      return null;
    }
  }
}
