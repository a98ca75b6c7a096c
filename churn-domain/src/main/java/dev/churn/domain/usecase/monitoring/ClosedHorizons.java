package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.event.ActivityTypes;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.outcome.Coverage;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.outcome.RecordedDay;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the past predictions whose outcomes a newer dataset contains. The horizon is that of the
 * labels that the model was trained on, even if the organization's setting has changed since.
 * Predictions for dates after which the model had learned labels are left out.
 *
 * <p>The file must cover the whole horizon, (T, T + H], so that silence in the file means no
 * activity. What it tells of customers whom it does not have, {@link Coverage} says. A file that
 * begins before T must reach back over the active window of the model, or as far as the file that
 * the model was trained on; otherwise customers who left are missing from it and customers who
 * stayed are not.
 *
 * <p>A file tells of churn as its own table defines it, by silence or by certain events.
 * Predictions of models with another definition are left out, and so is a day with outcomes by
 * another one. Where churn is an event, absence from a file does not mean that the customer has
 * left, so that a file that begins after T tells nothing.
 *
 * <p>A model trained on labels of a file has no known horizon. Its predictions are evaluated with
 * the labels of the first newer file that has a label of the customer, where the as-of date of the
 * prediction is after that of the training data and not after that of the newer file.
 */
final class ClosedHorizons {
  /** How far a file must reach back before T for models without an active window. */
  static final ActiveWindow USUAL_REACH = new ActiveWindow(SnapshotPlan.HISTORY_DAYS);

  private final ModelHorizons horizons;
  private final List<PredictedDay> predicted;
  private final List<RecordedDay> told;

  /**
   * @param told the days that have outcomes already
   */
  ClosedHorizons(ModelHorizons horizons, List<PredictedDay> predicted, List<RecordedDay> told) {
    this.horizons = horizons;
    this.told = List.copyOf(told);
    this.predicted = List.copyOf(predicted);
  }

  /**
   * {@return the as-of dates whose horizon has closed and is covered by the events of {@code
   * source}, the earliest first}
   *
   * @param churnEventTypes the event types by which customers leave according to the table of the
   *     source; empty if churn is silence
   */
  List<OutcomeDay> byEvents(RawDataset source, Set<String> churnEventTypes) {
    LocalDate first = source.profile().firstDay();
    LocalDate last = source.asOf();
    var days = new Days();
    for (PredictedDay day : predicted) {
      Optional<ModelHorizon> horizon = horizonFor(day, last, false);
      if (horizon.isPresent()
          && ActivityTypes.areSame(horizon.get().churnEventTypes(), churnEventTypes)
          && !isToldOtherwise(day, horizon.get())
          && !day.asOf().plusDays(horizon.get().days()).isAfter(last)
          && !first.isAfter(day.asOf().plusDays(1))) {
        days.add(day, horizon.get().days(), coverage(horizon.get(), first, day.asOf()));
      }
    }
    return days.found();
  }

  /** {@return the as-of dates whose customers {@code source} may have labels for} */
  List<OutcomeDay> byLabels(RawDataset source) {
    var days = new Days();
    for (PredictedDay day : predicted) {
      if (source.options().hasChurnLabel()
          && !day.asOf().isAfter(source.asOf())
          && horizonFor(day, source.asOf(), true).isPresent()) {
        days.add(day, OutcomeDay.LABELS, Coverage.FROM_BEFORE);
      }
    }
    return days.found();
  }

  private Optional<ModelHorizon> horizonFor(PredictedDay day, LocalDate last, boolean labels) {
    if (day.asOf().isBefore(last.minusDays(PredictedDay.MAX_AGE_DAYS))) {
      return Optional.empty();
    }
    return horizons
        .find(day.model())
        .filter(horizon -> horizon.labelsFromFile() == labels)
        .filter(horizon -> !horizon.hasLearned(day.asOf()));
  }

  private boolean isToldOtherwise(PredictedDay day, ModelHorizon horizon) {
    return told.stream()
        .filter(other -> other.asOf().equals(day.asOf()) && other.horizonDays() == horizon.days())
        .flatMap(other -> other.models().stream())
        .flatMap(model -> horizons.find(model).stream())
        .anyMatch(
            other -> !ActivityTypes.areSame(other.churnEventTypes(), horizon.churnEventTypes()));
  }

  private static Coverage coverage(ModelHorizon horizon, LocalDate first, LocalDate asOf) {
    if (first.isAfter(asOf)) {
      return horizon.churnEventTypes().isEmpty() ? Coverage.FROM_NEXT_DAY : Coverage.TRUNCATED;
    }
    int window = horizon.activeWindowDays() > 0 ? horizon.activeWindowDays() : USUAL_REACH.days();
    LocalDate reach = asOf.minusDays(window - 1L);
    boolean isFarEnough =
        !first.isAfter(reach) || horizon.firstDay().filter(day -> !first.isAfter(day)).isPresent();
    return isFarEnough ? Coverage.FROM_BEFORE : Coverage.TRUNCATED;
  }

  /** The dates found so far. */
  private static final class Days {
    private final Map<LocalDate, Map<Integer, OutcomeDay>> byDate = new TreeMap<>();

    /**
     * Adds a model to a date. Models with the same horizon share outcomes, so that a file must
     * reach back far enough for each of them.
     */
    void add(PredictedDay day, int horizonDays, Coverage coverage) {
      var alone = new OutcomeDay(day.asOf(), horizonDays, Set.of(day.model()), coverage);
      byDate
          .computeIfAbsent(day.asOf(), asOf -> new TreeMap<>())
          .merge(horizonDays, alone, Days::both);
    }

    private static OutcomeDay both(OutcomeDay one, OutcomeDay other) {
      Set<ModelId> models = new HashSet<>(one.models());
      models.addAll(other.models());
      boolean isTruncated =
          one.coverage() == Coverage.TRUNCATED || other.coverage() == Coverage.TRUNCATED;
      return new OutcomeDay(
          one.asOf(), one.horizonDays(), models, isTruncated ? Coverage.TRUNCATED : one.coverage());
    }

    List<OutcomeDay> found() {
      return byDate.values().stream().flatMap(days -> days.values().stream()).toList();
    }
  }
}
