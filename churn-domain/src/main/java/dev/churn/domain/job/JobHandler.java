package dev.churn.domain.job;

/** Does the work of jobs; called by a queue on a thread of the queue's. */
public interface JobHandler {
  /**
   * Does the work. May be called again for the same job, also after a try that was cut off at any
   * point: a repeated job gives the same result. The queue interrupts the thread of a job that is
   * canceled, more than once if need be; the work then ends, within a second or two, by any
   * exception. If it returns instead, the job has completed all the same.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if another try may succeed;
   *     with any other code, or another exception, the job has failed
   */
  void run(Job job, Progress progress);

  /**
   * Does what follows from the job's end; called in the transaction that marks the job as
   * completed, so that what is submitted here is submitted once, wherever a server is killed.
   */
  default void completed(Job job) {}

  /**
   * Notes on the job's subject that the job has failed; called in the transaction that marks the
   * job as failed.
   */
  void failed(Job job, String reason);

  /**
   * Notes on the job's subject that the job has been canceled; called in the transaction that marks
   * the job as canceled. By default, the same as for a job that has failed.
   *
   * @param reason for people, such as "Canceled by alice"
   */
  default void canceled(Job job, String reason) {
    failed(job, reason);
  }

  /**
   * {@return whether an earlier try has done all of the work} A job of which this is true
   * completes, even if it was to be canceled. Asked in the transaction that ends the job.
   */
  default boolean isDone(Job job) {
    return false;
  }

  /**
   * Removes files that a try of a canceled job may have stored before it was interrupted; called
   * after the job has been marked as canceled, while no other job of the same {@link
   * JobRequest#exclusiveKey()} runs. What it throws is logged, and changes nothing.
   */
  default void discard(Job job) {}
}
