package dev.churn.domain.usecase.monitoring;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.Cut;
import dev.churn.domain.monitoring.EvaluatedRows;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.RecordedDay;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.PredictionOutcomes;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the predictions of an organization whose outcomes have changed: the realized
 * performance month by month, and the comparisons of models over all months. The latest month comes
 * first, and a month that fails does not keep the others from being evaluated.
 */
final class PredictionJudge {
  /** The number of pairs from which on a comparison is made with a part of the customers. */
  private static final long ENOUGH_PAIRS = 2_000_000;

  private final PredictionOutcomes outcomes;
  private final MonitoringReports reports;
  private final OrganizationId organization;
  private final ModelHorizons horizons;
  private final List<RecordedDay> told;
  private final Map<ModelPair, ModelRole> pairs = new HashMap<>();

  PredictionJudge(
      PredictionOutcomes outcomes,
      MonitoringReports reports,
      OrganizationId organization,
      ModelHorizons horizons) {
    this.outcomes = outcomes;
    this.reports = reports;
    this.organization = organization;
    this.horizons = horizons;
    this.told = outcomes.recordedDays(organization);
  }

  /**
   * Evaluates what has changed.
   *
   * @throws RuntimeException the first that a month or a comparison threw, after all others are
   *     done
   */
  void judge(Progress progress) {
    var failures = new Failures();
    List<YearMonth> done = new ArrayList<>();
    List<YearMonth> months = outcomes.changedMonths(organization);
    for (int i = months.size() - 1; i >= 0; i--) {
      YearMonth month = months.get(i);
      progress.report(
          0.7 * (months.size() - 1 - i) / months.size(), "Evaluating the predictions of " + month);
      failures.run(
          () -> {
            judge(month);
            done.add(month);
          });
    }
    progress.report(0.7, "Comparing models");
    for (Map.Entry<ModelPair, ModelRole> pair : pairs.entrySet()) {
      if (!failures.run(() -> compare(pair.getKey(), pair.getValue()))) {
        done.clear(); // so that the comparison is made again
      }
    }
    done.forEach(month -> outcomes.settle(organization, month));
    failures.end();
  }

  private void judge(YearMonth month) {
    Map<PredictionGroup, EvaluatedRows> rows = new HashMap<>();
    Map<PredictionGroup, Cut> cuts = new HashMap<>();
    for (RecordedDay day : told) {
      if (day.month().equals(month)) {
        Set<PredictionGroup> groups = read(day, rows);
        groups.forEach(group -> cuts.merge(group, Cut.of(day), Cut::and));
        notePairs(groups);
      }
    }
    List<RealizedPerformance> realized = new ArrayList<>();
    rows.forEach(
        (group, found) -> {
          for (Population population : Population.values()) {
            RealizedPerformance.of(group, cuts.get(group), population, found)
                .ifPresent(realized::add);
          }
        });
    reports.replace(organization, month, realized);
  }

  /** Reads the predictions of a day that may count, and returns their groups. */
  private Set<PredictionGroup> read(RecordedDay day, Map<PredictionGroup, EvaluatedRows> rows) {
    Set<ModelId> models = new HashSet<>(day.models());
    models.removeIf(model -> !counts(model, day));
    Set<PredictionGroup> groups = new HashSet<>();
    if (!models.isEmpty()) {
      outcomes.read(
          organization,
          day,
          models,
          prediction -> {
            var group =
                new PredictionGroup(
                    prediction.model(), prediction.version(), prediction.role(), day.month());
            groups.add(group);
            rows.computeIfAbsent(group, key -> new EvaluatedRows()).add(prediction);
          });
    }
    return groups;
  }

  /** Returns whether a model had not learned what became of customers after the day. */
  private boolean counts(ModelId model, RecordedDay day) {
    return horizons.find(model).filter(horizon -> !horizon.hasLearned(day.asOf())).isPresent();
  }

  private void notePairs(Set<PredictionGroup> groups) {
    for (PredictionGroup champion : groups) {
      for (PredictionGroup rival : groups) {
        if (champion.role() == ModelRole.CHAMPION
            && rival.role() != ModelRole.CHAMPION
            && !rival.model().equals(champion.model())) {
          pairs.putIfAbsent( // the latest month comes first
              new ModelPair(champion.model(), champion.version(), rival.model(), rival.version()),
              rival.role());
        }
      }
    }
  }

  private void compare(ModelPair pair, ModelRole rivalRole) {
    List<RecordedDay> common =
        told.stream()
            .filter(day -> day.models().contains(pair.champion()))
            .filter(day -> day.models().contains(pair.rival()))
            .filter(day -> counts(pair.champion(), day) && counts(pair.rival(), day))
            .toList();
    Optional<Cut> cut = common.stream().map(Cut::of).reduce(Cut::and);
    if (cut.isEmpty()) {
      return;
    }
    PairedRows rows = outcomes.pairs(organization, pair, common, parts(pair, common));
    List<RealizedComparison> comparisons = new ArrayList<>();
    for (Population population : Population.values()) {
      RealizedComparison.of(pair, rivalRole, cut.get(), population, rows)
          .ifPresent(comparisons::add);
    }
    reports.replace(organization, pair, comparisons);
  }

  /** Returns how many parts of the customers give about {@link #ENOUGH_PAIRS}. */
  private int parts(ModelPair pair, List<RecordedDay> days) {
    Set<LocalDate> dates = new HashSet<>(days.stream().map(RecordedDay::asOf).toList());
    long predictions =
        outcomes.counts(organization).stream()
            .filter(counts -> counts.model().equals(pair.champion()))
            .filter(counts -> dates.contains(counts.asOf()))
            .mapToLong(PredictionCounts::known)
            .sum();
    return predictions <= ENOUGH_PAIRS
        ? PredictionOutcomes.PARTS
        : (int) Math.max(1, PredictionOutcomes.PARTS * ENOUGH_PAIRS / predictions);
  }

  /** Keeps the first failure until everything else is done. */
  private static final class Failures {
    private Optional<RuntimeException> first = Optional.empty();

    /** {@return whether the work succeeded} */
    boolean run(Runnable work) {
      try {
        work.run();
        return true;
      } catch (RuntimeException e) {
        if (first.isEmpty()) {
          first = Optional.of(e);
        } else {
          first.get().addSuppressed(e);
        }
        return false;
      }
    }

    void end() {
      if (first.isPresent()) {
        throw first.get();
      }
    }
  }
}
