package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The numbers of valid events in a file, by event type and by day.
 *
 * @param types the most frequent event types, at most {@value #MAX_TYPES}
 * @param daily the numbers of events on the last days, at most {@value #MAX_DAYS}; the first is
 *     that of the last day with an event, the second that of the day before, and so on
 */
public record EventCounts(Map<String, TypeCount> types, List<Long> daily) {
  /** The maximum number of event types that are counted. */
  public static final int MAX_TYPES = 100;

  /** The maximum number of days that are counted. */
  public static final int MAX_DAYS = 400;

  /**
   * The events of a type.
   *
   * @param events how many there are, at least 1
   * @param lastDay the day of the last one
   */
  public record TypeCount(long events, LocalDate lastDay) {
    public TypeCount {
      requireNonNull(lastDay, "lastDay");
    }
  }

  public EventCounts {
    types = Map.copyOf(types);
    daily = List.copyOf(daily);
  }

  /** {@return counts for a file of which they are not known} */
  public static EventCounts unknown() {
    return new EventCounts(Map.of(), List.of());
  }
}
