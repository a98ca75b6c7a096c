package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.LapsedPart;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.batch.SegmentSums;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.CustomerState;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.value.CustomerValue;
import dev.churn.domain.value.ExpectedLoss;
import dev.churn.domain.value.ForecastError;
import dev.churn.domain.value.RiskSums;
import dev.churn.domain.value.SpendError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PredictionBatches} adds up of batches and lists. */
public abstract class ExpectedLossContract {
  private static final LocalDate DAY = LocalDate.parse("2024-02-29");
  private static final ModelId MODEL = new ModelId(UUID.randomUUID());
  private static final BatchId SOME_BATCH = new BatchId(UUID.randomUUID());
  private static final ForecastError ERROR =
      new ForecastError(new DayToDay(0.0625, 7.5), new SpendError(new DayToDay(0.125, 6), 0.75));

  private OrganizationId acme;
  private PredictionBatches batches;
  private CustomerRecords records;

  /** {@return the organizations and batches of one database} */
  protected abstract TestPorts ports();

  /** {@return the records of single customers in the same database} */
  protected abstract CustomerRecords records();

  @BeforeEach
  void one_organization() {
    var organization = organization("Acme", MONDAY);
    ports().organizations().add(organization);
    acme = organization.id();
    batches = ports().batches();
    records = records();
  }

  private static CustomerPrediction prediction(
      String customer, LocalDate day, double probability, OptionalDouble value, boolean lapsed) {
    return new CustomerPrediction(
        SOME_BATCH,
        CustomerPrediction.UNRANKED,
        customer,
        day,
        new ChurnProbability(probability),
        MODEL,
        7,
        Optional.of(ModelRole.CHAMPION),
        Optional.of(true),
        Optional.of(
            new CustomerActivity(
                lapsed ? CustomerState.LAPSED : CustomerState.ACTIVE, lapsed ? 120 : 20)),
        Optional.of(new CustomerValue(1, value, value)),
        List.of());
  }

  private static List<CustomerPrediction> some(Random random, LocalDate day, int customers) {
    List<CustomerPrediction> answers = new ArrayList<>();
    for (int c = 0; c < customers; c++) {
      double probability = random.nextInt(11) / 10.0;
      OptionalDouble value =
          random.nextInt(4) == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of(probability * random.nextInt(900));
      answers.add(prediction("c" + c, day, probability, value, random.nextInt(3) == 0));
    }
    return answers;
  }

  private BatchId made(
      LocalDate day, List<CustomerPrediction> answers, Optional<ForecastError> error) {
    var table = UUID.randomUUID();
    var batch =
        new PredictionBatch(
            new BatchId(UUID.randomUUID()),
            acme,
            "b",
            new ScoringSnapshot(new DatasetId(table), ObjectKey.features(acme, table)),
            day,
            OptionalLong.empty(),
            MONDAY,
            new PredictionBatch.Queued());
    batches.add(batch);
    batches.store(acme, batch.id(), sink -> answers.forEach(sink::answer));
    List<CustomerPrediction> lapsed =
        answers.stream().filter(CustomerPrediction::isLapsed).toList();
    var counter = new SegmentSums.Counter();
    answers.forEach(counter::add);
    batches.complete(
        acme,
        batch.id(),
        new Completed(
            MONDAY,
            0.5,
            risks(answers),
            ObjectKey.predictions(acme, batch.id().value()),
            Optional.empty(),
            List.of(),
            Optional.of(new LapsedPart(new ActiveWindow(90), 0.5, risks(lapsed))),
            error.map(counter::sums)));
    return batch.id();
  }

  private static RiskDistribution risks(Collection<CustomerPrediction> answers) {
    long[] counts = new long[RiskSegment.values().length];
    answers.forEach(answer -> counts[answer.probability().segment().ordinal()]++);
    return new RiskDistribution(counts[0], counts[1], counts[2], counts[3]);
  }

  private static List<PredictionFilter> filters(LocalDate day) {
    List<PredictionFilter> filters = new ArrayList<>();
    for (Include include : Include.values()) {
      filters.add(PredictionFilter.of(Optional.empty(), include));
      for (RiskSegment segment : RiskSegment.values()) {
        filters.add(PredictionFilter.of(Optional.of(segment), include));
      }
      filters.add(filter(0.2, Optional.empty(), OptionalInt.of(7), "", include));
      filters.add(filter(0, Optional.of(day), OptionalInt.empty(), "", include));
      filters.add(filter(0, Optional.empty(), OptionalInt.empty(), "c1", include));
      filters.add(filter(0, Optional.empty(), OptionalInt.empty(), "nobody", include));
    }
    return filters;
  }

  private static PredictionFilter filter(
      double atLeast, Optional<LocalDate> day, OptionalInt version, String text, Include include) {
    return new PredictionFilter(
        Optional.empty(),
        OptionalDouble.of(atLeast),
        OptionalDouble.of(0.95),
        day,
        version,
        Optional.of(text).filter(some -> !some.isEmpty()),
        include);
  }

  private PredictionSlice first(Optional<BatchId> batch, PredictionFilter filter) {
    return batches.slice(acme, batch, filter, Optional.empty(), new PredictionSlice.Offset(0), 2);
  }

