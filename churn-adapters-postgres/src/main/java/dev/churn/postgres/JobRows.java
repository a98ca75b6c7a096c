package dev.churn.postgres;

import dev.churn.domain.job.Cancellation;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Reads and writes the rows of {@code jobs}. An attempt can write its end only while it is the
 * latest: an attempt that was presumed dead and superseded changes nothing.
 */
final class JobRows {
  private JobRows() {}

  /** A job and the number of its attempts. */
  record Tried(Job job, int attempts) {}

  /** {@return the job, or empty if there is an unfinished job for the same request} */
  static Optional<Job> insert(Handle handle, JobRequest request, Instant now) {
    return handle
        .createQuery(
            """
            insert into jobs
              (id, organization_id, kind, subject, exclusive_key, status, progress, message,
               created_at)
            values (:id, :organization, :kind, :subject, :key, 'queued', 0, 'Waiting', :now)
            on conflict (organization_id, kind, subject) where status in ('queued', 'running')
              do nothing
            returning *
            """)
        .bind("id", UUID.randomUUID())
        .bind("organization", request.organizationId().value())
        .bind("kind", Columns.code(request.kind()))
        .bind("subject", request.subject())
        .bind("key", request.exclusiveKey())
        .bind("now", Columns.timestamp(now))
        .map((row, context) -> read(row))
        .findOne();
  }

  static Optional<Job> findUnfinished(Handle handle, JobRequest request) {
    return handle
        .createQuery(
            """
            select * from jobs
            where organization_id = :organization and kind = :kind and subject = :subject
              and status in ('queued', 'running')
            """)
        .bind("organization", request.organizationId().value())
        .bind("kind", Columns.code(request.kind()))
        .bind("subject", request.subject())
        .map((row, context) -> read(row))
        .findOne();
  }

  static Optional<Job> find(Handle handle, OrganizationId organization, JobId id) {
    return handle
        .createQuery("select * from jobs where organization_id = :organization and id = :id")
        .bind("organization", organization.value())
        .bind("id", id.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** {@return the job of any organization; for the queue itself only} */
  static Optional<Tried> findForWork(Handle handle, JobId id) {
    return handle
        .createQuery("select * from jobs where id = :id")
        .bind("id", id.value())
        .map((row, context) -> new Tried(read(row), row.getInt("attempts")))
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
            set status = 'running', attempts = attempts + 1, progress = 0, message = 'Running',
              started_at = coalesce(started_at, :now)
            where id = :id and status in ('queued', 'running') and cancel_requested_at is null
            returning *
            """)
        .bind("id", id.value())
        .bind("now", Columns.timestamp(now))
        .map((row, context) -> new Tried(read(row), row.getInt("attempts")))
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
            where id = :id and attempts = :attempt and status in ('queued', 'running')
            for update
            """)
        .bind("id", tried.job().id().value())
        .bind("attempt", tried.attempts())
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
                where id = :id and attempts = :attempt and status in ('queued', 'running')
                """)
            .bind("id", tried.job().id().value())
            .bind("attempt", tried.attempts())
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
                where id = :id and attempts = :attempt and status in ('queued', 'running')
                """)
            .bind("id", tried.job().id().value())
            .bind("attempt", tried.attempts())
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
                where id = :id and attempts = :attempt and status in ('queued', 'running')
                """)
            .bind("id", tried.job().id().value())
            .bind("attempt", tried.attempts())
            .bind("reason", Columns.text(reason))
            .bind("now", Columns.timestamp(now))
            .execute()
        == 1;
  }

  /**
   * Returns a job to the queue for its next attempt, unless it is to be canceled.
   *
   * @param counts whether this attempt counts towards the maximum
   * @return whether the job was queued
   */
  static boolean requeue(Handle handle, Tried tried, String message, boolean counts) {
    return handle
            .createUpdate(
                """
                update jobs
                set status = 'queued', progress = 0, message = :message, attempts = :next
                where id = :id and attempts = :attempt and status = 'running'
                  and cancel_requested_at is null
                """)
            .bind("id", tried.job().id().value())
            .bind("attempt", tried.attempts())
            .bind("next", counts ? tried.attempts() : tried.attempts() - 1)
            .bind("message", Columns.text(message))
            .execute()
        == 1;
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
        cancellation(row, status));
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
