package dev.churn.postgres;

import dev.churn.domain.job.Cancellation;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.UnfinishedJobs;
import dev.churn.domain.job.Workload;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads and writes the rows of {@code jobs}. An attempt can write its end only while it is the
 * latest: an attempt that was presumed dead and superseded changes nothing. Every attempt has a
 * fencing token of its own, which only grows.
 */
final class JobRows {
  private JobRows() {}

  private static final String WAITING = "Waiting";

  /** Selects jobs with the number of those that come before them. */
  private static final String SELECT =
      """
      select j.*,
        (
          select count(*) from jobs b
          where coalesce(b.owner_id, b.organization_id) = coalesce(j.owner_id, j.organization_id)
            and b.status in ('queued', 'running')
            and b.position < j.position
            and (b.exclusive_key = j.exclusive_key or b.is_short = j.is_short
              or b.id = j.after_job)
        ) as jobs_before
      from jobs j
      """;

  /**
   * A job and its latest attempt.
   *
   * @param attempts the number of attempts that count towards the maximum
   * @param token the fencing token of the latest attempt
   * @param isShort whether its work is short
   * @param owner the organization whose share of the queue it uses
   */
  record Tried(Job job, int attempts, long token, boolean isShort, OrganizationId owner) {
    private static Tried read(ResultSet row) throws SQLException {
      return new Tried(
          JobRows.read(row),
          row.getInt("attempts"),
          row.getLong("attempt_token"),
          row.getBoolean("is_short"),
          new OrganizationId(
              Optional.ofNullable(row.getObject("owner_id", UUID.class))
                  .orElse(Columns.uuid(row, "organization_id"))));
    }
  }

  /**
   * {@return the job, or empty if there is an unfinished job for the same request and the same
   * inputs}
   */
  static Optional<Job> insert(Handle handle, JobRequest request, Workload workload, Instant now) {
    return handle
        .createQuery(
            """
            insert into jobs
              (id, organization_id, kind, subject, exclusive_key, status, progress, message,
               created_at, is_short, inputs, after_job, owner_id)
            values (:id, :organization, :kind, :subject, :key, 'queued', 0, 'Waiting', :now,
              :short, :inputs, cast(:after as uuid),
              (select parent_id from organizations where id = :organization))
            on conflict (organization_id, kind, subject, inputs)
              where status in ('queued', 'running') do nothing
            returning *
            """)
        .bind("short", workload.isShort())
        .bind("inputs", workload.inputs())
        .bind("after", workload.after().map(JobId::value).orElse(null))
        .bind("id", UUID.randomUUID())
        .bind("organization", request.organizationId().value())
        .bind("kind", Columns.code(request.kind()))
        .bind("subject", request.subject())
        .bind("key", request.exclusiveKey())
        .bind("now", Columns.timestamp(now))
        .map((row, context) -> read(row))
        .findOne();
  }

  /** {@return the last submitted unfinished job for the request} */
  static Optional<Job> findUnfinished(Handle handle, JobRequest request) {
    return unfinished(handle, request, "").map((row, context) -> readWithPlace(row)).findOne();
  }

  /** {@return the unfinished job for the request and these inputs} */
  static Optional<Job> findUnfinished(Handle handle, JobRequest request, Workload workload) {
    return unfinished(handle, request, "and j.inputs = :inputs ")
        .bind("inputs", workload.inputs())
        .map((row, context) -> readWithPlace(row))
        .findOne();
  }

  /** {@return the last submitted unfinished job of this kind} */
  static Optional<Job> findUnfinished(Handle handle, OrganizationId organization, JobKind kind) {
    return handle
        .createQuery(
            SELECT
                + """
                where j.organization_id = :organization and j.kind = :kind
                  and j.status in ('queued', 'running')
                order by j.position desc limit 1
                """)
        .bind("organization", organization.value())
        .bind("kind", Columns.code(kind))
        .map((row, context) -> readWithPlace(row))
        .findOne();
  }

  /** {@return the queued job for the request} */
  static Optional<Job> findQueued(Handle handle, JobRequest request) {
    return unfinished(handle, request, "and j.status = 'queued' ")
        .map((row, context) -> readWithPlace(row))
        .findOne();
  }

  private static Query unfinished(Handle handle, JobRequest request, String filter) {
    return handle
        .createQuery(
            SELECT
                + """
                where j.organization_id = :organization and j.kind = :kind
                  and j.subject = :subject and j.status in ('queued', 'running')
                """
                + filter
                + " order by j.position desc limit 1")
        .bind("organization", request.organizationId().value())
        .bind("kind", Columns.code(request.kind()))
        .bind("subject", request.subject());
  }

