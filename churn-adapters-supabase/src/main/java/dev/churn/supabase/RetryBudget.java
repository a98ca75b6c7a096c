package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.supabase.SupabaseSettings.Retries;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The retry limits of one operation: attempts, backoff and total time. Used by one thread. */
final class RetryBudget {
  private final String work;
  private final Retries retries;
  private int faults;
  private long begun = System.nanoTime();
  private boolean exhausted;

  /**
   * @param work description of the operation, such as "storing datasets/a.csv in http://host";
   *     starts error messages
   */
  RetryBudget(String work, Retries retries) {
    this.work = work;
    this.retries = retries;
  }

  /** Resets the count of attempts after progress. */
  void progressed() {
    if (!exhausted) {
      faults = 0;
      begun = System.nanoTime();
    }
  }

  /**
   * Waits for the backoff before the next attempt.
   *
   * @return false, without waiting, if there is no further attempt: too many, too late, or the
   *     thread is interrupted (the interrupt flag stays set)
   */
  boolean pauseAfter(TransientFailure fault) {
    faults++;
    Duration pause = pause(fault);
    Duration left = retries.inAll().minusNanos(System.nanoTime() - begun);
    if (exhausted || faults >= retries.attempts() || pause.compareTo(left) > 0) {
      exhausted = true;
      return false;
    }
    try {
      Thread.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exhausted = true;
      return false;
    }
  }

  private Duration pause(TransientFailure fault) {
    long longest = retries.longestPause().toNanos();
    long doubled = retries.firstPause().toNanos() << Math.min(faults - 1, 20);
    long upTo = doubled <= 0 ? longest : Math.min(doubled, longest);
    Duration jittered =
        Duration.ofNanos(ThreadLocalRandom.current().nextLong(upTo / 2, Math.max(2, upTo)));
    return jittered.compareTo(fault.atLeast()) >= 0 ? jittered : fault.atLeast();
  }

  /** Like {@link #pauseAfter}, but throws an exception if there is no further attempt. */
  void pauseOrGiveUpAfter(TransientFailure fault) {
    if (!pauseAfter(fault)) {
      throw gaveUp(fault);
    }
  }

  /** {@return the error that ends the operation} */
  ChurnException gaveUp(TransientFailure last) {
    String why =
        Thread.currentThread().isInterrupted()
            ? "interrupted"
            : "gave up after %d attempts in %.1f s"
                .formatted(faults, (System.nanoTime() - begun) / 1e9);
    return new ChurnException(
        ErrorCode.UNAVAILABLE,
        "%s: %s; expected an answer, the last one was %s".formatted(work, why, last.inWords()),
        last.cause());
  }
}
