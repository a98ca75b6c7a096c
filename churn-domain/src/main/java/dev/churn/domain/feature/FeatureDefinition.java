package dev.churn.domain.feature;

import java.util.Set;

/**
 * The parameters of the feature computation, besides events and as-of date. They are stored with
 * every feature table and every model, so that both are computed in the same way.
 *
 * @param activityEventTypes the event types that count as activity, compared as {@link
 *     ActivityTypes} does; empty means all except those of {@code churnEventTypes}. The amounts of
 *     other events still count
 * @param churnEventTypes the event types by which customers leave; empty if churn is silence. Their
 *     events reach no feature
 * @param monetaryReference R of {@link Feature#MONETARY_SCORE}, positive and finite: the 95th
 *     percentile of positive M90 over the training snapshots
 */
public record FeatureDefinition(
    Set<String> activityEventTypes, Set<String> churnEventTypes, double monetaryReference) {
  /** The monetary reference of tables in which no M90 is positive. */
  public static final double NO_AMOUNTS = 1.0;

  public FeatureDefinition {
    activityEventTypes = Set.copyOf(activityEventTypes);
    churnEventTypes = Set.copyOf(churnEventTypes);
    if (!(monetaryReference > 0 && monetaryReference < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a positive monetary reference, found " + monetaryReference);
    }
  }

  /** Creates a definition in which churn is silence. */
  public FeatureDefinition(Set<String> activityEventTypes, double monetaryReference) {
    this(activityEventTypes, Set.of(), monetaryReference);
  }

  /** {@return the events by which customers leave} */
  public ChurnEvents churnEvents() {
    return new ChurnEvents(churnEventTypes);
  }

  /** {@return whether both count the same events as activity and as churn} */
  public boolean hasSameEvents(FeatureDefinition other) {
    return ActivityTypes.areSame(activityEventTypes, other.activityEventTypes)
        && ActivityTypes.areSame(churnEventTypes, other.churnEventTypes);
  }
}
