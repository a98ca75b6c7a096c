package dev.churn.features.util;

import dev.churn.domain.job.Interrupts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks in parallel and waits for all of them. */
public final class Parallel {
  private static final String COMPUTING = "Computing features";

  private Parallel() {}

  /**
   * Runs each task in its own thread, a single task in the caller's thread.
   *
   * @throws dev.churn.domain.ChurnException if the caller is interrupted; the tasks are then
   *     interrupted too
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
      Interrupts.check(COMPUTING);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * A part of a larger computation; the object is reused for a later part once its result is
   * delivered.
   */
  public interface Part {
    /** Computes the part with a number, in any thread. */
    void make(int number);

    /** Delivers the computed part, in the caller's thread. */
    void give();
  }

  /**
   * Computes parts in separate threads and delivers them in order, in the caller's thread.
   *
   * @param count number of parts
   * @param threads at least 1; a single thread is the caller's
   * @param slots the reusable parts; with twice as many as threads, all threads can work during a
   *     delivery
   * @throws dev.churn.domain.ChurnException if the caller is interrupted
   */
  public static void inOrder(int count, int threads, List<? extends Part> slots) {
    if (threads == 1) {
      for (int number = 0; number < count; number++) {
        Interrupts.check(COMPUTING);
        slots.get(0).make(number);
        slots.get(0).give();
      }
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, Parallel::thread);
    try {
      Deque<Future<?>> running = new ArrayDeque<>();
      for (int given = 0, next = 0; given < count; given++) {
        // get() notices an interrupt only while it waits, which it never does before a slow
        // delivery
        Interrupts.check(COMPUTING);
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
      Interrupts.check(COMPUTING);
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
