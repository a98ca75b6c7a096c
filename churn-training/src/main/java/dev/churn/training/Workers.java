package dev.churn.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Does independent pieces of work on all processors. Whoever uses it sees to it that the pieces do
 * not depend on the number of threads; then neither does the result. Used by one thread at a time.
 */
final class Workers implements AutoCloseable {
  private final int helpers;
  private final ExecutorService executor;

  private Workers(int threads) {
    helpers = threads - 1; // the caller works too
    executor =
        helpers == 0
            ? null
            : Executors.newFixedThreadPool(
                helpers,
                task -> {
                  var thread = new Thread(task, "churn-training");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /** {@return one thread per processor} */
  static Workers perProcessor() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /** {@return so many threads, the caller's among them} */
  static Workers of(int threads) {
    return new Workers(threads);
  }

  /**
   * Gives the numbers from 0 to {@code count} − 1 to {@code work}, each once, in any order.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the calling thread is interrupted;
   *     it stays so, and no piece is begun after it
   */
  void forEach(int count, IntConsumer work) {
    var next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int helper = 0; helper < Math.min(helpers, count - 1); helper++) {
      running.add(
          executor.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                  work.accept(i);
                }
              }));
    }
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        Interrupts.check();
        work.accept(i);
      }
    } finally {
      next.set(count); // ends the others soon if this one failed
      await(running);
    }
  }

  private static void await(List<Future<?>> running) {
    boolean interrupted = false;
    Throwable failure = null;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) { // pieces write to shared arrays, so none may go on behind the caller's back
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure = e.getCause();
          done = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      Interrupts.check();
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
