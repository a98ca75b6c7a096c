package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.inTraining;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.EvaluatedRows;
import dev.churn.domain.monitoring.OutcomeDay;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PredictionOutcomes} keeps. */
public abstract class PredictionOutcomesContract {
  private static final LocalDate DAY = LocalDate.parse("2024-01-20");
  private static final LocalDate NEXT = LocalDate.parse("2024-02-03");
  private static final LocalDate E = LocalDate.parse("2024-03-04");
  private static final YearMonth JANUARY = YearMonth.of(2024, 1);
  private static final YearMonth FEBRUARY = YearMonth.of(2024, 2);

  private OrganizationId acme;
  private OrganizationId other;
  private TrainingRun champion;
  private TrainingRun rival;
  private PredictionOutcomes outcomes;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void two_models_of_one_of_two_organizations() {
    outcomes = ports().outcomes();
    acme = added("Acme");
    other = added("Other");
    champion = model();
    rival = model();
    activate(champion, MONDAY);
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private TrainingRun model() {
    TrainingRun model = inTraining(acme, new DatasetId(UUID.randomUUID()), MONDAY);
    ports().models().add(model);
    return ports().models().complete(acme, model.id(), trained(MONDAY));
  }

  private void activate(TrainingRun model, Instant at) {
    ports()
        .models()
        .deploy(
            acme,
            ports().models().deployment(acme).withChampion(model.id()),
            new Cause(at, Optional.empty(), "it is the best"));
  }

  private static int version(TrainingRun model) {
    return model.version().version();
  }

  private static CustomerPrediction said(String customer, TrainingRun model, double probability) {
    return new CustomerPrediction(
        new BatchId(UUID.randomUUID()),
        CustomerPrediction.UNRANKED,
        customer,
        DAY,
        new ChurnProbability(probability),
        model.id(),
        version(model),
        Optional.empty(),
        Optional.of(true),
        List.of());
  }

  private BatchId batch(LocalDate asOf, Instant at, PredictionBatches.Source predictions) {
    BatchId id = running(asOf, predictions);
    ports()
        .batches()
        .complete(
            acme,
            id,
            new PredictionBatch.Completed(
                at,
                0.5,
                new RiskDistribution(1, 1, 1, 1),
                ObjectKey.predictions(acme, id.value())));
    return id;
  }

  private BatchId running(LocalDate asOf, PredictionBatches.Source predictions) {
    var id = new BatchId(UUID.randomUUID());
    ports()
        .batches()
        .add(
            new PredictionBatch(
                id,
                acme,
                "Everybody",
                new ScoringSnapshot(
                    new DatasetId(id.value()), ObjectKey.features(acme, id.value())),
                asOf,
                OptionalLong.of(4),
                MONDAY,
                new PredictionBatch.Queued()));
    ports().batches().store(acme, id, predictions);
    return id;
  }

  private void logged(
      String customer, LocalDate asOf, TrainingRun model, ModelRole role, double p) {
    ports()
        .predictionLog()
        .append(
            List.of(
                new LoggedPrediction(
                    acme,
                    customer,
                    asOf,
                    model.id(),
                    version(model),
                    role,
                    Optional.of(true),
                    new ChurnProbability(p),
                    MONDAY.plusSeconds(90))));
  }

  private static PredictionBatches.Source answers(CustomerPrediction... predictions) {
    return sink -> List.of(predictions).forEach(sink::answer);
  }

  private OutcomeDay day(LocalDate asOf, TrainingRun... models) {
    return new OutcomeDay(asOf, 30, ids(models), false);
  }

  private static Set<ModelId> ids(TrainingRun... models) {
    return Set.copyOf(List.of(models).stream().map(TrainingRun::id).toList());
  }

  private void store(LocalDate knownUntil, Map<String, Boolean> churned, OutcomeDay... days) {
    outcomes.store(
        acme,
        List.of(days),
        knownUntil,
        sink ->
            churned.forEach(
                (customer, outcome) -> {
                  boolean[] all = new boolean[days.length];
                  Arrays.fill(all, outcome);
                  sink.customer(customer, all);
                }));
  }

  private static PredictionGroup group(TrainingRun model, ModelRole role, YearMonth month) {
    return new PredictionGroup(model.id(), version(model), role, month);
  }

  private List<String> rows(PredictionGroup group) {
    EvaluatedRows rows = outcomes.rows(acme, group);
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < rows.churned().length; i++) {
      shown.add(rows.probabilities()[i] + " " + rows.churned()[i]);
    }
    return shown;
  }

