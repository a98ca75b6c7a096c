package dev.churn.domain.definition;

import java.util.List;

/**
 * How many customers come back after a silence.
 *
 * @param silentDays the days of silence, at least 1
 * @param customers the number of customers who are silent for at least so long at the as-of date
 * @param returns the shares that come back, by the days within which they do, ascending
 */
public record ReturnRate(int silentDays, long customers, List<Return> returns) {
  /**
   * The shares of customers who come back within some days.
   *
   * @param withinDays the days, counted from the as-of date or from the day on which the silence
   *     was reached
   * @param rate the share in [0, 1] of the customers who are silent for at least so long at the
   *     as-of date
   * @param rateOnReaching the share in [0, 1] of the customers who have just been silent for
   *     exactly so long, over all such days of the file
   */
  public record Return(int withinDays, double rate, double rateOnReaching) {
    public Return {
      requireShare(rate);
      requireShare(rateOnReaching);
    }
  }

  public ReturnRate {
    returns = List.copyOf(returns);
    if (silentDays < 1 || customers < 0) {
      throw new IllegalArgumentException(
          "expected at least 1 day and 0 customers, found %d and %d"
              .formatted(silentDays, customers));
    }
  }

  static void requireShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a share in [0, 1], found " + share);
    }
  }
}
