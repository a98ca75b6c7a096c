package dev.churn.domain.job;

/**
 * Receives the progress of long-running work. Safe for use by several threads; frequent calls are
 * cheap.
 */
@FunctionalInterface
public interface Progress {
  /**
   * Reports the progress of the work.
   *
   * @param fraction the completed fraction, 0 to 1
   * @param message the current activity, for display
   */
  void report(double fraction, String message);

  /** {@return a receiver that ignores all reports} */
  static Progress none() {
    return (fraction, message) -> {};
  }

  /** {@return a receiver for the part of this work from {@code from} to {@code to}} */
  default Progress part(double from, double to) {
    return (fraction, message) -> report(from + fraction * (to - from), message);
  }
}
