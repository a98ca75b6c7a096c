package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.EventCounts.TypeCount;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.dataset.RawDataset;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds event types that occurred up to the end of the file before, and do not occur any more, as
 * when they were renamed.
 */
final class EventTypesGone {
  /** The smallest fraction of the events of the file before that a type must have had. */
  static final double LEAST_SHARE = 0.01;

  /** The number of usual intervals between events of a type after which it is gone. */
  static final double INTERVALS = 10;

  /** The number of days that a type must be absent to be gone. */
  static final long LEAST_DAYS = 14;

  private EventTypesGone() {}

  static List<Finding> findings(RawDataset file, RawDataset before) {
    Map<String, TypeCount> types = file.profile().counts().types();
    if (file.profile().counts().daily().isEmpty()) {
      return List.of(); // not counted
    }
    List<Finding> findings = new ArrayList<>();
    String fresh =
        types.keySet().stream()
            .filter(type -> !before.profile().counts().types().containsKey(type))
            .sorted()
            .limit(3)
            .map(type -> "'" + type + "'")
            .collect(Collectors.joining(", "));
    new TreeMap<>(before.profile().counts().types())
        .forEach(
            (type, usual) -> {
              if (isCurrent(usual, before) && isGone(types.get(type), usual, file, before)) {
                findings.add(finding(type, types.get(type), usual, fresh));
              }
            });
    return findings;
  }

  private static boolean isCurrent(TypeCount type, RawDataset file) {
    return type.events() >= LEAST_SHARE * file.profile().events()
        && daysSince(type.lastDay(), file) <= patience(type, file);
  }

  private static boolean isGone(
      TypeCount found, TypeCount usual, RawDataset file, RawDataset before) {
    return found == null || daysSince(found.lastDay(), file) > patience(usual, before);
  }

  /** {@return after how many days without an event of the type it is gone} */
  private static double patience(TypeCount type, RawDataset file) {
    long days = ChronoUnit.DAYS.between(file.profile().firstDay(), type.lastDay()) + 1;
    return Math.max(LEAST_DAYS, INTERVALS * days / type.events());
  }

  private static long daysSince(LocalDate day, RawDataset file) {
    return ChronoUnit.DAYS.between(day, file.asOf());
  }

  private static Finding finding(String type, TypeCount found, TypeCount usual, String fresh) {
    return new Finding(
        Kind.EVENT_TYPE_GONE,
        "no event of type '%s' %s, the last file has %d%s"
            .formatted(
                type,
                found == null ? "any more" : "after " + found.lastDay(),
                usual.events(),
                fresh.isEmpty() ? "" : "; new are " + fresh),
        "events of type '%s' to the end".formatted(type),
        found == null ? "none" : "the last one on " + found.lastDay());
  }
}
