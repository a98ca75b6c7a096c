package dev.churn.domain.feature;

import java.util.Set;

/**
 * The parameters of the feature computation, besides events and as-of date. They are stored with
 * every feature table and every model, so that both are computed in the same way.
 *
 * @param activityEventTypes the event types that count as activity, compared as {@link
 *     ActivityTypes} does; empty means all. The amounts of other events still count
 * @param monetaryReference R of {@link Feature#MONETARY_SCORE}, positive and finite: the 95th
 *     percentile of positive M90 over the training snapshots
 */
public record FeatureDefinition(Set<String> activityEventTypes, double monetaryReference) {
  /** The monetary reference of tables in which no M90 is positive. */
  public static final double NO_AMOUNTS = 1.0;

  public FeatureDefinition {
    activityEventTypes = Set.copyOf(activityEventTypes);
    if (!(monetaryReference > 0 && monetaryReference < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a positive monetary reference, found " + monetaryReference);
    }
  }
}
