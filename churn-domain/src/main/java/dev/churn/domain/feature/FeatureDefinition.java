package dev.churn.domain.feature;

import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.event.WatchedTypes;
import java.util.List;
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
 * @param watchedEventTypes the event types that {@link TypeFeature} describes, in the order of
 *     their columns, as {@link WatchedTypes} names them; mostly none
 * @param monetaryReference R of {@link Feature#MONETARY_SCORE}, positive and finite: the 95th
 *     percentile of positive M90 over the training snapshots
 */
public record FeatureDefinition(
    Set<String> activityEventTypes,
    Set<String> churnEventTypes,
    List<String> watchedEventTypes,
    double monetaryReference) {
  /** The monetary reference of tables in which no M90 is positive. */
  public static final double NO_AMOUNTS = 1.0;

  public FeatureDefinition {
    activityEventTypes = Set.copyOf(activityEventTypes);
    churnEventTypes = Set.copyOf(churnEventTypes);
    watchedEventTypes = WatchedTypes.checked(watchedEventTypes);
    if (!(monetaryReference > 0 && monetaryReference < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a positive monetary reference, found " + monetaryReference);
    }
  }

  /** Creates a definition that watches no event types. */
  public FeatureDefinition(
      Set<String> activityEventTypes, Set<String> churnEventTypes, double monetaryReference) {
    this(activityEventTypes, churnEventTypes, List.of(), monetaryReference);
  }

  /** Creates a definition in which churn is silence, and that watches no event types. */
  public FeatureDefinition(Set<String> activityEventTypes, double monetaryReference) {
    this(activityEventTypes, Set.of(), monetaryReference);
  }

  /** {@return the same definition that watches these event types} */
  public FeatureDefinition watching(List<String> types) {
    return new FeatureDefinition(activityEventTypes, churnEventTypes, types, monetaryReference);
  }

  /** {@return the same definition with another monetary reference} */
  public FeatureDefinition withReference(double reference) {
    return new FeatureDefinition(activityEventTypes, churnEventTypes, watchedEventTypes, reference);
  }

  /**
   * {@return whether features by another definition can be taken for those of this one} They can if
   * both differ at most in that the other one watches more event types; {@link #columnsIn} then
   * tells where those of this one are.
   */
  public boolean canRead(FeatureDefinition other) {
    return other.watchedEventTypes.containsAll(watchedEventTypes)
        && equals(other.watching(watchedEventTypes));
  }

  /**
   * {@return the columns of this definition's event types among those of another one}
   *
   * @throws IllegalArgumentException if the other one does not watch all of them
   */
  public TypeColumns columnsIn(FeatureDefinition other) {
    return TypeColumns.of(watchedEventTypes, other.watchedEventTypes);
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
