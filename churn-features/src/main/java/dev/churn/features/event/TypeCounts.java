package dev.churn.features.event;

import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts events by type. */
final class TypeCounts {
  /** Maximum number of event types that are counted; further types have no code of their own. */
  static final int MAX_TYPES = RowSink.MAX_TYPES + 1;

  private static final int RECENT = 64;

  private final Map<String, Count> types = new HashMap<>();
  private final String[] recent = new String[RECENT];
  private final Count[] recentCounts = new Count[RECENT];

  private static final class Count {
    private long events;
    private int lastDay = Integer.MIN_VALUE;

    void add(long more, int day) {
      events += more;
      lastDay = Math.max(lastDay, day);
    }
  }

  /** Adds an event of a type on a day, counted from 1970-01-01. */
  void add(String type, int day) {
    int place = type.hashCode() & (RECENT - 1);
    if (!type.equals(recent[place])) { // equal types are usually the same object, which is fast
      recent[place] = type;
      recentCounts[place] = count(type);
    }
    recentCounts[place].add(1, day);
  }

  /** {@return the count of a type; that of a type beyond the maximum is lost} */
  private Count count(String type) {
    Count known = types.get(type);
    if (known != null) {
      return known;
    }
    var fresh = new Count();
    if (types.size() < MAX_TYPES) {
      types.put(type, fresh);
    }
    return fresh;
  }

  void add(TypeCounts other) {
    other.types.forEach((type, count) -> count(type).add(count.events, count.lastDay));
  }

  /** {@return the number of types, at most {@link #MAX_TYPES}} */
  int size() {
    return types.size();
  }

  /** {@return the names of the types} */
  Set<String> names() {
    return new HashSet<>(types.keySet());
  }

  /** {@return the most frequent types, as many as a profile keeps} */
  Map<String, TypeCount> mostFrequent() {
    return types.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Count> entry) -> -entry.getValue().events)
                .thenComparing(Map.Entry::getKey))
        .limit(EventCounts.MAX_TYPES)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    new TypeCount(
                        entry.getValue().events, LocalDate.ofEpochDay(entry.getValue().lastDay))));
  }
}
