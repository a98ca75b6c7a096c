package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.feature.FeatureDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks whether a file that is to be scored contains what a model counts as activity. Otherwise
 * every customer would look as if they had never been active.
 */
final class ActivityCheck {
  private ActivityCheck() {}

  /**
   * {@return a warning if no event of the file counts as activity, or none can show that a customer
   * has left, otherwise nothing}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the model counts only some event
   *     types and no event of the file has a type
   */
  static List<String> check(CsvProfile profile, FeatureDefinition definition) {
    Set<String> counted = definition.activityEventTypes();
    if (counted.isEmpty()) {
      return profile.eventTypes() == 0 ? withoutTypes(definition) : List.of();
    }
    if (profile.eventTypes() == 0) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected event types, since the model counts only %s as activity; found none."
                  .formatted(EventTypeNames.of(counted))
              + " Add a column event_type, or name the one that has them with columns");
    }
    Set<String> found = profile.counts().types().keySet();
    boolean allKnown = profile.eventTypes() <= EventCounts.MAX_TYPES && !found.isEmpty();
    var activity = new ActivityTypes(counted);
    return allKnown && found.stream().noneMatch(activity::contains)
        ? List.of(
            "No event counts as activity, so all customers look as if they had never been active:"
                + " the file has the event types %s, and the model counts only %s."
                    .formatted(EventTypeNames.of(found), EventTypeNames.of(counted)))
        : List.of();
  }

  private static List<String> withoutTypes(FeatureDefinition definition) {
    List<String> warnings = new ArrayList<>();
    if (!definition.churnEventTypes().isEmpty()) {
      warnings.add(
          "The file has no event types, so customers who left by the events %s cannot be recognized."
              .formatted(EventTypeNames.of(definition.churnEventTypes())));
    }
    if (!definition.watchedEventTypes().isEmpty()) {
      warnings.add(
          "The file has no event types, so none of its events counts as %s, which the model uses."
              .formatted(EventTypeNames.of(definition.watchedEventTypes())));
    }
    return warnings;
  }
}
