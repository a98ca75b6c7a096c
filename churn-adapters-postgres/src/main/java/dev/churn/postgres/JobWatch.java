package dev.churn.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

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

  /**
   * Starts the checks.
   *
   * @param faults counts the errors that the thread survives
   */
  static JobWatch begin(LockedProgress progress, Duration pause, AtomicLong faults) {
    var thread = new Thread(() -> watch(progress, pause, faults), "churn-job-watch");
    thread.setDaemon(true);
    thread.start();
    return new JobWatch(thread);
  }

  private static void watch(LockedProgress progress, Duration pause, AtomicLong faults) {
    while (true) {
      try {
        Thread.sleep(pause.toMillis());
        progress.look();
      } catch (InterruptedException e) {
        return; // the job has ended
      } catch (Throwable e) { // the job may exhaust the memory and must stay cancelable
        faults.incrementAndGet();
      }
    }
  }

  /** Stops the checks. */
  void end() {
    thread.interrupt();
  }
}
