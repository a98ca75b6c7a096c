package dev.churn.http.limit;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.storage.Content;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads only a few uploads at the same time, in the order in which they came, so that uploads leave
 * processors to predictions. An upload that comes alone may have all of them.
 */
public final class ProfilingTurns implements EventFileProfiler {
  private final EventFileProfiler alone;
  private final EventFileProfiler shared;
  private final AtomicInteger reading = new AtomicInteger();
  private final Semaphore turns;
  private final int most;
  private final Duration patience;

  /**
   * @param alone reads a file when no other is read or waits
   * @param shared reads a file when others do
   * @param most how many at the same time
   * @param patience how long a file waits for its turn
   */
  public ProfilingTurns(
      EventFileProfiler alone, EventFileProfiler shared, int most, Duration patience) {
    this.alone = alone;
    this.shared = shared;
    this.most = most;
    this.turns = new Semaphore(most, true);
    this.patience = patience;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} also if the turn of the file does not
   *     come in time
   */
  @Override
  public ProfiledFile profile(
      Content csv, UploadOptions options, LocalDate uploadDay, Progress progress) {
    enter();
    boolean isAlone = reading.getAndIncrement() == 0 && !turns.hasQueuedThreads();
    try {
      return (isAlone ? alone : shared).profile(csv, options, uploadDay, progress);
    } finally {
      reading.decrementAndGet();
      turns.release();
    }
  }

  private void enter() {
    boolean entered;
    try {
      entered = turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The server stops", e);
    }
    if (!entered) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          ("Uploads that are read at the same time: expected %d at most (UPLOAD_THREADS), found as"
                  + " many for %d s; try again soon")
              .formatted(most, patience.toSeconds()));
    }
  }
}
