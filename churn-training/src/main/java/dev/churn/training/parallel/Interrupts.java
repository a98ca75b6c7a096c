package dev.churn.training.parallel;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;

/** Stops trainings that were interrupted. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Stops the training if its thread was interrupted.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the thread was interrupted; the
   *     interrupt flag stays set
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
