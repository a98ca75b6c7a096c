package dev.churn.http.view;

import dev.churn.domain.value.Estimate;

/**
 * An expected sum.
 *
 * @param low the lower end of the 95 % interval
 * @param high its upper end
 */
public record EstimateView(double value, double low, double high) {
  /** {@return the view of an estimate} */
  public static EstimateView of(Estimate estimate) {
    return new EstimateView(estimate.value(), estimate.low(), estimate.high());
  }
}
