package dev.churn.domain.event;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Warns of event types that are to count as activity or as churn and do not occur. */
public final class AbsentActivity {
  private static final int SHOWN = 5;

  private AbsentActivity() {}

  /**
   * {@return a sentence that names the types by which customers leave and that do not occur, as
   * {@link #warning(Set, Collection)} does}
   */
  public static Optional<String> ofChurn(Set<String> churn, Collection<String> present) {
    return warning("churn", churn, present);
  }

  /**
   * {@return a sentence that names the types that do not occur, with the nearest that do; empty if
   * all occur}
   *
   * @param activity the event types that count as activity, without regard to case
   * @param present the event types that occur
   */
  public static Optional<String> warning(Set<String> activity, Collection<String> present) {
    return warning("activity", activity, present);
  }

  private static Optional<String> warning(
      String kind, Set<String> wanted, Collection<String> present) {
    Set<String> known = present.stream().map(ActivityTypes::keyOf).collect(Collectors.toSet());
    Set<String> absent = new TreeSet<>(wanted);
    absent.removeIf(name -> known.contains(ActivityTypes.keyOf(name)));
    if (absent.isEmpty()) {
      return Optional.empty();
    }
    boolean anyNear =
        absent.stream().anyMatch(name -> SimilarNames.nearest(name, present).isPresent());
    return Optional.of(
        "No row is of the %s event types %s%s."
            .formatted(
                kind,
                absent.stream()
                    .map(name -> EventTypeNames.quoted(name) + nearest(name, present))
                    .collect(Collectors.joining(", ")),
                anyNear ? "" : found(present)));
  }

  private static String nearest(String name, Collection<String> present) {
    return SimilarNames.nearest(name, present)
        .map(near -> " (the nearest is %s)".formatted(EventTypeNames.quoted(near)))
        .orElse("");
  }

  private static String found(Collection<String> present) {
    return present.isEmpty()
        ? "; no row has an event type"
        : "; there are "
            + present.stream()
                .sorted()
                .limit(SHOWN)
                .map(EventTypeNames::quoted)
                .collect(Collectors.joining(", "))
            + (present.size() > SHOWN ? " and %d more".formatted(present.size() - SHOWN) : "");
  }
}
