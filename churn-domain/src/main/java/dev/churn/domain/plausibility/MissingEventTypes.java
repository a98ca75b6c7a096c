package dev.churn.domain.plausibility;

import static java.util.Comparator.comparing;

import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.event.ActivityTypes;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds event types that occurred up to the end of the file before, and do not occur any more, as
 * when they were renamed. Types are compared as {@link ActivityTypes} does, so that another
 * spelling is no other type.
 */
final class MissingEventTypes {
  /** The smallest fraction of the events of the file before that a type must have had. */
  static final double LEAST_SHARE = 0.01;

  /** The number of usual intervals between events of a type after which it is gone. */
  static final double INTERVALS = 10;

  /** The number of days that a type must be absent to be gone. */
  static final long LEAST_DAYS = 14;

  private MissingEventTypes() {}

  static List<Finding> findings(RawDataset file, RawDataset before) {
    if (file.profile().counts().daily().isEmpty()) {
      return List.of(); // not counted
    }
    Map<String, Type> types = types(file);
    Map<String, Type> usual = types(before);
    String fresh =
        types.entrySet().stream()
            .filter(type -> !usual.containsKey(type.getKey()))
            .map(type -> "'" + type.getValue().name + "'")
            .limit(3)
            .collect(Collectors.joining(", "));
    // of more types the rarer ones are not counted: one that is missing may have occurred
    boolean areAllCounted = file.profile().eventTypes() <= EventCounts.MAX_TYPES;
    List<Finding> findings = new ArrayList<>();
    usual.forEach(
        (key, type) -> {
          Optional<TypeCount> found = Optional.ofNullable(types.get(key)).map(Type::count);
          if ((found.isPresent() || areAllCounted)
              && isCurrent(type.count, before)
              && isGone(found, type.count, file, before)) {
            findings.add(finding(type, found, fresh));
          }
        });
    return findings;
  }

  /** The events of a type, named by its most frequent spelling. */
  private record Type(String name, TypeCount count) {}

  /** {@return the types of a file by {@link ActivityTypes#keyOf}, ascending} */
  private static Map<String, Type> types(RawDataset file) {
    Map<String, Type> types = new TreeMap<>();
    file.profile().counts().types().entrySet().stream()
        .sorted(
            comparing((Map.Entry<String, TypeCount> type) -> -type.getValue().events())
                .thenComparing(Map.Entry::getKey))
        .forEach(
            spelled ->
                types.merge(
                    ActivityTypes.keyOf(spelled.getKey()),
                    new Type(spelled.getKey(), spelled.getValue()),
                    (known, more) -> new Type(known.name, sum(known.count, more.count))));
    return types;
  }

  private static TypeCount sum(TypeCount one, TypeCount other) {
    return new TypeCount(
        one.events() + other.events(),
        one.lastDay().isAfter(other.lastDay()) ? one.lastDay() : other.lastDay());
  }

  private static boolean isCurrent(TypeCount type, RawDataset file) {
    return type.events() >= LEAST_SHARE * file.profile().events()
        && daysSince(type.lastDay(), file) <= patience(type, file);
  }

  private static boolean isGone(
      Optional<TypeCount> found, TypeCount usual, RawDataset file, RawDataset before) {
    return found.isEmpty() || daysSince(found.get().lastDay(), file) > patience(usual, before);
  }

  /** {@return after how many days without an event of the type it is gone} */
  private static double patience(TypeCount type, RawDataset file) {
    long days = ChronoUnit.DAYS.between(file.profile().firstDay(), type.lastDay()) + 1;
    return Math.max(LEAST_DAYS, INTERVALS * days / type.events());
  }

  private static long daysSince(LocalDate day, RawDataset file) {
    return ChronoUnit.DAYS.between(day, file.asOf());
  }

  private static Finding finding(Type usual, Optional<TypeCount> found, String fresh) {
    return new Finding(
        Kind.EVENT_TYPE_GONE,
        "the last file has %s of type '%s', this one none%s%s"
            .formatted(
                usual.count.events() == 1 ? "1 event" : usual.count.events() + " events",
                usual.name,
                found.map(last -> " after " + last.lastDay()).orElse(""),
                fresh.isEmpty() ? "" : "; types new in this file: " + fresh),
        "events of type '%s' to the end".formatted(usual.name),
        found.map(last -> "the last one on " + last.lastDay()).orElse("none"));
  }
}
