package dev.churn.domain.port;

import java.util.function.Supplier;

/** Makes several changes to the metadata, jobs included, one. */
public interface Transactions {
  /**
   * {@return what {@code work} returns} All changes that it makes through the ports of the same
   * database are made together when it returns, or not at all when it throws. A call within another
   * joins that one.
   */
  <T> T call(Supplier<T> work);

  /** As {@link #call}, for work that returns nothing. */
  default void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }
}
