package dev.churn.domain.event;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses the event types that a table has columns of. Of the types that are common enough to learn
 * from, those with the greatest gains are chosen, that is, those that improve a prediction of churn
 * most; where no gain is known, the most frequent ones. Frequencies within the same power of two
 * count as equal, and then the name decides, so that neither the order of rows nor that of types
 * matters and the next file of a customer base seldom has other types. The chosen types are ordered
 * by name, so that two files with the same types have the same columns. Types are compared as
 * {@link ActivityTypes} does, and named by {@link ActivityTypes#keyOf}.
 */
public final class WatchedTypes {
  /** The maximum number of watched types. */
  public static final int MAX = 4;

  /** The maximum number of types among which they are chosen. */
  public static final int MAX_COMMON = 16;

  /** The least number of events of a common type. */
  static final long MIN_EVENTS = 20;

  /** A common type has at least one of so many events. */
  static final long ONE_OF = 1000;

  private WatchedTypes() {}

  /**
   * {@return the types that are common enough, the most frequent first; none where they are fewer
   * than two, since a type that nearly every event has does not distinguish customers}
   *
   * @param counts the number of events of each type, as types are written
   * @param events the number of all events, those without a type included
   * @param churn the events by which customers leave, which are never watched
   */
  public static List<String> common(Map<String, Long> counts, long events, ChurnEvents churn) {
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
            .limit(MAX_COMMON)
            .map(Map.Entry::getKey)
            .toList();
    return common.size() < 2 ? List.of() : common;
  }

  /**
   * {@return the types to watch, ascending: at most {@link #MAX}, those with the greatest gains}
   *
   * @param common types as {@link #common} returns them; of equal gains, the first are taken
   * @param gains by how much each of them improves a prediction of churn; 0 or less counts as none
   */
  public static List<String> chosen(List<String> common, double[] gains) {
    return IntStream.range(0, common.size())
        .boxed()
        .sorted(comparing((Integer type) -> Math.max(0, gains[type]), reverseOrder()))
        .limit(MAX)
        .map(common::get)
        .sorted()
        .toList();
  }

  /**
   * {@return 1 + ⌊log2⌊events / count⌋⌋, which is equal for frequencies within the same power of
   * two; smaller for more frequent types}
   *
   * @param count the number of events of the type, from 1 to {@code events}
   */
  private static int rarity(long events, long count) {
    return Long.SIZE - Long.numberOfLeadingZeros(events / count);
  }

  /**
   * {@return a copy of the list}
   *
   * @throws IllegalArgumentException unless they are at most {@link #MAX} different types
   */
  public static List<String> checked(List<String> types) {
    Set<String> keys = types.stream().map(ActivityTypes::keyOf).collect(Collectors.toSet());
    if (keys.size() != types.size() || types.size() > MAX || keys.contains("")) {
      throw new IllegalArgumentException(
          "expected at most %d different event types to watch, found %s".formatted(MAX, types));
    }
    return List.copyOf(types);
  }
}
