package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Reads and writes the numbers of events in a raw file: columns of {@code datasets}; the caller
 * opens the transaction.
 */
final class EventCountRows {
  private EventCountRows() {}

  /** Stores the counts of a file; unknown counts are not stored. */
  static void write(Handle handle, DatasetId id, EventCounts counts) {
    if (counts.daily().isEmpty()) {
      return;
    }
    Map<String, TypeCount> types = new TreeMap<>(counts.types());
    handle
        .createUpdate(
            """
            update datasets set
              event_type_names = :names, event_type_counts = :counts,
              event_type_last_days = cast(:lastDays as date[]), daily_event_counts = :daily
            where id = :id
            """)
        .bind("id", id.value())
        .bindArray("names", String.class, (Object[]) Columns.texts(types.keySet()))
        .bindArray("counts", Long.class, types.values().stream().map(TypeCount::events).toArray())
        .bindArray(
            "lastDays",
            String.class,
            (Object[]) Columns.dates(types.values().stream().map(TypeCount::lastDay).toList()))
        .bindArray("daily", Long.class, counts.daily().toArray())
        .execute();
  }

  static EventCounts read(ResultSet row) throws SQLException {
    if (row.getArray("daily_event_counts") == null) {
      return EventCounts.unknown();
    }
    List<String> names = Columns.texts(row, "event_type_names");
    List<Long> events = Columns.numbers(row, "event_type_counts");
    List<LocalDate> lastDays = Columns.dates(row, "event_type_last_days");
    Map<String, TypeCount> types = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      types.put(names.get(i), new TypeCount(events.get(i), lastDays.get(i)));
    }
    return new EventCounts(types, Columns.numbers(row, "daily_event_counts"));
  }
}
