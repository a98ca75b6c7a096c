package dev.churn.domain.usecase.serving;

import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.organization.OrganizationSettings;
import java.util.List;
import java.util.Set;

/** Warns that a model predicts another churn than the organization has defined since. */
public final class ChurnDefinitionMismatch {
  private ChurnDefinitionMismatch() {}

  /**
   * {@return a sentence if model and settings differ in the events by which customers leave,
   * otherwise nothing} Models of labels of a file are not warned of, since these say themselves
   * what churn is.
   */
  public static List<String> warnings(
      OrganizationSettings settings, FeatureDefinition definition, boolean labelsFromFile) {
    Set<String> wanted = settings.churnEventTypes();
    return labelsFromFile || ActivityTypes.areSame(wanted, definition.churnEventTypes())
        ? List.of()
        : List.of(
            ("The model predicts churn by %s, and the organization's churn is now by %s. Process the"
                    + " dataset again and train a model to have it predicted.")
                .formatted(inWords(definition.churnEventTypes()), inWords(wanted)));
  }

  /** {@return by what customers leave} */
  public static String inWords(Set<String> types) {
    return types.isEmpty() ? "silence" : "the events " + EventTypeNames.of(types);
  }
}
