package dev.churn.postgres;

import java.time.Duration;

/**
 * Looks, while a job runs, whether it is to be canceled or has lost its lock, however seldom it
 * reports its progress. Has a thread of its own, so that one job's broken connection holds up no
 * other.
 */
final class JobWatch {
  private final Thread thread;

  private JobWatch(Thread thread) {
    this.thread = thread;
  }

  /** Begins to look. */
  static JobWatch begin(LockedProgress progress, Duration pause) {
    var thread = new Thread(() -> watch(progress, pause), "churn-job-watch");
    thread.setDaemon(true);
    thread.start();
    return new JobWatch(thread);
  }

  private static void watch(LockedProgress progress, Duration pause) {
    try {
      while (true) {
        Thread.sleep(pause.toMillis());
        progress.look();
      }
    } catch (InterruptedException e) {
      return; // the job has ended
    }
  }

  /** Stops looking. */
  void end() {
    thread.interrupt();
  }
}
