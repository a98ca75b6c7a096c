package dev.churn.domain.usecase.access;

import dev.churn.domain.access.ApiKeyId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Looks keys up again in the background: each key once at a time, and after a failure not before
 * {@link AuthenticateApiKeys#FRESH}.
 */
final class KeyRefresh {
  private final LongSupplier nanos;
  private final Map<ApiKeyId, Attempt> attempts = new ConcurrentHashMap<>();
  private final Executor executor;

  KeyRefresh(LongSupplier nanos, Executor executor) {
    this.nanos = nanos;
    this.executor = executor;
  }

  /** A look-up in the background. */
  private record Attempt(Future<Boolean> result, long begunAt) {}

  /** Begins a look-up unless one is running or has just failed. */
  void begin(KnownKeys.Entry entry, Runnable lookUp) {
    Attempt last = attempts.get(entry.id());
    long now = nanos.getAsLong();
    if (last != null
        && (!last.result().isDone()
            || now - last.begunAt() < AuthenticateApiKeys.FRESH.toNanos())) {
      return;
    }
    var task =
        new FutureTask<>(
            () -> {
              lookUp.run();
              attempts.remove(entry.id()); // kept after a failure only
            },
            true);
    var attempt = new Attempt(task, now);
    boolean isMine =
        last == null
            ? attempts.putIfAbsent(entry.id(), attempt) == null
            : attempts.replace(entry.id(), last, attempt);
    if (isMine) {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        attempts.remove(entry.id(), attempt); // closed
      }
    }
  }

  /** Waits for the running look-up until it has taken {@code patience}, if there is one. */
  void await(KnownKeys.Entry entry, Duration patience) {
    Attempt attempt = attempts.get(entry.id());
    if (attempt == null) {
      return;
    }
    long left = patience.toNanos() - (nanos.getAsLong() - attempt.begunAt());
    try {
      if (left > 0) {
        attempt.result().get(left, TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      // the caller goes on with what is known
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
