package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.port.ObjectStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a storage whether it is ready, and stops waiting after {@link #LIMIT}. At most one thread
 * asks at any time, so that a storage that hangs does not hold more and more of them. Safe for use
 * by several threads.
 */
final class StorageCheck {
  /** The longest wait for an answer. */
  static final Duration LIMIT = Duration.ofMillis(1_500);

  private final ObjectStore objects;
  private Optional<FutureTask<Void>> running = Optional.empty();

  StorageCheck(ObjectStore objects) {
    this.objects = objects;
  }

  /** Begins to ask, unless the last question is still unanswered. */
  synchronized Pending begin() {
    FutureTask<Void> task = running.filter(last -> !last.isDone()).orElseGet(this::ask);
    running = Optional.of(task);
    return new Pending(task, System.nanoTime());
  }

  private FutureTask<Void> ask() {
    var task = new FutureTask<Void>(objects::requireReady, null);
    Thread thread = new Thread(task, "storage-check");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** A question that may still be unanswered. */
  record Pending(Future<Void> answer, long begunNanos) {
    /**
     * Waits for the answer, until {@link #LIMIT} after the beginning.
     *
     * @throws ChurnException if the storage is not ready or does not answer in time
     */
    void await() {
      try {
        long left = LIMIT.toNanos() - (System.nanoTime() - begunNanos);
        answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw unanswered("within %.1f s, found none".formatted(LIMIT.toMillis() / 1e3), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unanswered("but was interrupted", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    private static ChurnException unanswered(String found, Exception cause) {
      return new ChurnException(
          ErrorCode.UNAVAILABLE, "Expected an answer from the storage " + found, cause);
    }
  }
}
