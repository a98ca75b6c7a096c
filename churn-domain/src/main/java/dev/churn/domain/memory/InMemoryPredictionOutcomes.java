package dev.churn.domain.memory;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.memory.MadePredictions.Made;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.JudgedPrediction;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.Coverage;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.outcome.RecordedDay;
import dev.churn.domain.port.PredictionOutcomes;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcomes of predictions in memory. */
public final class InMemoryPredictionOutcomes implements PredictionOutcomes {
  private final InMemoryDatabase database;
  private final MadePredictions predictions;

  public InMemoryPredictionOutcomes(InMemoryDatabase database) {
    this.database = database;
    this.predictions = new MadePredictions(database);
  }

  /** An organization, an as-of date and a horizon. */
  record DayKey(OrganizationId organization, LocalDate asOf, int horizonDays) {}

  /** The outcomes of an as-of date; a truncated day may have none. */
  record Day(
      LocalDate knownUntil,
      Set<ModelId> models,
      Map<String, ObservedOutcome> outcomes,
      boolean truncated,
      boolean changed) {}

  /** Returns the outcome of a prediction; empty if none is stored for its date and model. */
  private Optional<ObservedOutcome> told(OrganizationId organization, Made made) {
    return day(organization, made)
        .map(day -> day.outcomes().getOrDefault(made.customer(), ObservedOutcome.UNKNOWN));
  }

  private Optional<Day> day(OrganizationId organization, Made made) {
    return database.outcomeDays.entrySet().stream()
        .filter(entry -> entry.getKey().organization().equals(organization))
        .filter(entry -> entry.getKey().asOf().equals(made.asOf()))
        .map(Map.Entry::getValue)
        .filter(day -> day.models().contains(made.model()))
        .filter(day -> day.truncated() || day.outcomes().containsKey(made.customer()))
        .findFirst();
  }

  @Override
  public List<PredictedDay> predictedDays(OrganizationId organization) {
    return database.call(
        () ->
            predictions.of(organization).stream()
                .map(made -> new PredictedDay(made.model(), made.asOf()))
                .distinct()
                .sorted(
                    Comparator.comparing(PredictedDay::asOf)
                        .thenComparing(day -> day.model().toString()))
                .toList());
  }

  @Override
  public void store(
      OrganizationId organization, List<OutcomeDay> days, LocalDate knownUntil, Source source) {
    Map<String, ObservedOutcome[]> told = new HashMap<>();
    // without the lock, because other threads of the source may report progress to the database
    source.writeTo((customer, outcomes) -> told.put(customer, outcomes.clone()));
    database.run(
        () -> {
          for (int i = 0; i < days.size(); i++) {
            store(organization, days.get(i), knownUntil, told, i);
          }
        });
  }

  private void store(
      OrganizationId organization,
      OutcomeDay day,
      LocalDate knownUntil,
      Map<String, ObservedOutcome[]> told,
      int place) {
    var key = new DayKey(organization, day.asOf(), day.horizonDays());
    Day known =
        database.outcomeDays.getOrDefault(
            key, new Day(LocalDate.MIN, Set.of(), Map.of(), true, false));
    if (known.knownUntil().isAfter(knownUntil)) {
      return;
    }
    Set<ModelId> models = new HashSet<>(known.models());
    models.addAll(day.models());
    boolean isTruncated = day.coverage() == Coverage.TRUNCATED;
    boolean hasAmounts =
        told.values().stream()
            .flatMap(Stream::of)
            .flatMap(outcome -> outcome.seen().stream())
            .anyMatch(seen -> seen.spend().isPresent());
    ObservedOutcome absent = day.ofAbsent(hasAmounts);
    Map<String, ObservedOutcome> outcomes = new HashMap<>(known.outcomes());
    for (Made made : predictions.of(organization)) {
      if (!isTruncated && made.asOf().equals(day.asOf()) && day.models().contains(made.model())) {
        ObservedOutcome outcome =
            told.containsKey(made.customer()) ? told.get(made.customer())[place] : absent;
        outcomes.merge(
            made.customer(),
            outcome,
            (was, is) -> !isKnown(is) || (isKnown(was) && !day.isReplaceable()) ? was : is);
      }
    }
    boolean changed =
        known.changed() || !models.equals(known.models()) || !outcomes.equals(known.outcomes());
    database.outcomeDays.put(
        key, new Day(knownUntil, models, outcomes, known.truncated() && isTruncated, changed));
  }

  @Override
  public List<YearMonth> changedMonths(OrganizationId organization) {
    return database.call(
        () ->
            database.outcomeDays.entrySet().stream()
                .filter(entry -> entry.getKey().organization().equals(organization))
                .filter(entry -> entry.getValue().changed())
                .map(entry -> YearMonth.from(entry.getKey().asOf()))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList());
  }

  @Override
  public void settle(OrganizationId organization, YearMonth month) {
    database.run(
        () ->
            database.outcomeDays.replaceAll(
                (key, day) ->
                    key.organization().equals(organization)
                            && YearMonth.from(key.asOf()).equals(month)
                        ? new Day(
                            day.knownUntil(), day.models(), day.outcomes(), day.truncated(), false)
                        : day));
  }

