package dev.churn.postgres;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.organization.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Reads and writes the rows of {@code jobs}. What a try writes at its end it writes only while it
 * is the latest: one that was taken for dead and overtaken changes nothing any more.
 */
final class JobRows {
  private JobRows() {}

  /** A job and how often it has been started. */
  record Tried(Job job, int attempts) {}

  /** {@return the job, or empty if an unfinished one for the same request is there} */
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

  /** {@return the job of whatever organization, for the queue itself} */
  static Optional<Tried> findForWork(Handle handle, JobId id) {
    return handle
        .createQuery("select * from jobs where id = :id")
        .bind("id", id.value())
        .map((row, context) -> new Tried(read(row), row.getInt("attempts")))
        .findOne();
  }

  /** Notes that a try begins. */
  static Tried start(Handle handle, JobId id, Instant now) {
    return handle
        .createQuery(
            """
            update jobs
            set status = 'running', attempts = attempts + 1, progress = 0, message = 'Running',
              started_at = coalesce(started_at, :now)
            where id = :id and status in ('queued', 'running')
            returning *
            """)
        .bind("id", id.value())
        .bind("now", Columns.timestamp(now))
        .map((row, context) -> new Tried(read(row), row.getInt("attempts")))
        .one();
  }

  /** {@return whether this try is the latest, which it then stays until the transaction ends} */
  static boolean isLatest(Handle handle, Tried tried) {
    return handle
        .createQuery(
            """
            select true from jobs
            where id = :id and attempts = :attempt and status in ('queued', 'running')
            for update
            """)
        .bind("id", tried.job().id().value())
        .bind("attempt", tried.attempts())
        .mapTo(Boolean.class)
        .findOne()
        .isPresent();
  }

  /** {@return whether this try was the latest} */
  static boolean complete(Handle handle, Tried tried, Instant now) {
    return handle
            .createUpdate(
                """
                update jobs
                set status = 'completed', progress = 1, message = 'Completed', finished_at = :now
                where id = :id and attempts = :attempt and status = 'running'
                """)
            .bind("id", tried.job().id().value())
            .bind("attempt", tried.attempts())
            .bind("now", Columns.timestamp(now))
            .execute()
        == 1;
  }

  /** {@return whether this try was the latest} */
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
   * Lets a job wait for its next try.
   *
   * @param counts whether this try counts as one
   */
  static void requeue(Handle handle, Tried tried, String message, boolean counts) {
    handle
        .createUpdate(
            """
            update jobs
            set status = 'queued', progress = 0, message = :message, attempts = :next
            where id = :id and attempts = :attempt and status = 'running'
            """)
        .bind("id", tried.job().id().value())
        .bind("attempt", tried.attempts())
        .bind("next", counts ? tried.attempts() : tried.attempts() - 1)
        .bind("message", Columns.text(message))
        .execute();
  }

  private static Job read(ResultSet row) throws SQLException {
    return new Job(
        new JobId(Columns.uuid(row, "id")),
        new JobRequest(
            Columns.parse(JobKind.class, row.getString("kind")),
            new OrganizationId(Columns.uuid(row, "organization_id")),
            Columns.uuid(row, "subject")),
        Columns.parse(JobStatus.class, row.getString("status")),
        row.getDouble("progress"),
        row.getString("message"),
        Columns.instant(row, "created_at"),
        Columns.optionalInstant(row, "started_at"),
        Columns.optionalInstant(row, "finished_at"),
        Optional.ofNullable(row.getString("error_message")));
  }
}
