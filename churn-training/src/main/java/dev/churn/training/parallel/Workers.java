package dev.churn.training.parallel;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work on all processors. The pieces must not depend on the number of
 * threads; then the result does not either. Used by one thread at a time.
 *
 * <p>Growing a tree submits work thousands of times per second, so idle threads spin briefly before
 * they sleep.
 */
public final class Workers implements AutoCloseable {
  /** Time that an idle thread spins, about the cost of putting a thread to sleep and waking it. */
  private static final long LOOKING_NANOS = 200_000;

  private final Helper[] helpers;
  private volatile Work current;
  private volatile boolean closed;

  private Workers(int threads) {
    helpers = new Helper[threads - 1]; // the caller works too
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper();
      helpers[i].start();
    }
  }

  /** {@return one thread per processor} */
  public static Workers perProcessor() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /** {@return workers with this number of threads, including the caller's} */
  public static Workers of(int threads) {
    return new Workers(threads);
  }

  /**
   * Passes each number from 0 to {@code count} − 1 to {@code work} once, in any order.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the calling thread is interrupted;
   *     the interrupt flag stays set, and no further piece is started
   */
  public void forEach(int count, IntConsumer work) {
    if (helpers.length == 0 || count < 2) {
      for (int i = 0; i < count; i++) {
        Interrupts.check();
        work.accept(i);
      }
      return;
    }
    var shared = new Work(count, work);
    current = shared;
    for (Helper helper : helpers) {
      helper.wake();
    }
    try {
      for (int i = shared.take(); i < count; i = shared.take()) {
        Interrupts.check();
        work.accept(i);
      }
    } finally {
      current = null;
      shared.end();
    }
    Throwable failure = shared.failure.get();
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Pieces of work that several threads share. */
  private static final class Work {
    final int count;
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final IntConsumer piece;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger helping = new AtomicInteger();
    private final Thread caller = Thread.currentThread();
    private volatile boolean awaited;

    Work(int count, IntConsumer piece) {
      this.count = count;
      this.piece = piece;
    }

    int take() {
      return next.getAndIncrement();
    }

    /** Processes the remaining pieces together with other threads. */
    void help() {
      helping.incrementAndGet(); // before a piece is taken, so that the caller waits for it
      try {
        for (int i = take(); i < count; i = take()) {
          piece.accept(i);
        }
      } catch (RuntimeException | Error e) { // rethrown by the caller
        failure.compareAndSet(null, e);
        next.set(count);
      }
      if (helping.decrementAndGet() == 0 && awaited) {
        LockSupport.unpark(caller);
      }
    }

    /**
     * Starts no more pieces and waits for those that are running: they write to shared arrays, so
     * none may continue after this returns.
     */
    void end() {
      next.set(count);
      awaited = true;
      boolean interrupted = false;
      long start = System.nanoTime();
      while (helping.get() > 0) {
        if (System.nanoTime() - start < LOOKING_NANOS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
          // with the flag set, the thread could not sleep again
          interrupted |= Thread.interrupted();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
        Interrupts.check();
      }
    }
  }

  /** A thread that processes the current work until the workers are closed. */
  private final class Helper extends Thread {
    private volatile boolean asleep;

    Helper() {
      super("churn-training");
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      Work done = null;
      long idleSince = System.nanoTime();
      while (!closed) {
        Work work = current;
        if (work != null && work != done) {
          work.help();
          done = work;
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < LOOKING_NANOS) {
          Thread.onSpinWait();
        } else {
          sleep(done);
        }
      }
    }

    private void sleep(Work done) {
      asleep = true;
      while (!closed && (current == null || current == done)) { // after asleep is seen by all
        LockSupport.park(this);
      }
      asleep = false;
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      helper.wake();
    }
  }
}