  /** Replaces the inputs of a queued job, unless another unfinished job has them. */
  static void renew(Handle handle, Job queued, Workload workload) {
    handle
        .createUpdate(
            """
            update jobs j set inputs = :inputs
            where j.id = :id and j.status = 'queued' and j.inputs <> :inputs and not exists (
              select from jobs o
              where o.organization_id = j.organization_id and o.kind = j.kind
                and o.subject = j.subject and o.inputs = :inputs
                and o.status in ('queued', 'running')
            )
            """)
        .bind("id", queued.id().value())
        .bind("inputs", workload.inputs())
        .execute();
  }

  static Optional<Job> find(Handle handle, OrganizationId organization, JobId id) {
    return handle
        .createQuery(SELECT + "where j.organization_id = :organization and j.id = :id")
        .bind("organization", organization.value())
        .bind("id", id.value())
        .map((row, context) -> readWithPlace(row))
        .findOne();
  }

  /** {@return the numbers of unfinished jobs of all organizations} */
  static List<UnfinishedJobs> unfinished(Handle handle) {
    return handle
        .createQuery(
            """
            select kind, status, count(*) as jobs, min(created_at) as oldest
            from jobs
            where status in ('queued', 'running')
            group by kind, status
            order by kind, status
            """)
        .map(
            (row, context) ->
                new UnfinishedJobs(
                    Columns.parse(JobKind.class, row.getString("kind")),
                    Columns.parse(JobStatus.class, row.getString("status")),
                    row.getLong("jobs"),
                    Columns.instant(row, "oldest")))
        .list();
  }

  /** {@return the job of any organization; for the queue itself only} */
  static Optional<Tried> findForWork(Handle handle, JobId id) {
    return handle
        .createQuery("select * from jobs where id = :id")
        .bind("id", id.value())
        .map((row, context) -> Tried.read(row))
        .findOne();
  }

