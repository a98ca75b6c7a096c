package dev.churn.postgres;

import java.time.Duration;

/**
 * How a queue works.
 *
 * @param maxAttempts how often a job is started at most, whether the tries before ended in a
 *     transient fault or with the death of their server; at least 1
 * @param firstPause how long to wait before the second try; doubles with every further one
 * @param lockPause how long a job waits that may not run beside one that does
 * @param heartbeat how often a server says that it still works; one that has not for four times
 *     this long is taken for dead, and its jobs are run again
 * @param polling how often to look for jobs that other servers took in, and whether those that run
 *     here are to be canceled
 * @param shutdownWait how long running jobs may go on when the queue is closed; after that they are
 *     interrupted and given as long again
 */
public record JobSettings(
    int maxAttempts,
    Duration firstPause,
    Duration lockPause,
    Duration heartbeat,
    Duration polling,
    Duration shutdownWait) {
  public JobSettings {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("expected 1 attempt or more, found " + maxAttempts);
    }
  }

  /**
   * {@return five attempts within about a minute, servers taken for dead after 8 to 12 seconds, and
   * ten seconds to finish}
   */
  public static JobSettings defaults() {
    return new JobSettings(
        5,
        Duration.ofSeconds(4),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        Duration.ofSeconds(10));
  }

  /** {@return how long to wait after a try that failed, the first being number 1} */
  Duration pauseAfter(int attempt) {
    return firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
  }
}
