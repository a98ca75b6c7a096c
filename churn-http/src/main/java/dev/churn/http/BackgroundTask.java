package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A part of the start that runs on its own thread while the rest of the start goes on. */
final class BackgroundTask<T> {
  private final FutureTask<T> task;

  private BackgroundTask(FutureTask<T> task) {
    this.task = task;
  }

  static <T> BackgroundTask<T> start(String name, Supplier<T> work) {
    var task = new FutureTask<>(work::get);
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return new BackgroundTask<>(task);
  }

  /** {@return the result of the task, after waiting for it} Throws what the task has thrown. */
  T await() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // an Error of the virtual machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChurnException(ErrorCode.UNAVAILABLE, "Interrupted while starting", e);
    }
  }
}
