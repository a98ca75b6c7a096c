package dev.churn.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does something for a running job at intervals, such as checking whether it is to be canceled,
 * even if the job rarely reports progress. It has its own thread, so that a broken connection of
 * one job does not delay others.
 */
final class JobWatch {
  private final Thread thread;

  private JobWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts the thread.
   *
   * @param name name of the thread
   * @param look what it does at every interval
   * @param faults counts the errors that the thread survives
   */
  static JobWatch begin(String name, Runnable look, Duration pause, AtomicLong faults) {
    var thread = new Thread(() -> watch(look, pause, faults), name);
    thread.setDaemon(true);
    thread.start();
    return new JobWatch(thread);
  }

  private static void watch(Runnable look, Duration pause, AtomicLong faults) {
    while (true) {
      try {
        Thread.sleep(pause.toMillis());
        look.run();
      } catch (InterruptedException e) {
        return; // the job has ended
      } catch (Throwable e) { // the job may exhaust the memory and must stay cancelable
        faults.incrementAndGet();
      }
    }
  }

  /** Stops the thread. */
  void end() {
    thread.interrupt();
  }
}
