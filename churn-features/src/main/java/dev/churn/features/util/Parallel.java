package dev.churn.features.util;

import dev.churn.domain.job.Interrupts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks side by side and waits for all of them. */
public final class Parallel {
  private Parallel() {}

  /**
   * Runs each task in a thread of its own, a single one in the caller's.
   *
   * @throws IllegalStateException if the caller is interrupted; the tasks are then, too
   */
  public static void run(List<? extends Runnable> tasks) {
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

  /** A part of a larger work, used again for a later part once it is given. */
  public interface Part {
    /** Makes the part of a number, in any thread. */
    void make(int number);

    /** Gives what was made to where it belongs, in the caller's thread. */
    void give();
  }

  /**
   * Makes parts in threads of their own and gives them, in order, in the caller's.
   *
   * @param count how many parts there are
   * @param threads at least 1; a single one is the caller's
   * @param slots for parts; twice as many as threads let all of them work on while one is given
   * @throws IllegalStateException if the caller is interrupted; with a single thread, a
   *     ChurnException that says so
   */
  public static void inOrder(int count, int threads, List<? extends Part> slots) {
    if (threads == 1) {
      for (int number = 0; number < count; number++) {
        Interrupts.check("Computing features");
        slots.get(0).make(number);
        slots.get(0).give();
      }
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, Parallel::thread);
    try {
      Deque<Future<?>> running = new ArrayDeque<>();
      for (int given = 0, next = 0; given < count; given++) {
        for (; next < Math.min(count, given + slots.size()); next++) {
          int number = next;
          running.add(pool.submit(() -> slots.get(number % slots.size()).make(number)));
        }
        running.remove().get();
        slots.get(given % slots.size()).give();
      }
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while computing features", e);
    } finally {
      pool.shutdownNow();
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
