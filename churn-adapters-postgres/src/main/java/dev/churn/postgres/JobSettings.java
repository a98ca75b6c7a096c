package dev.churn.postgres;

import java.time.Duration;

/**
 * Settings of a job queue.
 *
 * @param maxAttempts maximum number of attempts of a job, whether they end with a transient failure
 *     or with the death of their server; at least 1
 * @param firstPause backoff before the second attempt; doubles with every further attempt
 * @param lockPause how long a job waits before it tries again to acquire a lock that another job
 *     holds
 * @param heartbeat interval of a server's heartbeats; a server without a heartbeat for four
 *     intervals is considered dead, and its jobs are run again
 * @param polling interval at which a server looks for jobs from other servers, and for requests to
 *     cancel its own running jobs
 * @param shutdownWait how long running jobs may continue when the queue is closed; they are then
 *     interrupted and may take this long again
 */
public record JobSettings(
    int maxAttempts,
    Duration firstPause,
    Duration lockPause,
    Duration heartbeat,
    Duration polling,
    Duration shutdownWait) {
  /** How many heartbeats a server may miss before it is considered dead. */
  static final int MISSED_HEARTBEATS = 4;

  public JobSettings {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("expected 1 attempt or more, found " + maxAttempts);
    }
  }

  /**
   * {@return the default settings: five attempts within about a minute, servers considered dead
   * after 8 to 12 seconds, ten seconds to finish}
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

  /** {@return the interval of the heartbeats of a lock} */
  Duration lockHeartbeat() {
    return heartbeat.dividedBy(4);
  }

  /** {@return how long the holder of a lock may be silent before it is considered dead} */
  Duration silence() {
    return heartbeat.multipliedBy(MISSED_HEARTBEATS);
  }

  /** {@return the backoff after a failed attempt, the first being number 1} */
  Duration pauseAfter(int attempt) {
    return firstPause.multipliedBy(1L << Math.min(attempt - 1, 20));
  }
}
