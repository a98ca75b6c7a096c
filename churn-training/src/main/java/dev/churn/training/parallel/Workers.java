package dev.churn.training.parallel;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Does independent pieces of work on all processors. Whoever uses it sees to it that the pieces do
 * not depend on the number of threads; then neither does the result. Used by one thread at a time.
 *
 * <p>Growing a tree hands over work thousands of times a second, so threads that have nothing to do
 * look for a moment whether more comes before they sleep.
 */
public final class Workers implements AutoCloseable {
  /** What putting a thread to sleep and waking it costs. */
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

  /** {@return so many threads, the caller's among them} */
  public static Workers of(int threads) {
    return new Workers(threads);
  }

  /**
   * Gives the numbers from 0 to {@code count} − 1 to {@code work}, each once, in any order.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the calling thread is interrupted;
   *     it stays so, and no piece is begun after it
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

  /** Pieces that several threads take. */
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

    /** Does what is left together with others. */
    void help() {
      helping.incrementAndGet(); // before anything is taken, so that the caller waits for it
      try {
        for (int i = take(); i < count; i = take()) {
          piece.accept(i);
        }
      } catch (RuntimeException | Error e) { // the caller throws it
        failure.compareAndSet(null, e);
        next.set(count);
      }
      if (helping.decrementAndGet() == 0 && awaited) {
        LockSupport.unpark(caller);
      }
    }

    /**
     * Begins no more pieces and waits for those that were begun: they write to shared arrays, so
     * none may go on behind the caller's back.
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
          interrupted |= Thread.interrupted(); // with it nobody could sleep on
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
        Interrupts.check();
      }
    }
  }

  /** A thread that works on what is there until all is closed. */
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
