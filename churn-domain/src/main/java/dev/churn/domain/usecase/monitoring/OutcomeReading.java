package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.Coverage;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.usecase.dataset.FeatureTableReader;
import dev.churn.domain.usecase.dataset.StoredContent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Stores what a newer dataset tells of past predictions. */
final class OutcomeReading {
  /** The maximum number of as-of dates evaluated in one pass over the file. */
  private static final int DAYS_AT_ONCE = 128;

  private final PredictionOutcomes outcomes;
  private final ObjectStore objects;
  private final EventFiles events;
  private final FeatureTableReader tables;

  OutcomeReading(
      PredictionOutcomes outcomes, ObjectStore objects, EventFiles events, FeatureTables tables) {
    this.outcomes = outcomes;
    this.objects = objects;
    this.events = events;
    this.tables = new FeatureTableReader(objects, tables);
  }

  /** Stores the outcomes that the events of a file give. */
  void byEvents(RawDataset source, FeatureDataset table, List<OutcomeDay> days, Progress progress) {
    for (int from = 0; from < days.size(); from += DAYS_AT_ONCE) {
      List<OutcomeDay> some = days.subList(from, Math.min(from + DAYS_AT_ONCE, days.size()));
      var request =
          new OutcomeRequest(
              source.options(),
              source.profile(),
              source.uploadDay(),
              source.asOf(),
              table.manifest().definition().activityEventTypes(),
              table.manifest().definition().churnEventTypes(),
              some.stream().map(day -> new Horizon(day.asOf(), day.horizonDays())).toList(),
              true);
      Progress part =
          progress.part((double) from / days.size(), (double) (from + some.size()) / days.size());
      part.report(0, "Looking for what became of customers");
      ObservedOutcome[] told = new ObservedOutcome[some.size()];
      outcomes.store(
          source.organizationId(),
          some,
          source.asOf(),
          sink ->
              events.outcomes(
                  request,
                  new StoredContent(objects, source.file()),
                  (customer, known, churned, activeDays, spend) -> {
                    for (int i = 0; i < told.length; i++) {
                      told[i] =
                          isTold(some.get(i).coverage(), known[i])
                              ? outcome(churned[i], activeDays[i], spend[i])
                              : ObservedOutcome.UNKNOWN;
                    }
                    sink.customer(customer, told);
                  },
                  part));
    }
  }

  /**
   * Returns whether the outcome of a customer whom the file has counts. A file that begins before T
   * may have a customer only because of events after T; those who left instead are then missing, so
   * that neither outcome may count.
   */
  private static boolean isTold(Coverage coverage, boolean isKnown) {
    return switch (coverage) {
      case FROM_BEFORE -> isKnown;
      case FROM_NEXT_DAY -> true;
      case TRUNCATED -> false;
    };
  }

  private static ObservedOutcome outcome(boolean hasChurned, int activeDays, double spend) {
    var seen =
        new ObservedValue(
            activeDays, Double.isNaN(spend) ? OptionalDouble.empty() : OptionalDouble.of(spend));
    return new ObservedOutcome(Outcome.of(hasChurned), Optional.of(seen));
  }

  /** Stores the labels of a file as outcomes. */
  void byLabels(FeatureDataset table, RawDataset source, List<OutcomeDay> days) {
    if (days.isEmpty()) {
      return;
    }
    ObservedOutcome[] told = new ObservedOutcome[days.size()];
    OrganizationId organization = source.organizationId();
    outcomes.store(
        organization,
        days,
        source.asOf(),
        sink ->
            tables.readTheEight(
                table,
                table.manifest().days(),
                (customer, asOf, features, churned) -> {
                  if (churned.isPresent()) {
                    Arrays.fill(told, ObservedOutcome.of(Outcome.of(churned.get())));
                    sink.customer(customer, told);
                  }
                }));
  }
}
