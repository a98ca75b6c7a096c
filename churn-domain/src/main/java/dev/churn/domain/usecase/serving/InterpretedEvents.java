package dev.churn.domain.usecase.serving;

import dev.churn.domain.Plural;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.ChurnEvents;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.feature.FeatureDefinition;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The events of a call as a model reads them. If a model counts only some event types as activity
 * and no event of the call has a type, every event is read as activity: the customer would
 * otherwise seem never to have been active.
 *
 * @param events the events to compute features from
 * @param warnings sentences about what was not counted, or counted on an assumption, and why
 */
record InterpretedEvents(List<CustomerEvent> events, List<String> warnings) {
  /** {@return the events as a model with the given definition reads them, with warnings} */
  static InterpretedEvents of(
      List<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition) {
    List<String> warnings = new ArrayList<>();
    List<CustomerEvent> known = until(asOf, events);
    int later = events.size() - known.size();
    if (later > 0) {
      warnings.add(
          "%s %s after the as-of day %s and %s not counted."
              .formatted(
                  Plural.part(later, events.size(), "transaction"),
                  Plural.verb(later, "is", "are"),
                  asOf,
                  Plural.verb(later, "was", "were")));
    }
    if (definition.monetaryReference() != FeatureDefinition.NO_AMOUNTS
        && known.stream().allMatch(event -> event.amount().isEmpty())) {
      warnings.add("No transaction has an amount, so the monetary features are 0.");
    }
    if (definition.activityEventTypes().isEmpty()) {
      if (!definition.watchedEventTypes().isEmpty() && isUntyped(known)) {
        warnings.add(
            "No transaction has an event_type, so none counts as %s, which the model uses."
                .formatted(EventTypeNames.of(definition.watchedEventTypes())));
      }
      return new InterpretedEvents(events, warnings);
    }
    if (isUntyped(known)) {
      warnings.add(
          "No transaction has an event_type, so %s counted as activity. The model counts"
                  .formatted(known.size() == 1 ? "it was" : "all %d were".formatted(known.size()))
              + " only %s.".formatted(EventTypeNames.of(definition.activityEventTypes())));
      return new InterpretedEvents(typed(events, definition), warnings);
    }
    addUncounted(known, definition, warnings);
    return new InterpretedEvents(events, warnings);
  }

  private static List<CustomerEvent> until(LocalDate asOf, List<CustomerEvent> events) {
    return events.stream().filter(event -> !event.day().isAfter(asOf)).toList();
  }

  private static boolean isUntyped(List<CustomerEvent> events) {
    return events.stream().allMatch(event -> keyOf(event).isEmpty());
  }

  private static String keyOf(CustomerEvent event) {
    return event.type().map(ActivityTypes::keyOf).orElse("");
  }

  /**
   * {@return the events with one of the types that count, as the active customers that the model
   * learned from have at least one; one that is not watched, if there is such a type}
   */
  private static List<CustomerEvent> typed(
      List<CustomerEvent> events, FeatureDefinition definition) {
    Set<String> watched =
        definition.watchedEventTypes().stream()
            .map(ActivityTypes::keyOf)
            .collect(Collectors.toSet());
    Optional<String> type =
        definition.activityEventTypes().stream()
            .min(
                Comparator.comparing((String each) -> watched.contains(ActivityTypes.keyOf(each)))
                    .thenComparing(Comparator.naturalOrder()));
    return events.stream().map(e -> new CustomerEvent(e.day(), e.amount(), type)).toList();
  }

  private static void addUncounted(
      List<CustomerEvent> known, FeatureDefinition definition, List<String> warnings) {
    var activity = new ActivityTypes(definition.activityEventTypes());
    ChurnEvents churn = definition.churnEvents();
    String counted = EventTypeNames.of(definition.activityEventTypes());
    long untyped = known.stream().filter(event -> keyOf(event).isEmpty()).count();
    if (untyped > 0) {
      warnings.add(
          "%s %s no event_type and %s not counted as activity. The model"
                  .formatted(
                      Plural.part(untyped, known.size(), "transaction"),
                      Plural.verb(untyped, "has", "have"),
                      Plural.verb(untyped, "was", "were"))
              + " counts only %s.".formatted(counted));
    }
    List<String> others =
        known.stream()
            .filter(event -> !keyOf(event).isEmpty())
            .map(event -> event.type().orElseThrow())
            .filter(type -> !activity.contains(type) && !churn.contains(type))
            .toList();
    if (!others.isEmpty()) {
      warnings.add(
          "%s %s other event types, %s, and %s not counted as activity. The"
                  .formatted(
                      Plural.part(others.size(), known.size(), "transaction"),
                      Plural.verb(others.size(), "has", "have"),
                      EventTypeNames.of(others),
                      Plural.verb(others.size(), "was", "were"))
              + " model counts only %s.".formatted(counted));
    }
  }
}
