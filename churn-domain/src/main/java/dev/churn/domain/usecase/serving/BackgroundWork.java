package dev.churn.domain.usecase.serving;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs work that no caller waits for on one thread, which exists only while there is work. If the
 * queue is full, the caller does the work itself, so that nothing is lost.
 */
public final class BackgroundWork implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BackgroundWork.class.getName());
  private static final int CAPACITY = 1_000;
  private static final long IDLE_SECONDS = 10;
  private static final long LAST_WAIT_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  public BackgroundWork() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            work -> {
              Thread thread = new Thread(work, "other-models");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs work soon; its failure is logged and concerns nobody else. */
  void run(Runnable work) {
    executor.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Background work failed", e);
          }
        });
  }

  /** Waits for the remaining work and accepts no more; closing again has no effect. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
