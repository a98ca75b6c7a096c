package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a value that callers keep in memory, on another thread, so that a database that hangs holds
 * up no caller. At most one read of a value is under way at any time. Safe for use by several
 * threads.
 */
final class Refresh<T> {
  /** How long a caller waits for a value that it could do without. */
  static final Duration BRIEFLY = Duration.ofMillis(250);

  /** How long a caller that needs the value waits for the first answer of the database. */
  static final Duration PATIENCE = Duration.ofMillis(1_800);

  /** How long it then waits for the rest, which may be a large file. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final int THREADS = 8;
  private static final long IDLE_SECONDS = 10;

  private final Executor executor;
  private Run<T> last = Run.ended();

  /** Whether the last read failed or took long, so that nobody should wait for the next one. */
  private volatile boolean isSlow;

  /** A way to read the value. */
  @FunctionalInterface
  interface Source<T> {
    /**
     * {@return the value}
     *
     * @param answered is to be called as soon as the database has given its first answer
     */
    T read(Runnable answered);
  }

  private record Run<T>(CompletableFuture<Void> answered, CompletableFuture<T> value) {
    static <T> Run<T> ended() {
      return new Run<>(
          CompletableFuture.completedFuture(null), CompletableFuture.completedFuture(null));
    }
  }

  /**
   * @param executor runs the reads, see {@link #threads}
   */
  Refresh(Executor executor) {
    this.executor = executor;
  }

  /** {@return a few daemon threads, which exist only while there is something to read} */
  static Executor threads(String name) {
    var executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * {@return the value, read by this call or by one that is under way}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the database does not answer,
   *     after {@link #PATIENCE} at the latest; and whatever the source throws
   */
  T require(Source<T> source) {
    Run<T> run;
    synchronized (this) {
      run = last.value().isDone() ? begin(source) : last;
    }
    try {
      await(run.answered(), PATIENCE);
      return await(run.value(), LONGEST);
    } catch (TimeoutException e) {
      isSlow = true;
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "The database has not answered within %.1f s".formatted(PATIENCE.toMillis() / 1e3),
          e);
    }
  }

  /**
   * Begins to read the value, unless that is under way. {@return the value if it is there within
   * {@link #BRIEFLY}; the wait is left out if the last read failed}
   *
   * @throws ChurnException if the source throws one within that time, other than {@link
   *     ErrorCode#UNAVAILABLE}
   */
  Optional<T> tryRefresh(Source<T> source) {
    Run<T> run;
    synchronized (this) {
      if (!last.value().isDone()) {
        return Optional.empty();
      }
      run = begin(source);
    }
    if (isSlow) {
      return Optional.empty();
    }
    try {
      return Optional.of(await(run.value(), BRIEFLY));
    } catch (TimeoutException e) {
      isSlow = true;
      return Optional.empty();
    } catch (ChurnException e) {
      if (!e.code().isTransient()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Run<T> begin(Source<T> source) {
    var run = new Run<T>(new CompletableFuture<>(), new CompletableFuture<>());
    last = run;
    executor.execute(() -> read(source, run));
    return run;
  }

  private void read(Source<T> source, Run<T> run) {
    try {
      T value = source.read(() -> run.answered().complete(null));
      isSlow = false;
      run.value().complete(value);
    } catch (RuntimeException | Error e) { // the callers are told, whatever it is
      isSlow = true;
      run.value().completeExceptionally(e);
    }
    run.answered().complete(null);
  }

  private static <V> V await(Future<V> future, Duration limit) throws TimeoutException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChurnException(ErrorCode.UNAVAILABLE, "Interrupted while reading", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
