package dev.churn.postgres;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.organization.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which waiting jobs may start. The scheduler runs every job whose time has come, so a job
 * that must wait is parked: its time is in the far future. At any moment, each organization has at
 * most one due job of each size, the oldest that waits for no other job; jobs of targets are of
 * their organization. Organizations thus take turns, and a parked job costs neither a connection
 * nor a statement of its own.
 */
final class JobTurns implements AutoCloseable {
  /** The execution time of a parked job. */
  static final Instant PARKED = Instant.parse("9999-01-01T00:00:00Z");

  private static final Logger LOG = LoggerFactory.getLogger(JobTurns.class);

  /** By how much the clocks of servers may differ. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final Runnable wake;
  private final int longJobsOfOne;
  private final Duration longestWait;
  private final Map<OrganizationId, Integer> longJobs = new HashMap<>();
  private final AtomicLong faults = new AtomicLong();
  private final Thread thread;

  /**
   * Starts to admit jobs.
   *
   * @param wake makes the schedulers look for due jobs
   * @param longJobsOfOne how many long jobs of one organization run here at the same time
   * @param longestPause the longest pause of a job before its next attempt
   * @param pause how long the thread waits between two looks at the queue
   */
  JobTurns(
      Database database,
      InstantSource clock,
      Runnable wake,
      int longJobsOfOne,
      Duration longestPause,
      Duration pause) {
    this.database = database;
    this.clock = clock;
    this.wake = wake;
    this.longJobsOfOne = longJobsOfOne;
    this.longestWait = longestPause.plus(CLOCK_DIFFERENCE);
    this.thread = new Thread(() -> work(pause), "churn-job-turns");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /**
   * {@return when a job that has just been added may start: now or, if others come first, parked}
   */
  static Instant firstTime(Handle handle, Job job, Instant now) {
    return handle
            .createQuery(
                """
                select exists (
                  select from jobs j, jobs o
                  where j.id = :id and o.status in ('queued', 'running') and o.id <> j.id
                    and o.exclusive_key = j.exclusive_key
                ) or exists (
                  select from jobs j, jobs o
                  where j.id = :id and o.status = 'queued' and o.id <> j.id
                    and coalesce(o.owner_id, o.organization_id)
                      = coalesce(j.owner_id, j.organization_id)
                    and o.is_short = j.is_short
                ) or exists (
                  select from jobs j join jobs o on o.id = j.after_job
                  where j.id = :id and o.status in ('queued', 'running')
                )
                """)
            .bind("id", job.id().value())
            .mapTo(Boolean.class)
            .one()
        ? PARKED
        : now;
  }

  /**
   * {@return whether an unfinished job comes before a waiting job: an earlier one of the same key,
   * or the one that it starts after}
   */
  boolean isBehindAnother(JobId id) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select exists (
                      select from jobs j, jobs o
                      where j.id = :id and o.exclusive_key = j.exclusive_key and o.id <> j.id
                        and (o.status = 'running'
                          or o.status = 'queued' and o.position < j.position)
                    ) or exists (
                      select from jobs j join jobs o on o.id = j.after_job
                      where j.id = :id and o.status in ('queued', 'running')
                    )
                    """)
                .bind("id", id.value())
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * Reserves one of the threads that an organization may use for long jobs; {@return whether there
   * was one}.
   */
  boolean enter(JobRows.Tried tried) {
    synchronized (longJobs) {
      OrganizationId organization = tried.owner();
      int running = longJobs.getOrDefault(organization, 0);
      if (tried.isShort() || running < longJobsOfOne) {
        longJobs.merge(organization, tried.isShort() ? 0 : 1, Integer::sum);
        return true;
      }
      return false;
    }
  }

  /** Returns what {@link #enter} reserved. */
  void leave(JobRows.Tried tried) {
    synchronized (longJobs) {
      OrganizationId organization = tried.owner();
      longJobs.merge(organization, tried.isShort() ? 0 : -1, Integer::sum);
      longJobs.remove(organization, 0);
    }
  }

  /** Admits the jobs whose turn it is; failures are logged, since the next look will repeat it. */
  void admit() {
    try {
      if (database.call(this::admit) > 0) {
        wake.run();
      }
    } catch (RuntimeException e) {
      LOG.debug("Waiting jobs could not be looked at", e);
    }
  }

  /**
   * Admits jobs. No job waits longer than the longest pause, so a time that is further ahead was
   * set by a clock that has been put back since; the job is then due.
   */
  private int admit(Handle handle) {
    Instant now = clock.instant();
    return handle
        .createUpdate(
            """
            with heads as (
              select distinct on (exclusive_key)
                id, coalesce(owner_id, organization_id) as owner_id, is_short, status, position,
                paused_until, after_job
              from jobs where status in ('queued', 'running')
              order by exclusive_key, status desc, position
            ), next as (
              select distinct on (h.owner_id, h.is_short) t.task_name, t.task_instance
              from heads h join scheduled_tasks t on t.task_instance = cast(h.id as text)
              where h.status = 'queued' and not t.picked
                and (h.paused_until is null or h.paused_until <= :now
                  or h.paused_until > :latest)
                and not exists (
                  select from jobs a
                  where a.id = h.after_job and a.status in ('queued', 'running')
                )
              order by h.owner_id, h.is_short, h.position
            )
            update scheduled_tasks t set execution_time = :now, version = t.version + 1
            from next n
            where t.task_name = n.task_name and t.task_instance = n.task_instance
              and t.execution_time > :latest and not t.picked
            """)
        .bind("now", Columns.timestamp(now))
        .bind("latest", Columns.timestamp(now.plus(longestWait)))
        .execute();
  }

  private void work(Duration pause) {
    while (true) {
      try {
        Thread.sleep(pause.toMillis());
        admit();
      } catch (InterruptedException e) {
        return; // closed
      } catch (Throwable e) { // an OutOfMemoryError elsewhere must not stop the queue
        faults.incrementAndGet();
      }
    }
  }

  /** {@return how often the thread survived an error} */
  long faults() {
    return faults.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
