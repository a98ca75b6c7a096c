package dev.churn.http.view;

import dev.churn.domain.model.ModelSummary;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What a model counts as activity and as churn, beside its horizon. */
record DefinitionView(
    Optional<List<String>> activityEventTypes,
    Optional<List<String>> churnEventTypes,
    Optional<Integer> activeWindowDays,
    Optional<Boolean> labelsFromFile) {
  static DefinitionView of(Optional<ModelSummary> model) {
    return new DefinitionView(
        model
            .flatMap(ModelSummary::data)
            .map(data -> List.copyOf(new TreeSet<>(data.activityEventTypes()))),
        model
            .flatMap(ModelSummary::data)
            .map(data -> List.copyOf(new TreeSet<>(data.churnEventTypes()))),
        model.flatMap(ModelSummary::data).map(data -> data.activeWindow().days()),
        model.flatMap(ModelSummary::labelsFromFile));
  }
}