  private void isExpected(
      Optional<BatchId> batch, PredictionFilter filter, Collection<CustomerPrediction> of) {
    PredictionSlice slice = first(batch, filter);
    RiskSums sums =
        of.stream()
            .filter(filter::matches)
            .map(CustomerPrediction::sums)
            .reduce(RiskSums.NONE, RiskSums::plus);
    assertThat(slice.total()).isEqualTo(sums.customers());
    isClose(slice.loss().orElseThrow(), ExpectedLoss.of(sums, ERROR), filter);
  }

  private static void isClose(ExpectedLoss actual, ExpectedLoss expected, PredictionFilter filter) {
    assertThat(actual.churners().value())
        .as(filter.toString())
        .isCloseTo(expected.churners().value(), within(1e-9));
    assertThat(actual.churners().low()).isEqualTo(expected.churners().low());
    assertThat(actual.churners().high()).isEqualTo(expected.churners().high());
    assertThat(actual.valueAtRisk().isPresent())
        .as(filter.toString())
        .isEqualTo(expected.valueAtRisk().isPresent());
    if (expected.valueAtRisk().isPresent()) {
      assertThat(actual.valueAtRisk().get().value())
          .isCloseTo(expected.valueAtRisk().get().value(), within(1e-6));
      assertThat(actual.valueAtRisk().get().low())
          .isCloseTo(expected.valueAtRisk().get().low(), within(1e-6));
      assertThat(actual.valueAtRisk().get().high())
          .isCloseTo(expected.valueAtRisk().get().high(), within(1e-6));
    }
  }

  @Test
  void a_batch_keeps_its_sums_by_segment_and_state() {
    List<CustomerPrediction> answers = some(new Random(1), DAY, 30);
    BatchId batch = made(DAY, answers, Optional.of(ERROR));

    var counter = new SegmentSums.Counter();
    answers.forEach(counter::add);
    var state = (Completed) batches.find(acme, batch).orElseThrow().state();
    assertThat(state.sums()).contains(counter.sums(ERROR));
  }

  @Test
  void every_list_adds_up_whatever_batches_it_is_of() {
    Random random = new Random(16);
    Map<String, CustomerPrediction> latest = new HashMap<>();
    for (int n = 0; n < 7; n++) {
      LocalDate day = DAY.plusDays(random.nextInt(3));
      List<CustomerPrediction> answers = some(random, day, n % 3 > 0 ? 6 : 14);
      BatchId last = made(day, answers, Optional.of(ERROR));
      answers.forEach(
          answer ->
              latest.merge(
                  answer.customerId(),
                  answer,
                  (known, found) -> found.asOf().isBefore(known.asOf()) ? known : found));
      for (PredictionFilter filter : filters(day)) {
        isExpected(Optional.empty(), filter, latest.values());
        isExpected(Optional.of(last), filter, answers);
      }
    }
  }

  @Test
  void only_the_first_part_of_a_list_has_sums() {
    made(DAY, some(new Random(2), DAY, 9), Optional.of(ERROR));
    var filter = PredictionFilter.of(Optional.empty(), Include.ALL);
    PredictionSlice slice = first(Optional.empty(), filter);

    assertThat(slice.loss()).isPresent();
    assertThat(
            batches
                .slice(
                    acme,
                    Optional.empty(),
                    filter,
                    Optional.empty(),
                    new PredictionSlice.After(slice.next().orElseThrow()),
                    2)
                .loss())
        .isEmpty();
  }

  @Test
  void batches_of_earlier_versions_have_no_sums() {
    BatchId batch = made(DAY, some(new Random(3), DAY, 9), Optional.empty());

    for (PredictionFilter filter : filters(DAY)) {
      assertThat(first(Optional.of(batch), filter).loss()).isEmpty();
      assertThat(first(Optional.empty(), filter).loss()).isEmpty();
    }
  }

  @Test
  void a_removed_customer_is_no_part_of_the_sums() {
    List<CustomerPrediction> answers = new ArrayList<>(some(new Random(4), DAY, 12));
    BatchId batch = made(DAY, answers, Optional.of(ERROR));
    List<CustomerPrediction> later = new ArrayList<>(answers.subList(2, 5));
    made(DAY.plusDays(1), later, Optional.of(ERROR));

    assertThat(records.removeFrom(acme, batch, "c1")).isEqualTo(1);

    answers.remove(1);
    for (PredictionFilter filter : filters(DAY)) {
      isExpected(Optional.of(batch), filter, answers);
      if (filter.isOnlySegment()) {
        isExpected(Optional.empty(), filter, answers); // the later ones are the same
      }
    }
  }

  @Test
  void after_a_batch_is_deleted_the_latest_predictions_add_up_anew() {
    List<CustomerPrediction> most = some(new Random(5), DAY, 12);
    made(DAY, most, Optional.of(ERROR));
    BatchId deleted =
        made(DAY.plusDays(1), some(new Random(6), DAY.plusDays(1), 5), Optional.of(ERROR));
    List<CustomerPrediction> few = some(new Random(7), DAY.plusDays(2), 3);
    made(DAY.plusDays(2), few, Optional.of(ERROR));

    batches.delete(acme, deleted);

    List<CustomerPrediction> latest = new ArrayList<>(few);
    latest.addAll(most.subList(3, 12));
    for (PredictionFilter filter : filters(DAY)) {
      isExpected(Optional.empty(), filter, latest);
    }
  }
}
