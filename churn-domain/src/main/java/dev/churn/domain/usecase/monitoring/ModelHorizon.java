package dev.churn.domain.usecase.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.event.ActivityTypes;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the predictions of a model can be judged by.
 *
 * @param labelsFromFile whether the model learned labels of a file
 * @param days the horizon H of the labels; without meaning for labels of a file
 * @param learnedFrom the as-of dates of the labels that the model learned
 * @param activeWindowDays the window of active customers; 0 if everyone is active
 * @param churnEventTypes the event types by which customers leave; empty if churn is silence
 * @param firstDay the first day of the file that the model learned from; empty if the file is gone
 */
record ModelHorizon(
    boolean labelsFromFile,
    int days,
    List<LocalDate> learnedFrom,
    int activeWindowDays,
    Set<String> churnEventTypes,
    Optional<LocalDate> firstDay) {
  ModelHorizon {
    learnedFrom = List.copyOf(learnedFrom);
    churnEventTypes = Set.copyOf(churnEventTypes);
    requireNonNull(firstDay, "firstDay");
  }

  /**
   * {@return whether the model learned labels that tell, or may tell, what became of customers
   * after {@code asOf}} A label at T depends on T + 1 to T + H, a label of a file on the time up to
   * the as-of date of the file.
   */
  boolean hasLearned(LocalDate asOf) {
    return learnedFrom.stream()
        .anyMatch(day -> labelsFromFile ? !day.isBefore(asOf) : day.plusDays(days).isAfter(asOf));
  }

  /** {@return whether the predictions of both models are about the same} */
  boolean isComparable(ModelHorizon other) {
    return labelsFromFile == other.labelsFromFile
        && (labelsFromFile
            || (days == other.days
                && ActivityTypes.areSame(churnEventTypes, other.churnEventTypes)));
  }
}
