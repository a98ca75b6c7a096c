package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.JobId;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/**
 * Lets only the latest attempt of a job write. Every transaction of an attempt takes a shared
 * advisory lock of its job and then checks the attempt's fencing token. The start of the next
 * attempt takes the same lock exclusively and then raises the token. Either the transaction has
 * ended before the next attempt starts, or it is refused. A transaction whose process hangs is
 * ended by the next attempt.
 */
final class Fence {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 50;

  private final JobRows.Tried tried;

  Fence(JobRows.Tried tried) {
    this.tried = tried;
  }

  /** A write of an attempt that is not the latest of its job. */
  static final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Superseded(JobId job, long token) {
      super("attempt %d of job %s has been superseded by a later one".formatted(token, job));
    }
  }

  /** {@return whether a write was refused because a later attempt has started} */
  static boolean isSuperseded(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Superseded) {
        return true;
      }
    }
    return false;
  }

  /**
   * Requires that the attempt is the latest, which it then stays until the transaction ends.
   *
   * @throws Superseded if it is not the latest, or its job has ended
   */
  void require(Handle handle) {
    enter(handle, tried.job().id());
    boolean isLatest =
        handle
            .createQuery(
                """
                select exists (
                  select from jobs
                  where id = :id and attempt_token = :token and status = 'running'
                )
                """)
            .bind("id", tried.job().id().value())
            .bind("token", tried.token())
            .mapTo(Boolean.class)
            .one();
    if (!isLatest) {
      throw new Superseded(tried.job().id(), tried.token());
    }
  }

  /** Keeps the next attempt of a job from starting until the transaction ends. */
  static void enter(Handle handle, JobId job) {
    handle
        .createQuery("select pg_advisory_xact_lock_shared(hashtextextended(:key, 0)) is null")
        .bind("key", key(job))
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Ends the transactions of earlier attempts, and lets no other begin before this one has ended.
   * Call this only while the job's lock is held, which the earlier attempts then have lost.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if one of them does not end
   */
  static void shut(Handle handle, JobId job) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!tryShut(handle, job)) {
      if (System.nanoTime() > deadline) {
        throw new ChurnException(
            ErrorCode.UNAVAILABLE, "An earlier attempt of job %s does not end".formatted(job));
      }
      LockHolders.end(handle.getConnection(), key(job));
      pause();
    }
  }

  private static boolean tryShut(Handle handle, JobId job) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
        .bind("key", key(job))
        .mapTo(Boolean.class)
        .one();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChurnException(ErrorCode.UNAVAILABLE, "Interrupted while taking over a job", e);
    }
  }

  private static String key(JobId job) {
    return "churn/attempts/" + job;
  }
}