  /** {@return the job, locked until the transaction ends} */
  static Optional<Job> lock(Handle handle, OrganizationId organization, JobId id) {
    return handle
        .createQuery(
            "select * from jobs where organization_id = :organization and id = :id for update")
        .bind("organization", organization.value())
        .bind("id", id.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /**
   * Records the start of an attempt; {@return it, or empty if the job has ended or is to be
   * canceled}.
   */
  static Optional<Tried> start(Handle handle, JobId id, Instant now) {
    return handle
        .createQuery(
            """
            update jobs
            set status = 'running', attempts = attempts + 1, attempt_token = attempt_token + 1,
              progress = 0, message = 'Running', started_at = coalesce(started_at, :now),
              paused_until = null
            where id = :id and status in ('queued', 'running') and cancel_requested_at is null
            returning *
            """)
        .bind("id", id.value())
        .bind("now", Columns.timestamp(now))
        .map((row, context) -> Tried.read(row))
        .findOne();
  }

  /**
   * {@return whether this attempt is the latest; it then stays the latest until the transaction
   * ends}
   */
  static boolean isLatest(Handle handle, Tried tried) {
    return lockLatest(handle, tried).isPresent();
  }

  /**
   * {@return the unfinished job if this attempt is the latest, which it then stays until the
   * transaction ends}
   */
  static Optional<Job> lockLatest(Handle handle, Tried tried) {
    return handle
        .createQuery(
            """
            select * from jobs
            where id = :id and attempt_token = :token and status in ('queued', 'running')
            for update
            """)
        .bind("id", tried.job().id().value())
        .bind("token", tried.token())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Requests the cancellation of an unfinished job, unless it was requested before. */
  static void requestCancel(Handle handle, JobId id, Cancellation cancellation) {
    handle
        .createUpdate(
            """
            update jobs
            set cancel_requested_at = :at, canceled_by = :by, message = 'Canceling'
            where id = :id and status in ('queued', 'running') and cancel_requested_at is null
            """)
        .bind("id", id.value())
        .bind("at", Columns.timestamp(cancellation.requestedAt()))
        .bind("by", cancellation.by().map(Requester::name).orElse(null))
        .execute();
  }

  /** Ends a job as canceled; {@return whether this attempt was the latest}. */
  static boolean cancel(Handle handle, Tried tried, String reason, Instant now) {
    return handle
            .createUpdate(
                """
                update jobs
                set status = 'canceled', progress = 0, message = :reason, finished_at = :now
                where id = :id and attempt_token = :token and status in ('queued', 'running')
                """)
            .bind("id", tried.job().id().value())
            .bind("token", tried.token())
            .bind("reason", Columns.text(reason))
            .bind("now", Columns.timestamp(now))
            .execute()
        == 1;
  }

  /** {@return whether this attempt was the latest} */
  static boolean complete(Handle handle, Tried tried, Instant now) {
    return handle
            .createUpdate(
                """
                update jobs
                set status = 'completed', progress = 1, finished_at = :now,
                  message = case when cancel_requested_at is null then 'Completed'
                    else 'Completed before it could be canceled' end
                where id = :id and attempt_token = :token and status in ('queued', 'running')
                """)
            .bind("id", tried.job().id().value())
            .bind("token", tried.token())
            .bind("now", Columns.timestamp(now))
            .execute()
        == 1;
  }

  /** {@return whether this attempt was the latest} */
  static boolean fail(Handle handle, Tried tried, String reason, Instant now) {
    return handle
            .createUpdate(
                """
                update jobs
                set status = 'failed', message = 'Failed', error_message = :reason,
                  finished_at = :now
                where id = :id and attempt_token = :token and status in ('queued', 'running')
                """)
            .bind("id", tried.job().id().value())
            .bind("token", tried.token())
            .bind("reason", Columns.text(reason))
            .bind("now", Columns.timestamp(now))
            .execute()
        == 1;
  }

  /**
   * Returns a job to the queue for its next attempt, unless it is to be canceled.
   *
   * @param counts whether this attempt counts towards the maximum
   * @param next the time before which no attempt starts
   * @return whether the job was queued
   */
  static boolean requeue(Handle handle, Tried tried, String message, boolean counts, Instant next) {
    return handle
            .createUpdate(
                """
                update jobs
                set status = 'queued', progress = 0, message = :message, attempts = :attempts,
                  paused_until = :next
                where id = :id and attempt_token = :token and status = 'running'
                  and cancel_requested_at is null
                """)
            .bind("id", tried.job().id().value())
            .bind("token", tried.token())
            .bind("attempts", counts ? tried.attempts() : tried.attempts() - 1)
            .bind("next", Columns.timestamp(next))
            .bind("message", Columns.text(message))
            .execute()
        == 1;
  }

  /** Gives a queued job another message than that it waits. */
  static int explain(Handle handle, JobId id, String why) {
    return handle
        .createUpdate(
            """
            update jobs set message = :why
            where id = :id and status = 'queued' and cancel_requested_at is null
            """)
        .bind("id", id.value())
        .bind("why", why)
        .execute();
  }

  /** {@return the job; the message of a waiting job says how many jobs come before it} */
  private static Job readWithPlace(ResultSet row) throws SQLException {
    Job job = read(row);
    long before = row.getLong("jobs_before");
    boolean waits = job.status() == JobStatus.QUEUED && job.message().equals(WAITING);
    return waits && before > 0 ? job.waitingBehind(before) : job;
  }

  private static Job read(ResultSet row) throws SQLException {
    JobStatus status = Columns.parse(JobStatus.class, row.getString("status"));
    return new Job(
        new JobId(Columns.uuid(row, "id")),
        new JobRequest(
            Columns.parse(JobKind.class, row.getString("kind")),
            new OrganizationId(Columns.uuid(row, "organization_id")),
            Columns.uuid(row, "subject")),
        status,
        row.getDouble("progress"),
        row.getString("message"),
        Columns.instant(row, "created_at"),
        Columns.optionalInstant(row, "started_at"),
        Columns.optionalInstant(row, "finished_at"),
        Optional.ofNullable(row.getString("error_message")),
        cancellation(row, status),
        row.getLong("attempt_token"));
  }

  /**
   * {@return the cancellation, if the status allows one} A request that came too late stays in the
   * row and is ignored.
   */
  private static Optional<Cancellation> cancellation(ResultSet row, JobStatus status)
      throws SQLException {
    if (status == JobStatus.COMPLETED || status == JobStatus.FAILED) {
      return Optional.empty();
    }
    Optional<Requester> by = Optional.ofNullable(row.getString("canceled_by")).map(Requester::new);
    return Columns.optionalInstant(row, "cancel_requested_at")
        .map(requestedAt -> new Cancellation(requestedAt, by));
  }
}
