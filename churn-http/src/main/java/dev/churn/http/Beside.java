package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Work of a start that is done beside the rest of it, in a thread of its own. */
final class Beside<T> {
  private final FutureTask<T> task;

  private Beside(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Beside<T> begin(String name, Supplier<T> work) {
    var task = new FutureTask<>(work::get);
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return new Beside<>(task);
  }

  /** {@return what the work has returned, once it has} What it has thrown is thrown here. */
  T await() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // an error of the machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChurnException(ErrorCode.UNAVAILABLE, "Interrupted while starting", e);
    }
  }
}