  @Override
  public List<RecordedDay> recordedDays(OrganizationId organization) {
    return database.call(
        () ->
            database.outcomeDays.entrySet().stream()
                .filter(entry -> entry.getKey().organization().equals(organization))
                .map(entry -> told(entry.getKey(), entry.getValue()))
                .sorted(
                    Comparator.comparing(RecordedDay::asOf)
                        .thenComparingInt(RecordedDay::horizonDays))
                .toList());
  }

  private static RecordedDay told(DayKey key, Day day) {
    return new RecordedDay(key.asOf(), key.horizonDays(), day.models(), day.knownUntil());
  }

  @Override
  public void read(
      OrganizationId organization,
      RecordedDay day,
      Set<ModelId> models,
      Consumer<JudgedPrediction> consumer) {
    List<JudgedPrediction> found = new ArrayList<>();
    database.run(
        () -> {
          for (Made made : predictions.of(organization)) {
            if (made.asOf().equals(day.asOf()) && models.contains(made.model())) {
              told(organization, made).ifPresent(outcome -> found.add(judged(made, outcome)));
            }
          }
        });
    found.forEach(consumer);
  }

  private static boolean isKnown(ObservedOutcome told) {
    return told.outcome() != Outcome.UNKNOWN;
  }

  private static JudgedPrediction judged(Made made, ObservedOutcome outcome) {
    return new JudgedPrediction(
        made.model(),
        made.version(),
        made.role(),
        made.customer().hashCode(),
        made.active(),
        made.probability(),
        made.value(),
        outcome);
  }

  @Override
  public PairedRows pairs(
      OrganizationId organization, ModelPair models, List<RecordedDay> days, int parts) {
    Set<LocalDate> dates = days.stream().map(RecordedDay::asOf).collect(Collectors.toSet());
    var rows = new PairedRows();
    database.run(
        () -> {
          List<Made> all =
              predictions.of(organization).stream().filter(m -> dates.contains(m.asOf())).toList();
          Map<List<Object>, Made> rivals = new HashMap<>();
          for (Made made : all) {
            if (made.model().equals(models.rival()) && made.role() != ModelRole.CHAMPION) {
              rivals.put(List.of(made.customer(), made.asOf()), made);
            }
          }
          for (Made made : all) {
            Made rival = rivals.get(List.of(made.customer(), made.asOf()));
            boolean isDrawn =
                new SplittableRandom(made.customer().hashCode()).nextInt(PARTS) < parts;
            if (rival != null
                && isDrawn
                && made.model().equals(models.champion())
                && made.role() == ModelRole.CHAMPION) {
              told(organization, made)
                  .filter(InMemoryPredictionOutcomes::isKnown)
                  .ifPresent(
                      outcome ->
                          rows.add(
                              made.probability(),
                              rival.probability(),
                              outcome.outcome() == Outcome.CHURNED,
                              made.customer().hashCode(),
                              made.active()));
            }
          }
        });
    return rows;
  }

  @Override
  public List<PredictionCounts> counts(OrganizationId organization) {
    return database.call(
        () -> {
          Map<PredictedDay, List<Made>> byDay =
              predictions.of(organization).stream()
                  .collect(Collectors.groupingBy(m -> new PredictedDay(m.model(), m.asOf())));
          return byDay.entrySet().stream()
              .map(entry -> counts(organization, entry.getKey(), entry.getValue()))
              .sorted(
                  Comparator.comparing(PredictionCounts::asOf)
                      .thenComparing(counts -> counts.model().toString()))
              .toList();
        });
  }

  private PredictionCounts counts(OrganizationId organization, PredictedDay day, List<Made> all) {
    List<ObservedOutcome> told =
        all.stream().flatMap(made -> told(organization, made).stream()).toList();
    long known = told.stream().filter(InMemoryPredictionOutcomes::isKnown).count();
    boolean truncated = day(organization, all.get(0)).filter(Day::truncated).isPresent();
    return new PredictionCounts(
        day.model(), day.asOf(), all.size(), known, told.size() - known, truncated);
  }

  @Override
  public int drop(OrganizationId organization, LocalDate before, int limit) {
    return database.call(
        () -> {
          int dropped = 0;
          for (var entry : database.outcomeDays.entrySet()) {
            Day day = entry.getValue();
            if (entry.getKey().organization().equals(organization)
                && entry.getKey().asOf().isBefore(before)
                && !day.changed()) {
              Map<String, ObservedOutcome> left = new HashMap<>(day.outcomes());
              List<String> gone =
                  left.keySet().stream().sorted().limit((long) limit - dropped).toList();
              gone.forEach(left::remove);
              entry.setValue(
                  new Day(day.knownUntil(), day.models(), left, day.truncated(), day.changed()));
              dropped += gone.size();
            }
          }
          return dropped;
        });
  }
}
