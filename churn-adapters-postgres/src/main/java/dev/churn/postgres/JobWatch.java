package dev.churn.postgres;

import java.time.Duration;

/**
 * Checks at intervals whether a running job is to be canceled or has lost its lock, even if the job
 * rarely reports progress. It has its own thread, so that a broken connection of one job does not
 * delay others.
 */
final class JobWatch {
  private final Thread thread;

  private JobWatch(Thread thread) {
    this.thread = thread;
  }

  /** Starts the checks. */
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

  /** Stops the checks. */
  void end() {
    thread.interrupt();
  }
}
