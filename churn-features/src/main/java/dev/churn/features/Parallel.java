package dev.churn.features;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks side by side and waits for all of them. */
final class Parallel {
  private Parallel() {}

  /**
   * Runs each task in a thread of its own, a single one in the caller's.
   *
   * @throws IllegalStateException if the caller is interrupted; the tasks are then, too
   */
  static void run(List<? extends Runnable> tasks) {
    if (tasks.size() == 1) {
      tasks.get(0).run();
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size(), Parallel::thread);
    try {
      List<? extends Future<?>> running = tasks.stream().map(threads::submit).toList();
      threads.shutdown();
      for (Future<?> task : running) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while computing features", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "churn-features");
    thread.setDaemon(true); // an interrupted caller must not keep the program from ending
    return thread;
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause; // tasks are Runnable and throw nothing else
  }
}
