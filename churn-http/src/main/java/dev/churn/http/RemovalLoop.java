package dev.churn.http;

import dev.churn.domain.usecase.removal.RemoveObjects;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * Removes every second what is due to be removed from object storage: what the storage did not
 * remove when it was asked to, also by an earlier server. Every hour it does what is given to it.
 */
final class RemovalLoop implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  private final Thread thread;

  private RemovalLoop(RemoveObjects removals, Runnable hourly) {
    this.thread = new Thread(() -> work(removals, hourly), "removal-loop");
    this.thread.setDaemon(true);
  }

  static RemovalLoop begin(RemoveObjects removals, Runnable hourly) {
    var loop = new RemovalLoop(removals, hourly);
    loop.thread.start();
    return loop;
  }

  private static void work(RemoveObjects removals, Runnable hourly) {
    long last = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(PAUSE.toMillis());
        removals.sweep();
        if (System.nanoTime() - last > HOUR.toNanos()) {
          last = System.nanoTime(); // what fails is repeated an hour later
          hourly.run();
        }
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException | Error e) { // an exhausted memory elsewhere must not end the loop
        LoggerFactory.getLogger(RemovalLoop.class).debug("Nothing could be removed", e);
      }
    }
  }

  /** Stops the loop; what it has not removed stays noted for the next server. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(LAST_WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
