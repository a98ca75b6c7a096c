package dev.churn.features.types;

import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.feature.FeatureDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an event means for the choice of types: one of the types to choose from, by its place; other
 * activity; the customer leaves; or nothing. Immutable, except that each thread asks a {@link
 * Lookup} of its own.
 */
final class EventCodes {
  /** The code of an event that does not matter. */
  static final int NOTHING = -1;

  /** The number of bits of the other codes. */
  static final int BITS = 5;

  /** The code of activity of a type that cannot be chosen. */
  static final int ACTIVITY = (1 << BITS) - 2;

  /** The code of an event by which the customer leaves, the greatest one. */
  static final int LEAVES = (1 << BITS) - 1;

  private final ActivityTypes activity;
  private final ChurnEvents churn;
  private final Map<String, Integer> places = new HashMap<>();
  private final boolean[] isActivity;

  /**
   * @param types the types to choose from, by their keys; fewer than {@link #ACTIVITY}
   */
  EventCodes(List<String> types, FeatureDefinition definition) {
    activity = new ActivityTypes(definition.activityEventTypes());
    churn = definition.churnEvents();
    isActivity = new boolean[types.size()];
    for (int place = 0; place < isActivity.length; place++) {
      places.put(types.get(place), place);
      isActivity[place] = activity.contains(types.get(place));
    }
  }

  /** {@return the number of types to choose from} */
  int types() {
    return isActivity.length;
  }

  /** {@return whether customers leave by events and not by silence} */
  boolean hasChurn() {
    return !churn.isEmpty();
  }

  /** {@return whether events with a code count as activity} */
  boolean isActivity(int code) {
    return code == ACTIVITY || (code < isActivity.length && isActivity[code]);
  }

  /** {@return a lookup for one thread} */
  Lookup lookup() {
    return new Lookup();
  }

  private int find(String type) {
    if (type == null) {
      return activity.isEverything() ? ACTIVITY : NOTHING;
    }
    if (churn.contains(type)) {
      return LEAVES;
    }
    Integer place = places.get(ActivityTypes.keyOf(type));
    if (place != null) {
      return place;
    }
    return activity.contains(type) ? ACTIVITY : NOTHING;
  }

  /** Finds codes and remembers them. Used by one thread. */
  final class Lookup {
    private final Map<String, Integer> known = new HashMap<>();

    /**
     * {@return the code of an event}
     *
     * @param type null if it has none
     */
    int code(String type) {
      return known.computeIfAbsent(type, EventCodes.this::find);
    }
  }
}
