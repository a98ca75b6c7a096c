package dev.churn.training.parallel;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;

/** Ends trainings that nobody waits for any more. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Ends a training whose thread was interrupted.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE}; the interrupt stays set
   */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "The training was interrupted; it can be started again",
          new InterruptedException());
    }
  }
}
