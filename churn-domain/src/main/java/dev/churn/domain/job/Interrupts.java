package dev.churn.domain.job;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;

/** Ends work that nobody waits for any more, such as that of a canceled job. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Ends work whose thread was interrupted; to be called several times a second.
   *
   * @param work what is being done, as the subject of a sentence, such as "Reading the file"
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE}; the interrupt stays set
   */
  public static void check(String work) {
    if (Thread.currentThread().isInterrupted()) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, work + " was interrupted", new InterruptedException());
    }
  }
}
