package dev.churn.domain.port;

import java.util.function.Supplier;

/** Runs several metadata changes, including job submissions, atomically. */
public interface Transactions {
  /**
   * {@return the result of {@code work}} All changes that it makes through the ports of the same
   * database are committed when it returns, or rolled back if it throws. A nested call joins the
   * outer transaction.
   */
  <T> T call(Supplier<T> work);

  /** Like {@link #call}, for work without a result. */
  default void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }
}
