package dev.churn.domain.memory;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.EvaluatedRows;
import dev.churn.domain.monitoring.OutcomeDay;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionOutcomes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcomes of predictions in memory. */
public final class InMemoryPredictionOutcomes implements PredictionOutcomes {
  private final InMemoryDatabase database;

  public InMemoryPredictionOutcomes(InMemoryDatabase database) {
    this.database = database;
  }

  /** An organization, an as-of date and a horizon. */
  record DayKey(OrganizationId organization, LocalDate asOf, int horizonDays) {}

  /** The known outcomes of an as-of date; an unknown outcome is empty. */
  record Day(
      LocalDate knownUntil,
      Set<ModelId> models,
      Map<String, Optional<Boolean>> outcomes,
      boolean changed) {}

  private record Made(
      String customer,
      LocalDate asOf,
      ModelId model,
      int version,
      ModelRole role,
      double probability,
      Instant madeAt) {
    PredictionGroup group() {
      return new PredictionGroup(model, version, role, YearMonth.from(asOf));
    }

    List<Object> key() {
      return List.of(customer, asOf, model, role);
    }
  }

  /** Returns the predictions, only the latest for each customer, as-of date, model and role. */
  private List<Made> made(OrganizationId organization) {
    Map<Object, Made> latest = new LinkedHashMap<>();
    Stream.concat(inBatches(organization), logged(organization))
        .sorted(Comparator.comparing(Made::madeAt))
        .forEach(made -> latest.put(made.key(), made));
    return List.copyOf(latest.values());
  }

  private Stream<Made> inBatches(OrganizationId organization) {
    List<Made> made = new ArrayList<>();
    for (PredictionBatch batch : database.batches.values()) {
      if (batch.organizationId().equals(organization)
          && batch.state() instanceof Completed completed) {
        var stored = database.predictions.get(batch.id());
        ModelId champion = champion(batch, completed, stored.answers());
        for (CustomerPrediction p : stored.answers()) {
          boolean isChampion = p.model().equals(champion);
          made.add(
              made(p, batch, completed, isChampion ? ModelRole.CHAMPION : ModelRole.CHALLENGER));
        }
        stored.shadows().forEach(p -> made.add(made(p, batch, completed, ModelRole.SHADOW)));
      }
    }
    return made.stream();
  }

  /**
   * Returns the champion of a completed batch of an earlier version: among the models that answered, the last one
   * activated before completion.
   */
  private ModelId champion(
      PredictionBatch batch, Completed completed, List<CustomerPrediction> answers) {
    Set<ModelId> models =
        answers.stream().map(CustomerPrediction::model).collect(Collectors.toSet());
    return database.activations.getOrDefault(batch.organizationId(), List.of()).stream()
        .filter(activation -> !activation.cause().at().isAfter(completed.completedAt()))
        .map(ModelActivation::model)
        .filter(models::contains)
        .findFirst()
        .orElse(null);
  }

  private Stream<Made> logged(OrganizationId organization) {
    return database.loggedPredictions.values().stream()
        .filter(logged -> logged.organizationId().equals(organization))
        .map(
            logged ->
                new Made(
                    logged.customerId(),
                    logged.asOf(),
                    logged.model(),
                    logged.modelVersion(),
                    logged.role(),
                    logged.probability().value(),
                    logged.createdAt()));
  }

  /**
   * Returns a prediction of a batch.
   *
   * @param derived the role of the model in a batch of an earlier version, which stored none
   */
  private static Made made(
      CustomerPrediction p, PredictionBatch batch, Completed completed, ModelRole derived) {
    return new Made(
        p.customerId(),
        batch.asOf(),
        p.model(),
        p.modelVersion(),
        p.role().orElse(derived),
        p.probability().value(),
        completed.completedAt());
  }

  private Optional<Boolean> known(OrganizationId organization, Made made) {
    return day(organization, made).flatMap(day -> day.outcomes().get(made.customer()));
  }

  private Optional<Day> day(OrganizationId organization, Made made) {
    return database.outcomeDays.entrySet().stream()
        .filter(entry -> entry.getKey().organization().equals(organization))
        .filter(entry -> entry.getKey().asOf().equals(made.asOf()))
        .map(Map.Entry::getValue)
        .filter(day -> day.models().contains(made.model()))
        .filter(day -> day.outcomes().containsKey(made.customer()))
        .findFirst();
  }

