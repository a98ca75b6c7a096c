package dev.churn.domain.job;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;

/** Stops work that is no longer needed, such as that of a canceled job. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Throws if the current thread was interrupted; long work calls it several times a second.
   *
   * @param work the activity, as the subject of a sentence, such as "Reading the file"
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the thread was interrupted; the
   *     interrupt status stays set
   */
  public static void check(String work) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, work + " was interrupted", new InterruptedException());
    }
  }
}
