package dev.churn.domain.job;

/** Runs jobs; the queue calls it on its own threads. */
public interface JobHandler {
  /**
   * Runs a job. It may be called again for the same job, even after an attempt was cut off at any
   * point: a repeated job gives the same result. If the job is canceled, the queue interrupts the
   * thread, repeatedly if necessary; the work then must end within one or two seconds by throwing
   * any exception. If it returns normally instead, the job counts as completed.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if a retry may succeed; any
   *     other code or exception fails the job
   */
  void run(Job job, Progress progress);

  /**
   * Performs the follow-up of a completed job. It is called in the transaction that marks the job
   * as completed, so that jobs submitted here are submitted exactly once, even if a server is
   * killed.
   */
  default void completed(Job job) {}

  /**
   * Records on the job's subject that the job failed. It is called in the transaction that marks
   * the job as failed.
   */
  void failed(Job job, String reason);

  /**
   * Records on the job's subject that the job was canceled. It is called in the transaction that
   * marks the job as canceled. By default it does the same as for a failed job.
   *
   * @param reason the reason, for display, such as "Canceled by alice"
   */
  default void canceled(Job job, String reason) {
    failed(job, reason);
  }

  /**
   * {@return whether an earlier attempt has finished all of the work} Such a job completes even if
   * it was to be canceled. It is called in the transaction that ends the job.
   */
  default boolean isDone(Job job) {
    return false;
  }

  /**
   * Deletes files that an attempt of a canceled job may have stored before it was interrupted. It
   * is called after the job is marked as canceled, while no other job with the same {@link
   * JobRequest#exclusiveKey()} runs. Exceptions are logged and otherwise ignored.
   */
  default void discard(Job job) {}
}
