package dev.churn.domain.feature;

import static java.util.Comparator.comparing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The event types that a table has columns of: the most frequent ones that are common enough to
 * learn from. They are chosen from the numbers of events alone, so that neither the order of rows
 * nor that of equal types matters; shares within the same power of two count as equal, and then the
 * name decides, so that the next file of a customer base seldom has other types. They are kept in
 * the order of their names, so that two files with the same types have the same columns. Types are
 * compared as {@link ActivityTypes} does, and named by {@link ActivityTypes#keyOf}.
 */
public final class WatchedTypes {
  /** The maximum number of watched types. */
  public static final int MAX = 4;

  /** The least number of events of a watched type. */
  static final long MIN_EVENTS = 20;

  /** A watched type has at least one of so many events. */
  static final long ONE_OF = 100;

  private WatchedTypes() {}

  /**
   * {@return the types to watch, ascending; none where fewer than two are common enough, since what
   * nearly every event is tells nothing}
   *
   * @param counts the number of events of each type, as types are written
   * @param events the number of all events, those without a type included
   * @param churn the events by which customers leave, which are never watched
   */
  public static List<String> choose(Map<String, Long> counts, long events, ChurnEvents churn) {
    Map<String, Long> byKey =
        counts.entrySet().stream()
            .filter(count -> !churn.contains(count.getKey()))
            .collect(
                Collectors.toMap(
                    count -> ActivityTypes.keyOf(count.getKey()),
                    Map.Entry::getValue,
                    Math::addExact));
    byKey.remove("");
    long least = Math.max(MIN_EVENTS, (events + ONE_OF - 1) / ONE_OF);
    List<String> common =
        byKey.entrySet().stream()
            .filter(count -> count.getValue() >= least)
            .sorted(
                comparing((Map.Entry<String, Long> count) -> rarity(events, count.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .limit(MAX)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return common.size() < 2 ? List.of() : common;
  }

  /** {@return how often all events are twice as many, in whole numbers; less is more frequent} */
  private static int rarity(long events, long count) {
    return Long.SIZE - Long.numberOfLeadingZeros(events / count);
  }

  /**
   * {@return a copy of the list}
   *
   * @throws IllegalArgumentException unless they are at most {@link #MAX} different types
   */
  static List<String> checked(List<String> types) {
    Set<String> keys = types.stream().map(ActivityTypes::keyOf).collect(Collectors.toSet());
    if (keys.size() != types.size() || types.size() > MAX || keys.contains("")) {
      throw new IllegalArgumentException(
          "expected at most %d different event types to watch, found %s".formatted(MAX, types));
    }
    return List.copyOf(types);
  }
}
