package dev.churn.domain.job;

/** Does the work of jobs; called by a queue on a thread of the queue's. */
public interface JobHandler {
  /**
   * Does the work. May be called again for the same job, also after a try that was cut off at any
   * point: a repeated job gives the same result.
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
}