  private PredictionCounts counts(TrainingRun model) {
    return outcomes.counts(acme).stream()
        .filter(counts -> counts.model().equals(model.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void before_anybody_predicts_there_is_nothing() {
    assertThat(outcomes.predictedDays(acme)).isEmpty();
    assertThat(outcomes.changedMonths(acme)).isEmpty();
    assertThat(outcomes.groups(acme, JANUARY)).isEmpty();
    assertThat(outcomes.counts(acme)).isEmpty();
    outcomes.store(acme, List.of(), E, sink -> {});
    assertThat(outcomes.changedMonths(acme)).isEmpty();
  }

  @Test
  void the_days_are_those_of_completed_batches_and_of_the_log() {
    batch(NEXT, MONDAY, answers(said("a", champion, 0.1), said("b", champion, 0.2)));
    running(DAY.minusDays(1), answers(said("a", champion, 0.1)));
    logged("a", DAY, rival, ModelRole.SHADOW, 0.3);

    assertThat(outcomes.predictedDays(acme))
        .containsExactly(new PredictedDay(rival.id(), DAY), new PredictedDay(champion.id(), NEXT));
    assertThat(outcomes.predictedDays(other)).isEmpty();
  }

  @Test
  void predictions_wait_until_it_is_known_what_became_of_their_customers() {
    batch(
        DAY,
        MONDAY,
        sink -> {
          sink.answer(said("stays", champion, 0.1));
          sink.answer(said("leaves", champion, 0.9));
          sink.answer(said("is gone", champion, 0.5));
          sink.shadow(said("stays", rival, 0.2));
          sink.shadow(said("leaves", rival, 0.6));
        });
    logged("asked for", DAY, champion, ModelRole.CHAMPION, 0.4);
    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), 4, 0, 0));

    Map<String, Boolean> known =
        Map.of("stays", false, "leaves", true, "asked for", false, "somebody else", true);
    store(E, known, day(DAY, champion, rival));

    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    assertThat(outcomes.groups(acme, JANUARY))
        .containsExactly(
            group(champion, ModelRole.CHAMPION, JANUARY), group(rival, ModelRole.SHADOW, JANUARY));
    assertThat(outcomes.groups(acme, FEBRUARY)).isEmpty();
    assertThat(rows(group(champion, ModelRole.CHAMPION, JANUARY)))
        .containsExactlyInAnyOrder("0.1 false", "0.9 true", "0.4 false");
    assertThat(rows(group(rival, ModelRole.SHADOW, JANUARY)))
        .containsExactlyInAnyOrder("0.2 false", "0.6 true");
    assertThat(rows(group(champion, ModelRole.SHADOW, JANUARY))).isEmpty();
    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), 4, 3, 1));
    assertThat(counts(champion).pending()).isZero();
    assertThat(counts(rival)).isEqualTo(new PredictionCounts(rival.id(), 2, 2, 0));
  }

  @Test
  void every_day_and_horizon_is_for_the_models_that_speak_of_it() {
    batch(
        DAY,
        MONDAY,
        sink -> {
          sink.answer(said("a", champion, 0.1));
          sink.shadow(said("a", rival, 0.2));
        });
    batch(NEXT, MONDAY, answers(said("a", champion, 0.3), said("gone", champion, 0.4)));
    store(E, Map.of("a", false), day(DAY, champion));
    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), 3, 1, 0));
    assertThat(counts(rival).pending()).as("of another horizon").isEqualTo(1);
    outcomes.store(
        acme,
        List.of(
            new OutcomeDay(DAY, 30, ids(champion), false),
            new OutcomeDay(DAY, 40, ids(rival), false),
            new OutcomeDay(NEXT, 30, ids(champion), true)),
        E,
        sink -> sink.customer("a", new boolean[] {false, true, false}));

    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY, FEBRUARY);
    assertThat(rows(group(champion, ModelRole.CHAMPION, JANUARY))).containsExactly("0.1 false");
    assertThat(rows(group(rival, ModelRole.SHADOW, JANUARY))).containsExactly("0.2 true");
    assertThat(rows(group(champion, ModelRole.CHAMPION, FEBRUARY)))
        .containsExactlyInAnyOrder("0.3 false", "0.4 true");
  }

  @Test
  void told_again_nothing_changes_and_nothing_counts_twice() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("b", champion, 0.2)));
    store(E, Map.of("a", true), day(DAY, champion));
    outcomes.settle(acme, FEBRUARY);
    outcomes.settle(other, JANUARY);
    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    outcomes.settle(acme, JANUARY);
    assertThat(outcomes.changedMonths(acme)).isEmpty();

    store(E, Map.of("a", true), day(DAY, champion));
    store(E.plusDays(30), Map.of("a", true), day(DAY, champion));

    assertThat(outcomes.changedMonths(acme)).isEmpty();
    assertThat(rows(group(champion, ModelRole.CHAMPION, JANUARY))).containsExactly("0.1 true");
    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), 2, 1, 1));
  }

  @Test
  void a_later_file_replaces_what_is_known_but_not_by_what_is_unknown() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("b", champion, 0.2)));
    store(E, Map.of("a", true), day(DAY, champion));
    outcomes.settle(acme, JANUARY);
    store(E.plusDays(1), Map.of("b", false), day(DAY, champion));
    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    outcomes.settle(acme, JANUARY);
    assertThat(rows(group(champion, ModelRole.CHAMPION, JANUARY)))
        .containsExactlyInAnyOrder("0.1 true", "0.2 false");

    store(E, Map.of("a", false, "b", true), day(DAY, champion));
    assertThat(outcomes.changedMonths(acme)).as("of an earlier file").isEmpty();
    store(E.plusDays(1), Map.of("a", false, "b", true), day(DAY, champion));

    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    assertThat(rows(group(champion, ModelRole.CHAMPION, JANUARY)))
        .containsExactlyInAnyOrder("0.1 false", "0.2 true");
  }

  @Test
  void of_several_predictions_for_a_customer_and_day_the_latest_counts() {
    batch(DAY, MONDAY.plusSeconds(60), answers(said("a", champion, 0.3), said("b", champion, 0.6)));
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("c", champion, 0.5)));
    logged("b", DAY, champion, ModelRole.CHAMPION, 0.7);
    store(E, Map.of("a", true, "b", false, "c", false), day(DAY, champion));

    assertThat(rows(group(champion, ModelRole.CHAMPION, JANUARY)))
        .containsExactlyInAnyOrder("0.3 true", "0.7 false", "0.5 false");
    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), 3, 3, 0));
  }

  @Test
  void the_champion_of_a_batch_is_who_was_it_then() {
    batch(
        DAY,
        MONDAY.plusSeconds(60),
        answers(said("a", champion, 0.1), said("b", champion, 0.2), said("c", rival, 0.3)));
    activate(rival, MONDAY.plusSeconds(120));
    batch(NEXT, MONDAY.plusSeconds(180), answers(said("a", rival, 0.4)));
    TrainingRun newest = model();
    activate(newest, MONDAY.plusSeconds(200)); // while the next batch is made by those before
    batch(NEXT.plusDays(1), MONDAY.plusSeconds(240), answers(said("a", rival, 0.5)));
    store(
        E.plusDays(1),
        Map.of("a", true, "b", false, "c", true),
        day(DAY, champion, rival),
        day(NEXT, rival),
        day(NEXT.plusDays(1), rival));

    assertThat(outcomes.groups(acme, JANUARY))
        .containsExactly(
            group(champion, ModelRole.CHAMPION, JANUARY),
            group(rival, ModelRole.CHALLENGER, JANUARY));
    assertThat(rows(group(rival, ModelRole.CHAMPION, FEBRUARY)))
        .containsExactlyInAnyOrder("0.4 true", "0.5 true");
  }

  private static CustomerPrediction said(
      String customer, TrainingRun model, double probability, ModelRole role) {
    CustomerPrediction said = said(customer, model, probability);
    return new CustomerPrediction(
        said.batch(),
        said.rank(),
        customer,
        said.asOf(),
        said.probability(),
        said.model(),
        said.modelVersion(),
        Optional.of(role),
        said.active(),
        said.reasons());
  }

  @Test
  void a_role_is_the_one_that_was_stored_and_all_models_are_compared_on_the_same_customers() {
    activate(rival, MONDAY.plusSeconds(30)); // while the batch runs
    batch(
        DAY,
        MONDAY.plusSeconds(60),
        sink -> {
          sink.answer(said("a", champion, 0.1, ModelRole.CHAMPION));
          sink.shadow(said("a", rival, 0.3, ModelRole.CHALLENGER));
          sink.answer(said("b", rival, 0.2, ModelRole.CHALLENGER));
          sink.shadow(said("b", champion, 0.4, ModelRole.CHAMPION));
        });
    store(E, Map.of("a", true, "b", false), day(DAY, champion, rival));

    PredictionGroup first = group(champion, ModelRole.CHAMPION, JANUARY);
    PredictionGroup second = group(rival, ModelRole.CHALLENGER, JANUARY);
    assertThat(outcomes.groups(acme, JANUARY)).containsExactly(first, second);
    assertThat(rows(first)).containsExactlyInAnyOrder("0.1 true", "0.4 false");
    assertThat(outcomes.pairs(acme, first, second).churned()).hasSize(2);
  }

  @Test
  void pairs_are_of_the_same_customers_and_days() {
    batch(
        DAY,
        MONDAY,
        sink -> {
          sink.answer(said("a", champion, 0.1));
          sink.answer(said("b", champion, 0.2));
          sink.answer(said("not told of", champion, 0.9));
          sink.shadow(said("b", rival, 0.3));
          sink.shadow(said("a", rival, 0.4));
          sink.shadow(said("c", rival, 0.5));
          sink.shadow(said("not told of", rival, 0.9));
        });
    logged("c", DAY.plusDays(1), champion, ModelRole.CHAMPION, 0.6);
    store(
        E,
        Map.of("a", true, "b", false, "c", true),
        day(DAY, champion, rival),
        day(DAY.plusDays(1), champion));

    PairedRows pairs =
        outcomes.pairs(
            acme,
            group(champion, ModelRole.CHAMPION, JANUARY),
            group(rival, ModelRole.SHADOW, JANUARY));

    List<String> shown = new ArrayList<>();
    for (int i = 0; i < pairs.churned().length; i++) {
      shown.add(pairs.first()[i] + " " + pairs.second()[i] + " " + pairs.churned()[i]);
    }
    assertThat(shown).containsExactlyInAnyOrder("0.1 0.4 true", "0.2 0.3 false");
    assertThat(pairs.customers()[0]).isNotEqualTo(pairs.customers()[1]);
  }

  @Test
  void of_a_source_that_throws_nothing_is_stored() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1)));

    assertThatThrownBy(
            () ->
                outcomes.store(
                    acme,
                    List.of(day(DAY, champion)),
                    E,
                    sink -> {
                      sink.customer("a", new boolean[] {true});
                      throw new IllegalStateException("the file breaks off");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(outcomes.changedMonths(acme)).isEmpty();
    assertThat(counts(champion).pending()).isEqualTo(1);
  }

  @Test
  void ids_of_customers_may_be_of_any_kind() {
    List<String> ids =
        List.of("\\N", "tab\tbed", "two\nlines", "quo'te\"d", "ü € 😀", "back\\slash");
    batch(DAY, MONDAY, sink -> ids.forEach(id -> sink.answer(said(id, champion, 0.5))));
    outcomes.store(
        acme,
        List.of(day(DAY, champion)),
        E,
        sink -> ids.forEach(id -> sink.customer(id, new boolean[] {true})));

    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), 6, 6, 0));
  }

  @Test
  void another_organization_sees_and_changes_nothing() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1)));
    outcomes.store(
        other, List.of(day(DAY, champion)), E, sink -> sink.customer("a", new boolean[] {true}));
    assertThat(counts(champion).pending()).isEqualTo(1);
    store(E, Map.of("a", true), day(DAY, champion));

    assertThat(outcomes.groups(other, JANUARY)).isEmpty();
    assertThat(outcomes.counts(other)).isEmpty();
    assertThat(outcomes.rows(other, group(champion, ModelRole.CHAMPION, JANUARY)).churned())
        .isEmpty();
    assertThat(
            outcomes
                .pairs(
                    other,
                    group(champion, ModelRole.CHAMPION, JANUARY),
                    group(champion, ModelRole.CHAMPION, JANUARY))
                .churned())
        .isEmpty();
  }
}