  @Override
  public List<PredictedDay> predictedDays(OrganizationId organization) {
    return database.call(
        () ->
            made(organization).stream()
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
    database.run(
        () -> {
          Map<String, boolean[]> told = new HashMap<>();
          source.writeTo((customer, churned) -> told.put(customer, churned.clone()));
          for (int i = 0; i < days.size(); i++) {
            store(organization, days.get(i), knownUntil, told, i);
          }
        });
  }

  private void store(
      OrganizationId organization,
      OutcomeDay day,
      LocalDate knownUntil,
      Map<String, boolean[]> told,
      int place) {
    var key = new DayKey(organization, day.asOf(), day.horizonDays());
    Day known =
        database.outcomeDays.getOrDefault(key, new Day(LocalDate.MIN, Set.of(), Map.of(), false));
    if (known.knownUntil().isAfter(knownUntil)) {
      return;
    }
    Set<ModelId> models = new HashSet<>(known.models());
    models.addAll(day.models());
    Map<String, Optional<Boolean>> outcomes = new HashMap<>(known.outcomes());
    for (Made made : made(organization)) {
      if (made.asOf().equals(day.asOf()) && day.models().contains(made.model())) {
        Optional<Boolean> outcome =
            told.containsKey(made.customer())
                ? Optional.of(told.get(made.customer())[place])
                : day.absentChurned() ? Optional.of(true) : Optional.empty();
        outcomes.merge(made.customer(), outcome, (was, is) -> is.isPresent() ? is : was);
      }
    }
    boolean changed =
        known.changed() || !models.equals(known.models()) || !outcomes.equals(known.outcomes());
    database.outcomeDays.put(key, new Day(knownUntil, models, outcomes, changed));
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
                        ? new Day(day.knownUntil(), day.models(), day.outcomes(), false)
                        : day));
  }

  @Override
  public List<PredictionGroup> groups(OrganizationId organization, YearMonth month) {
    return database.call(
        () ->
            made(organization).stream()
                .filter(made -> known(organization, made).isPresent())
                .map(Made::group)
                .filter(group -> group.month().equals(month))
                .distinct()
                .sorted(
                    Comparator.comparingInt(PredictionGroup::version)
                        .thenComparing(PredictionGroup::role))
                .toList());
  }

  @Override
  public EvaluatedRows rows(OrganizationId organization, PredictionGroup group) {
    var rows = new EvaluatedRows();
    database.run(
        () -> {
          for (Made made : made(organization)) {
            if (made.group().equals(group)) {
              known(organization, made).ifPresent(churned -> rows.add(made.probability(), churned));
            }
          }
        });
    return rows;
  }

  @Override
  public PairedRows pairs(
      OrganizationId organization, PredictionGroup first, PredictionGroup second) {
    var rows = new PairedRows();
    database.run(
        () -> {
          Map<List<Object>, Made> others = new HashMap<>();
          for (Made made : made(organization)) {
            if (made.group().equals(second)) {
              others.put(List.of(made.customer(), made.asOf()), made);
            }
          }
          for (Made made : made(organization)) {
            Made other = others.get(List.of(made.customer(), made.asOf()));
            if (other != null && made.group().equals(first)) {
              known(organization, made)
                  .ifPresent(
                      churned ->
                          rows.add(
                              made.probability(),
                              other.probability(),
                              churned,
                              made.customer().hashCode()));
            }
          }
        });
    return rows;
  }

  @Override
  public List<PredictionCounts> counts(OrganizationId organization) {
    return database.call(
        () -> {
          Map<ModelId, List<Made>> byModel =
              made(organization).stream().collect(Collectors.groupingBy(Made::model));
          return byModel.entrySet().stream()
              .map(entry -> counts(organization, entry.getKey(), entry.getValue()))
              .sorted(Comparator.comparing(counts -> counts.model().toString()))
              .toList();
        });
  }

  private PredictionCounts counts(OrganizationId organization, ModelId model, List<Made> made) {
    long known = made.stream().filter(m -> known(organization, m).isPresent()).count();
    long told = made.stream().filter(m -> day(organization, m).isPresent()).count();
    return new PredictionCounts(model, made.size(), known, told - known);
  }
}
