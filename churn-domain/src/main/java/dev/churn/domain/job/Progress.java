package dev.churn.domain.job;

/** Told by long work how far it is. Safe for use by several threads; cheap to call often. */
@FunctionalInterface
public interface Progress {
  /**
   * Takes note of how far the work is.
   *
   * @param fraction 0 to 1
   * @param message what is being done, for people
   */
  void report(double fraction, String message);

  /** {@return one that takes no note} */
  static Progress none() {
    return (fraction, message) -> {};
  }

  /** {@return one for a part of this work, from {@code from} to {@code to}} */
  default Progress part(double from, double to) {
    return (fraction, message) -> report(from + fraction * (to - from), message);
  }
}
