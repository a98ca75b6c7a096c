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
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.JudgedPrediction;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.Coverage;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.outcome.RecordedDay;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.value.CustomerValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
                    role == ModelRole.SHADOW,
                    Optional.of(true),
                    new ChurnProbability(p),
                    MONDAY.plusSeconds(90))));
  }

  private static PredictionBatches.Source answers(CustomerPrediction... predictions) {
    return sink -> List.of(predictions).forEach(sink::answer);
  }

  private OutcomeDay day(LocalDate asOf, TrainingRun... models) {
    return new OutcomeDay(asOf, 30, ids(models), Coverage.FROM_BEFORE);
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
                  ObservedOutcome[] all = new ObservedOutcome[days.length];
                  Arrays.fill(all, ObservedOutcome.of(Outcome.of(outcome)));
                  sink.customer(customer, all);
                }));
  }

  private static ObservedOutcome[] told(Outcome... outcomes) {
    return Stream.of(outcomes).map(ObservedOutcome::of).toArray(ObservedOutcome[]::new);
  }

  /** What became of the predictions of a model in a role, each as "probability outcome". */
  private List<String> rows(TrainingRun model, ModelRole role, YearMonth month) {
    List<String> shown = new ArrayList<>();
    for (RecordedDay day : outcomes.recordedDays(acme)) {
      if (day.month().equals(month) && day.models().contains(model.id())) {
        outcomes.read(
            acme,
            day,
            Set.of(model.id()),
            prediction -> {
              assertThat(prediction.model()).isEqualTo(model.id());
              assertThat(prediction.version()).isEqualTo(version(model));
              if (prediction.role() == role) {
                shown.add(prediction.probability() + " " + prediction.told().outcome());
              }
            });
      }
    }
    return shown;
  }

  private static PredictionCounts counted(
      TrainingRun model, LocalDate asOf, long predictions, long known, long unknown) {
    return new PredictionCounts(model.id(), asOf, predictions, known, unknown, false);
  }

  private PredictionCounts counts(TrainingRun model) {
    return counts(model, DAY);
  }

  private PredictionCounts counts(TrainingRun model, LocalDate asOf) {
    return outcomes.counts(acme).stream()
        .filter(counts -> counts.model().equals(model.id()) && counts.asOf().equals(asOf))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void before_anybody_predicts_there_is_nothing() {
    assertThat(outcomes.predictedDays(acme)).isEmpty();
    assertThat(outcomes.changedMonths(acme)).isEmpty();
    assertThat(outcomes.recordedDays(acme)).isEmpty();
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
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 4, 0, 0));

    Map<String, Boolean> known =
        Map.of("stays", false, "leaves", true, "asked for", false, "somebody else", true);
    store(E, known, day(DAY, champion, rival));

    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    assertThat(outcomes.recordedDays(acme))
        .containsExactly(new RecordedDay(DAY, 30, ids(champion, rival), E));
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 STAYED", "0.9 CHURNED", "0.4 STAYED", "0.5 UNKNOWN");
    assertThat(rows(rival, ModelRole.SHADOW, JANUARY))
        .containsExactlyInAnyOrder("0.2 STAYED", "0.6 CHURNED");
    assertThat(rows(champion, ModelRole.SHADOW, JANUARY)).isEmpty();
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 4, 3, 1));
    assertThat(counts(champion).pending()).isZero();
    assertThat(counts(rival)).isEqualTo(counted(rival, DAY, 2, 2, 0));
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
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 1, 1, 0));
    assertThat(counts(champion, NEXT)).isEqualTo(counted(champion, NEXT, 2, 0, 0));
    assertThat(counts(rival).pending()).as("of another horizon").isEqualTo(1);
    outcomes.store(
        acme,
        List.of(
            new OutcomeDay(DAY, 30, ids(champion), Coverage.FROM_BEFORE),
            new OutcomeDay(DAY, 40, ids(rival), Coverage.FROM_BEFORE),
            new OutcomeDay(NEXT, 30, ids(champion), Coverage.FROM_NEXT_DAY)),
        E,
        sink -> sink.customer("a", told(Outcome.STAYED, Outcome.CHURNED, Outcome.STAYED)));

    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY, FEBRUARY);
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY)).containsExactly("0.1 STAYED");
    assertThat(rows(rival, ModelRole.SHADOW, JANUARY)).containsExactly("0.2 CHURNED");
    assertThat(rows(champion, ModelRole.CHAMPION, FEBRUARY))
        .containsExactlyInAnyOrder("0.3 STAYED", "0.4 CHURNED");
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
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 CHURNED", "0.2 UNKNOWN");
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 2, 1, 1));
  }

  @Test
  void a_later_file_replaces_what_is_known_but_not_by_what_is_unknown() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("b", champion, 0.2)));
    store(E, Map.of("a", true), day(DAY, champion));
    outcomes.settle(acme, JANUARY);
    store(E.plusDays(1), Map.of("b", false), day(DAY, champion));
    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    outcomes.settle(acme, JANUARY);
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 CHURNED", "0.2 STAYED");

    store(E, Map.of("a", false, "b", true), day(DAY, champion));
    assertThat(outcomes.changedMonths(acme)).as("of an earlier file").isEmpty();
    store(E.plusDays(1), Map.of("a", false, "b", true), day(DAY, champion));

    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 STAYED", "0.2 CHURNED");
  }

  @Test
  void of_several_predictions_for_a_customer_and_day_the_latest_counts() {
    batch(DAY, MONDAY.plusSeconds(60), answers(said("a", champion, 0.3), said("b", champion, 0.6)));
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("c", champion, 0.5)));
    logged("b", DAY, champion, ModelRole.CHAMPION, 0.7);
    store(E, Map.of("a", true, "b", false, "c", false), day(DAY, champion));

    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.3 CHURNED", "0.7 STAYED", "0.5 STAYED");
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 3, 3, 0));
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

    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY)).hasSize(2);
    assertThat(rows(rival, ModelRole.CHALLENGER, JANUARY)).containsExactly("0.3 CHURNED");
    assertThat(rows(rival, ModelRole.CHAMPION, FEBRUARY))
        .containsExactlyInAnyOrder("0.4 CHURNED", "0.5 CHURNED");
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
        outcomes.pairs(acme, pair(), outcomes.recordedDays(acme), PredictionOutcomes.PARTS);

    assertThat(shown(pairs, Population.ALL))
        .containsExactlyInAnyOrder("0.1 0.4 true", "0.2 0.3 false");
    assertThat(pairs.customers(Population.ALL)[0]).isNotEqualTo(pairs.customers(Population.ALL)[1]);
    assertThat(
            outcomes.pairs(acme, pair(), List.of(), PredictionOutcomes.PARTS).size(Population.ALL))
        .isZero();
  }

  private ModelPair pair() {
    return new ModelPair(champion.id(), version(champion), rival.id(), version(rival));
  }

  private static List<String> shown(PairedRows pairs, Population population) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < pairs.size(population); i++) {
      shown.add(
          pairs.first(population)[i]
              + " "
              + pairs.second(population)[i]
              + " "
              + pairs.churned(population)[i]);
    }
    return shown;
  }

  private static CustomerPrediction said(
      String customer, TrainingRun model, double probability, ModelRole role, boolean active) {
    return new CustomerPrediction(
        new BatchId(UUID.randomUUID()),
        CustomerPrediction.UNRANKED,
        customer,
        DAY,
        new ChurnProbability(probability),
        model.id(),
        version(model),
        Optional.of(role),
        Optional.of(active),
        List.of());
  }

  @Test
  void roles_and_activity_are_those_that_the_batch_has_kept() {
    batch(
        DAY,
        MONDAY,
        sink -> { // everybody is asked of both, and each answers for some
          sink.answer(said("a", champion, 0.1, ModelRole.CHAMPION, true));
          sink.shadow(said("b", champion, 0.2, ModelRole.CHAMPION, false));
          sink.shadow(said("a", rival, 0.3, ModelRole.CHALLENGER, true));
          sink.answer(said("b", rival, 0.4, ModelRole.CHALLENGER, false));
        });
    activate(rival, MONDAY.minusSeconds(1)); // as if promoted while the batch ran
    store(E, Map.of("a", true, "b", false), day(DAY, champion, rival));

    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 CHURNED", "0.2 STAYED");
    assertThat(rows(rival, ModelRole.CHALLENGER, JANUARY))
        .containsExactlyInAnyOrder("0.3 CHURNED", "0.4 STAYED");
    PairedRows pairs =
        outcomes.pairs(acme, pair(), outcomes.recordedDays(acme), PredictionOutcomes.PARTS);
    assertThat(shown(pairs, Population.ALL)).hasSize(2);
    assertThat(shown(pairs, Population.ACTIVE)).containsExactly("0.1 0.3 true");
    List<Optional<Boolean>> active = new ArrayList<>();
    outcomes.read(
        acme,
        outcomes.recordedDays(acme).get(0),
        Set.of(champion.id()),
        prediction -> active.add(prediction.active()));
    assertThat(active).containsExactlyInAnyOrder(Optional.of(true), Optional.of(false));
  }

  @Test
  void a_part_of_the_customers_has_all_their_days() {
    for (LocalDate asOf : List.of(DAY, DAY.plusDays(1))) {
      batch(
          asOf,
          MONDAY,
          sink -> {
            for (int i = 0; i < 400; i++) {
              sink.answer(said("c" + i, champion, 0.1));
              sink.shadow(said("c" + i, rival, 0.3));
            }
          });
    }
    Map<String, Boolean> stayed = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      stayed.put("c" + i, i % 2 == 0);
    }
    store(E, stayed, day(DAY, champion, rival), day(DAY.plusDays(1), champion, rival));

    PairedRows half =
        outcomes.pairs(acme, pair(), outcomes.recordedDays(acme), PredictionOutcomes.PARTS / 2);

    assertThat(half.size(Population.ALL)).isBetween(250, 550);
    assertThat(Arrays.stream(half.customers(Population.ALL)).distinct().count())
        .isEqualTo(half.size(Population.ALL) / 2);
  }

  @Test
  void a_truncated_file_tells_nothing_until_another_one_does() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("b", champion, 0.2)));
    outcomes.store(
        acme,
        List.of(new OutcomeDay(DAY, 30, ids(champion), Coverage.TRUNCATED)),
        E,
        sink -> sink.customer("a", told(Outcome.UNKNOWN)));

    assertThat(counts(champion)).isEqualTo(new PredictionCounts(champion.id(), DAY, 2, 0, 2, true));
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 UNKNOWN", "0.2 UNKNOWN");
    store(E, Map.of("a", true), day(DAY, champion));
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 2, 1, 1));
    outcomes.store(
        acme,
        List.of(new OutcomeDay(DAY, 30, ids(champion), Coverage.TRUNCATED)),
        E.plusDays(1),
        sink -> {});
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 2, 1, 1));
  }

  @Test
  void the_first_label_of_a_file_stays() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1), said("b", champion, 0.2)));
    var labels = new OutcomeDay(DAY, OutcomeDay.LABELS, ids(champion), Coverage.FROM_BEFORE);
    outcomes.store(acme, List.of(labels), DAY, sink -> sink.customer("a", told(Outcome.STAYED)));
    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 2, 1, 1));
    outcomes.store(
        acme,
        List.of(labels),
        E,
        sink -> {
          sink.customer("a", told(Outcome.CHURNED));
          sink.customer("b", told(Outcome.CHURNED));
        });

    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY))
        .containsExactlyInAnyOrder("0.1 STAYED", "0.2 CHURNED");
    assertThat(outcomes.recordedDays(acme))
        .containsExactly(new RecordedDay(DAY, OutcomeDay.LABELS, ids(champion), E));
  }

  private static CustomerPrediction said(String customer, TrainingRun model, CustomerValue value) {
    CustomerPrediction bare = said(customer, model, 0.5);
    return new CustomerPrediction(
        bare.batch(),
        bare.rank(),
        customer,
        DAY,
        bare.probability(),
        model.id(),
        version(model),
        Optional.of(ModelRole.CHAMPION),
        bare.active(),
        Optional.empty(),
        Optional.of(value),
        List.of());
  }

  private static ObservedOutcome did(int activeDays, double spend) {
    return new ObservedOutcome(
        Outcome.of(activeDays == 0),
        Optional.of(new ObservedValue(activeDays, OptionalDouble.of(spend))));
  }

  private static ObservedOutcome did(int activeDays) {
    return new ObservedOutcome(
        Outcome.of(activeDays == 0),
        Optional.of(new ObservedValue(activeDays, OptionalDouble.empty())));
  }

  /** What was expected of customers of the champion at the first day, and what they did. */
  private Map<CustomerValue, ObservedOutcome> values() {
    Map<CustomerValue, ObservedOutcome> found = new HashMap<>();
    outcomes.read(
        acme,
        outcomes.recordedDays(acme).get(0),
        ids(champion),
        read -> read.value().ifPresent(value -> found.put(value, read.told())));
    return found;
  }

  @Test
  void what_customers_were_expected_to_do_and_did_is_read_together() {
    var frequent = new CustomerValue(2.5, OptionalDouble.of(40.25), OptionalDouble.of(9));
    var rare = new CustomerValue(0.5, OptionalDouble.of(8), OptionalDouble.of(7.5));
    var unpaid = new CustomerValue(1.5, OptionalDouble.empty(), OptionalDouble.empty());
    var gone = new CustomerValue(0.125, OptionalDouble.empty(), OptionalDouble.empty());
    batch(
        DAY,
        MONDAY,
        answers(
            said("frequent", champion, frequent),
            said("rare", champion, rare),
            said("unpaid", champion, unpaid),
            said("gone", champion, gone)));
    logged("asked for", DAY, champion, ModelRole.CHAMPION, 0.4);
    outcomes.store(
        acme,
        List.of(new OutcomeDay(DAY, 30, ids(champion), Coverage.FROM_NEXT_DAY), day(NEXT, rival)),
        E,
        sink -> {
          sink.customer("frequent", new ObservedOutcome[] {did(3, 19.99), did(1, 5)});
          sink.customer("rare", new ObservedOutcome[] {did(0, 0), did(0, 0)});
          sink.customer("unpaid", new ObservedOutcome[] {did(2, -7.5), ObservedOutcome.UNKNOWN});
        });

    assertThat(values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                frequent, did(3, 19.99),
                rare, did(0, 0),
                unpaid, did(2, -7.5),
                gone, did(0, 0)));
  }

  @Test
  void what_customers_did_is_told_of_outcomes_of_an_earlier_version_too() {
    var value = new CustomerValue(2.5, OptionalDouble.of(40.25), OptionalDouble.of(9));
    batch(DAY, MONDAY, answers(said("a", champion, value)));
    OutcomeDay day = day(DAY, champion);
    store(E, Map.of("a", false), day);
    outcomes.settle(acme, JANUARY);
    assertThat(values()).containsExactly(Map.entry(value, ObservedOutcome.of(Outcome.STAYED)));

    outcomes.store(
        acme, List.of(day), E, sink -> sink.customer("a", new ObservedOutcome[] {did(2, 12.5)}));
    assertThat(values()).containsExactly(Map.entry(value, did(2, 12.5)));
    assertThat(outcomes.changedMonths(acme)).containsExactly(JANUARY);
    outcomes.settle(acme, JANUARY);

    outcomes.store(
        acme, List.of(day), E, sink -> sink.customer("a", new ObservedOutcome[] {did(2, 12.5)}));
    assertThat(outcomes.changedMonths(acme)).isEmpty();
    outcomes.store(acme, List.of(day), E, sink -> sink.customer("a", told(Outcome.UNKNOWN)));
    assertThat(values()).containsExactly(Map.entry(value, did(2, 12.5)));
    outcomes.store(
        acme, List.of(day), E, sink -> sink.customer("a", new ObservedOutcome[] {did(4)}));
    assertThat(values()).containsExactly(Map.entry(value, did(4)));
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
                      sink.customer("a", told(Outcome.CHURNED));
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
        sink -> ids.forEach(id -> sink.customer(id, told(Outcome.CHURNED))));

    assertThat(counts(champion)).isEqualTo(counted(champion, DAY, 6, 6, 0));
  }

  @Test
  void old_outcomes_are_dropped_in_pieces_once_they_are_evaluated() {
    batch(
        DAY,
        MONDAY,
        answers(said("a", champion, 0.1), said("b", champion, 0.9), said("c", champion, 0.5)));
    logged("a", NEXT, champion, ModelRole.CHAMPION, 0.4);
    Map<String, Boolean> known = Map.of("a", false, "b", true, "c", true);
    store(E, known, day(DAY, champion));
    store(E.plusDays(30), known, day(NEXT, champion));

    assertThat(outcomes.drop(acme, NEXT, 100)).as("not evaluated yet").isZero();
    outcomes.settle(acme, JANUARY);
    outcomes.settle(acme, FEBRUARY);
    assertThat(outcomes.drop(other, NEXT, 100)).isZero();
    assertThat(outcomes.drop(acme, NEXT, 2)).isEqualTo(2);
    assertThat(outcomes.drop(acme, NEXT, 2)).isEqualTo(1);
    assertThat(outcomes.drop(acme, NEXT, 2)).isZero();
    assertThat(rows(champion, ModelRole.CHAMPION, JANUARY)).isEmpty();
    assertThat(rows(champion, ModelRole.CHAMPION, FEBRUARY)).containsExactly("0.4 STAYED");
    assertThat(outcomes.changedMonths(acme)).isEmpty();
  }

  @Test
  void another_organization_sees_and_changes_nothing() {
    batch(DAY, MONDAY, answers(said("a", champion, 0.1)));
    outcomes.store(
        other, List.of(day(DAY, champion)), E, sink -> sink.customer("a", told(Outcome.CHURNED)));
    assertThat(counts(champion).pending()).isEqualTo(1);
    store(E, Map.of("a", true), day(DAY, champion));

    assertThat(outcomes.recordedDays(other))
        .containsExactly(new RecordedDay(DAY, 30, ids(champion), E));
    assertThat(outcomes.counts(other)).isEmpty();
    assertThat(outcomes.predictedDays(other)).isEmpty();
    List<RecordedDay> told = outcomes.recordedDays(acme);
    List<JudgedPrediction> read = new ArrayList<>();
    outcomes.read(other, told.get(0), ids(champion), read::add);
    assertThat(read).isEmpty();
    assertThat(outcomes.pairs(other, pair(), told, PredictionOutcomes.PARTS).size(Population.ALL))
        .isZero();
  }
}
