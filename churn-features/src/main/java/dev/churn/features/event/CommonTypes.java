package dev.churn.features.event;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.event.WatchedTypes;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the event types of a file that are common enough for a table to watch. They come from the
 * profile of the file; only where that knows of later events than the table may use, or has no
 * counts, all rows are read once more.
 */
public final class CommonTypes {
  private final CsvProfile profile;
  private final LocalDate asOf;
  private final ChurnEvents churn;

  /**
   * @param asOf the last day whose events count
   */
  public CommonTypes(CsvProfile profile, LocalDate asOf, ChurnEvents churn) {
    this.profile = profile;
    this.asOf = asOf;
    this.churn = churn;
  }

  /**
   * {@return the common types, as {@link WatchedTypes#common} does; none of a column with too many,
   * of which not all can be counted}
   */
  public List<String> find(CsvScan scan, Content csv, Progress progress) {
    if (profile.eventTypes() < 2 || profile.eventTypes() > RowSink.MAX_TYPES) {
      return List.of();
    }
    boolean isCounted = !profile.counts().types().isEmpty() && !asOf.isBefore(profile.lastDay());
    return isCounted
        ? common(profile.counts().types(), profile.events())
        : counted(scan, csv, progress);
  }

  private List<String> counted(CsvScan scan, Content csv, Progress progress) {
    List<Known> parts = new ArrayList<>();
    scan.run(
        csv,
        progress,
        () -> {
          parts.add(new Known((int) asOf.toEpochDay()));
          return parts.get(parts.size() - 1);
        });
    var whole = new TypeCounts();
    parts.forEach(part -> whole.add(part.types));
    return common(whole.mostFrequent(), parts.stream().mapToLong(part -> part.events).sum());
  }

  private List<String> common(Map<String, TypeCount> types, long events) {
    Map<String, Long> counts =
        types.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().events()));
    return WatchedTypes.common(counts, events, churn);
  }

  /** Counts the events up to a day. */
  private static final class Known implements RowSink {
    private final int lastDay;
    private final TypeCounts types = new TypeCounts();
    private long events;

    Known(int lastDay) {
      this.lastDay = lastDay;
    }

    @Override
    public void row(byte[] text, int from, int to, int day, double amount, String type, int label) {
      if (day <= lastDay) {
        events++;
        if (type != null) {
          types.add(type, day);
        }
      }
    }
  }
}
