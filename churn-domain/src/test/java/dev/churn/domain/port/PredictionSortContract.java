package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.LapsedPart;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.feature.CustomerState;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.value.CustomerValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
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

/** In which order every {@link PredictionBatches} lists predictions. */
public abstract class PredictionSortContract {
  private static final LocalDate DAY = LocalDate.parse("2024-02-29");
  private static final BatchId SOME_BATCH = new BatchId(UUID.randomUUID());
  private static final ModelId MODEL = new ModelId(UUID.randomUUID());
  private static final ActiveWindow WINDOW = new ActiveWindow(90);
  private static final int ACTIVE = 9;
  private static final int LAPSED = 400;
  private static final PredictionSlice.Start START = new PredictionSlice.Offset(0);
  private static final Optional<PredictionSort> BY_VALUE =
      Optional.of(PredictionSort.VALUE_AT_RISK);
  private static final Optional<PredictionSort> BY_PROBABILITY =
      Optional.of(PredictionSort.CHURN_PROBABILITY);
  private static final Optional<BatchId> LATEST = Optional.empty();

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

  /**
   * {@return a prediction}
   *
   * @param value the value at risk; NaN if the customer has none, null if nothing is known
   */
  private static CustomerPrediction prediction(
      String customer, LocalDate day, double probability, int daysSilent, Double value) {
    OptionalDouble amount =
        value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
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
                WINDOW.includesSilence(daysSilent) ? CustomerState.ACTIVE : CustomerState.LAPSED,
                daysSilent)),
        Optional.ofNullable(value).map(known -> new CustomerValue(1, amount, amount)),
        List.of());
  }

  private static CustomerPrediction active(String customer, double probability, Double value) {
    return prediction(customer, DAY, probability, ACTIVE, value);
  }

  private static CustomerPrediction lapsed(String customer, double probability, Double value) {
    return prediction(customer, DAY, probability, LAPSED, value);
  }

  private PredictionBatch made(LocalDate day, CustomerPrediction... answers) {
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
    List<CustomerPrediction> ranked = new ArrayList<>();
    batches.store(acme, batch.id(), sink -> List.of(answers).forEach(sink::answer), ranked::add);
    assertThat(ranked).isEqualTo(read(batch));
    batches.complete(acme, batch.id(), completed(batch.id(), List.of(answers)));
    return batch;
  }

  private List<CustomerPrediction> read(PredictionBatch batch) {
    List<CustomerPrediction> read = new ArrayList<>();
    batches.read(acme, batch.id(), read::add);
    return read;
  }

  private Completed completed(BatchId id, List<CustomerPrediction> answers) {
    return new Completed(
        MONDAY,
        0.5,
        risks(answers),
        ObjectKey.predictions(acme, id.value()),
        Optional.empty(),
        List.of(),
        Optional.of(
            new LapsedPart(
                WINDOW,
                0.5,
                risks(answers.stream().filter(CustomerPrediction::isLapsed).toList()))));
  }

  private static RiskDistribution risks(Collection<CustomerPrediction> answers) {
    long[] counts = new long[RiskSegment.values().length];
    answers.forEach(answer -> counts[answer.probability().segment().ordinal()]++);
    return new RiskDistribution(counts[0], counts[1], counts[2], counts[3]);
  }

  private static List<String> lines(Collection<CustomerPrediction> predictions) {
    return predictions.stream().map(p -> p.rank() + " " + p.customerId()).toList();
  }

  private PredictionSlice slice(
      Optional<BatchId> batch, Include include, Optional<PredictionSort> sort) {
    return batches.slice(
        acme, batch, PredictionFilter.of(Optional.empty(), include), sort, START, 50);
  }

  private List<String> listed(
      Optional<BatchId> batch, Include include, Optional<PredictionSort> sort) {
    return lines(slice(batch, include, sort).items());
  }

  @Test
  void a_batch_with_amounts_is_listed_by_value_and_others_by_probability() {
    PredictionBatch money =
        made(
            DAY,
            active("cheap", 0.9, 1.0),
            active("dear", 0.2, 70.0),
            lapsed("gone", 0.95, 500.0),
            lapsed("gone too", 0.99, 2.0));
    assertThat(lines(read(money))).containsExactly("1 dear", "2 cheap", "3 gone", "4 gone too");
    for (Optional<BatchId> batch : List.of(LATEST, Optional.of(money.id()))) {
      assertThat(slice(batch, Include.ACTIVE, Optional.empty()).sort())
          .isEqualTo(PredictionSort.VALUE_AT_RISK);
      assertThat(listed(batch, Include.ACTIVE, Optional.empty()))
          .isEqualTo(listed(batch, Include.ACTIVE, BY_VALUE))
          .containsExactly("1 dear", "2 cheap");
      assertThat(listed(batch, Include.LAPSED, Optional.empty()))
          .containsExactly("3 gone", "4 gone too");
      assertThat(listed(batch, Include.ALL, Optional.empty()))
          .containsExactly("3 gone", "1 dear", "4 gone too", "2 cheap");
      assertThat(listed(batch, Include.ACTIVE, BY_PROBABILITY))
          .containsExactly("1 cheap", "2 dear");
      assertThat(listed(batch, Include.ALL, BY_PROBABILITY))
          .containsExactly("1 gone too", "2 gone", "3 cheap", "4 dear");
    }
    assertThat(batches.history(acme, "dear", 1)).isEqualTo(read(money).subList(0, 1));

    PredictionBatch days =
        made(DAY.plusDays(1), active("a", 0.2, Double.NaN), active("b", 0.9, null));
    assertThat(slice(Optional.of(days.id()), Include.ACTIVE, Optional.empty()).sort())
        .isEqualTo(PredictionSort.CHURN_PROBABILITY);
    assertThat(listed(Optional.of(days.id()), Include.ACTIVE, Optional.empty()))
        .isEqualTo(listed(Optional.of(days.id()), Include.ACTIVE, BY_VALUE))
        .containsExactly("1 b", "2 a");
    assertThat(slice(Optional.of(days.id()), Include.ACTIVE, BY_VALUE).sort())
        .isEqualTo(PredictionSort.VALUE_AT_RISK);
  }

  @Test
  void a_list_of_nothing_tells_its_order_too() {
    assertThat(slice(LATEST, Include.ACTIVE, BY_VALUE).sort())
        .isEqualTo(PredictionSort.VALUE_AT_RISK);
    assertThat(slice(LATEST, Include.ACTIVE, Optional.empty()).sort())
        .isEqualTo(PredictionSort.CHURN_PROBABILITY);
  }

  @Test
  void equal_values_are_listed_by_probability_and_then_by_id_and_those_without_a_value_last() {
    PredictionBatch batch =
        made(
            DAY,
            active("nothing", 0.9, Double.NaN),
            active("unknown", 0.95, null),
            active("zero", 0.1, 0.0),
            active("é", 0.5, 8.0),
            active("z", 0.5, 8.0),
            active("likelier", 0.6, 8.0));

    assertThat(listed(Optional.of(batch.id()), Include.ACTIVE, BY_VALUE))
        .isEqualTo(listed(LATEST, Include.ACTIVE, BY_VALUE))
        .containsExactly("1 likelier", "2 z", "3 é", "4 zero", "5 unknown", "6 nothing");
  }

  @Test
  void the_latest_predictions_are_listed_by_value_if_most_are_of_a_batch_with_amounts() {
    made(DAY, active("a", 0.5, 1.0), active("b", 0.4, 2.0), active("c", 0.3, 3.0));
    made(DAY.plusDays(1), active("d", 0.6, null));
    assertThat(listed(LATEST, Include.ACTIVE, Optional.empty()))
        .containsExactly("1 c", "2 b", "3 a", "1 d");

    made(DAY.plusDays(2), active("a", 0.5, null), active("b", 0.4, null), active("d", 0.3, null));
    PredictionSlice latest = slice(LATEST, Include.ACTIVE, Optional.empty());
    assertThat(latest.sort()).isEqualTo(PredictionSort.CHURN_PROBABILITY);
    assertThat(lines(latest.items())).containsExactly("1 a", "2 b", "3 c", "3 d");
    assertThat(listed(LATEST, Include.ACTIVE, BY_VALUE))
        .containsExactly("1 c", "1 a", "2 b", "3 d");
  }

  private static List<PredictionFilter> filters(LocalDate day) {
    List<PredictionFilter> filters = new ArrayList<>();
    for (Include include : Include.values()) {
      filters.add(PredictionFilter.of(Optional.empty(), include));
      filters.add(PredictionFilter.of(Optional.of(RiskSegment.LOW), include));
      filters.add(PredictionFilter.of(Optional.of(RiskSegment.HIGH), include));
      filters.add(filter(0.2, Optional.empty(), OptionalInt.of(7), Optional.empty(), include));
      filters.add(filter(0, Optional.of(day), OptionalInt.empty(), Optional.empty(), include));
      filters.add(filter(0, Optional.empty(), OptionalInt.empty(), Optional.of("c1"), include));
    }
    return filters;
  }

  private static PredictionFilter filter(
      double atLeast,
      Optional<LocalDate> day,
      OptionalInt version,
      Optional<String> text,
      Include include) {
    return new PredictionFilter(
        Optional.empty(),
        OptionalDouble.of(atLeast),
        OptionalDouble.of(0.95),
        day,
        version,
        text,
        include);
  }

  private static List<CustomerPrediction> answers(Random random, LocalDate day, int customers) {
    boolean hasAmounts = random.nextInt(4) > 0;
    List<CustomerPrediction> answers = new ArrayList<>();
    for (int c = 0; c < customers; c++) {
      Double value = hasAmounts && random.nextInt(4) > 0 ? (double) random.nextInt(5) : null;
      answers.add(prediction("c" + c, day, random.nextInt(11) / 10.0, random.nextInt(180), value));
    }
    return answers;
  }

  private static final Comparator<CustomerPrediction> LIKELIER =
      Comparator.comparingDouble((CustomerPrediction p) -> -p.probability().value())
          .thenComparing(p -> p.customerId().getBytes(UTF_8), Arrays::compareUnsigned);
  private static final Comparator<CustomerPrediction> WORTH_MORE =
      Comparator.comparingDouble(
              (CustomerPrediction p) ->
                  -p.value().map(v -> v.valueAtRisk().orElse(-1)).orElse(-1.0))
          .thenComparing(LIKELIER);

  private static String line(CustomerPrediction p) {
    return p.customerId() + " " + p.asOf() + " " + p.value();
  }

  private static List<String> expected(
      Collection<CustomerPrediction> predictions, PredictionFilter filter, PredictionSort sort) {
    return predictions.stream()
        .filter(filter::matches)
        .sorted(sort == PredictionSort.VALUE_AT_RISK ? WORTH_MORE : LIKELIER)
        .map(PredictionSortContract::line)
        .toList();
  }

  /** Reads a list part by part, from an offset on; its cursors alone tell the order. */
  private List<String> sliced(
      Optional<BatchId> batch, PredictionFilter filter, PredictionSort sort, long offset) {
    List<String> found = new ArrayList<>();
    PredictionSlice slice =
        batches.slice(
            acme, batch, filter, Optional.of(sort), new PredictionSlice.Offset(offset), 2);
    while (true) {
      assertThat(slice.sort()).isEqualTo(sort);
      assertThat(slice.position()).isEqualTo(offset + found.size());
      slice.items().stream().map(PredictionSortContract::line).forEach(found::add);
      if (slice.next().isEmpty()) {
        return found;
      }
      slice = next(batch, filter, slice, Optional.empty());
    }
  }

  private PredictionSlice next(
      Optional<BatchId> batch,
      PredictionFilter filter,
      PredictionSlice slice,
      Optional<PredictionSort> sort) {
    var cursor = PredictionCursor.parse(slice.next().orElseThrow().toText());
    return batches.slice(acme, batch, filter, sort, new PredictionSlice.After(cursor), 2);
  }

  @Test
  void every_filter_goes_with_every_order_on_every_page_whatever_batches_a_list_is_of() {
    Random random = new Random(16);
    Map<String, CustomerPrediction> latest = new HashMap<>();
    for (int n = 0; n < 7; n++) {
      LocalDate day = DAY.plusDays(random.nextInt(3));
      List<CustomerPrediction> answers = answers(random, day, n % 3 > 0 ? 6 : 14);
      PredictionBatch last = made(day, answers.toArray(CustomerPrediction[]::new));
      answers.forEach(
          answer ->
              latest.merge(
                  answer.customerId(),
                  answer,
                  (known, found) -> found.asOf().isBefore(known.asOf()) ? known : found));
      for (PredictionFilter filter : filters(day)) {
        for (PredictionSort sort : PredictionSort.values()) {
          List<String> wanted = expected(latest.values(), filter, sort);
          List<String> ofBatch = expected(answers, filter, sort);
          assertThat(sliced(LATEST, filter, sort, 0))
              .as("%s %s %d", filter, sort, n)
              .isEqualTo(wanted);
          assertThat(sliced(Optional.of(last.id()), filter, sort, 0))
              .as("%s %s %d", filter, sort, n)
              .isEqualTo(ofBatch);
          for (int offset = 1; offset < 4 && filter.isOnlySegment(); offset += 2) {
            assertThat(sliced(LATEST, filter, sort, offset))
                .as("%s %s %d from %d", filter, sort, n, offset)
                .isEqualTo(wanted.subList(Math.min(offset, wanted.size()), wanted.size()));
            assertThat(sliced(Optional.of(last.id()), filter, sort, offset))
                .isEqualTo(ofBatch.subList(Math.min(offset, ofBatch.size()), ofBatch.size()));
          }
        }
      }
    }
  }

  @Test
  void a_list_is_continued_in_its_order_whatever_completes_meanwhile() {
    Random random = new Random(17);
    made(DAY, answers(random, DAY, 14).toArray(CustomerPrediction[]::new));
    for (PredictionSort sort : PredictionSort.values()) {
      for (Include include : Include.values()) {
        PredictionFilter filter = PredictionFilter.of(Optional.empty(), include);
        List<String> wanted = sliced(LATEST, filter, sort, 0);
        List<String> found = new ArrayList<>();
        PredictionSlice slice = batches.slice(acme, LATEST, filter, Optional.of(sort), START, 3);
        while (true) {
          slice.items().stream().map(PredictionSortContract::line).forEach(found::add);
          if (slice.next().isEmpty()) {
            break;
          }
          LocalDate day = DAY.plusDays(random.nextInt(3));
          int customers = 3 + random.nextInt(9);
          made(day, answers(random, day, customers).toArray(CustomerPrediction[]::new));
          slice = next(LATEST, filter, slice, Optional.of(sort));
        }
        assertThat(found).as("%s %s", sort, include).isEqualTo(wanted);
      }
    }
  }

  @Test
  void a_list_that_began_by_default_keeps_its_order_and_takes_no_other() {
    made(DAY, active("a", 0.9, 1.0), active("b", 0.5, 2.0), active("c", 0.4, 3.0));
    PredictionFilter filter = PredictionFilter.of(Optional.empty());
    PredictionSlice first = batches.slice(acme, LATEST, filter, Optional.empty(), START, 1);
    made(DAY.plusDays(1), active("a", 0.9, null), active("b", 0.5, null), active("d", 0.1, null));

    assertThat(next(LATEST, filter, first, Optional.empty()).items())
        .extracting(CustomerPrediction::customerId)
        .containsExactly("b", "a");
    assertThatThrownBy(() -> next(LATEST, filter, first, BY_PROBABILITY))
        .satisfies(Contracts.hasCode(ErrorCode.INVALID_INPUT))
        .hasMessage(
            "cursor: expected sort=value_at_risk, as in the call that gave it, or no sort, found"
                + " sort=churn_probability");
  }

  @Test
  void pages_leave_nobody_out_where_another_batch_hides_a_customer_of_the_segment() {
    made(
        DAY,
        active("a", 0.95, null),
        active("b", 0.9, null),
        active("c", 0.8, null),
        active("d", 0.75, null));
    made(DAY.plusDays(1), active("a", 0.1, null));

    var critical = PredictionFilter.of(Optional.of(RiskSegment.CRITICAL));
    assertThat(sliced(LATEST, critical, PredictionSort.CHURN_PROBABILITY, 1)).hasSize(2);
    assertThat(
            batches
                .customers(acme, critical.segment(), Include.ACTIVE, new PageRequest(5, 1))
                .items())
        .extracting(CustomerPrediction::customerId)
        .containsExactly("c", "d");
  }

  @Test
  void removed_customers_leave_no_gap_in_either_order() {
    PredictionBatch batch =
        made(
            DAY,
            active("a", 0.9, 1.0),
            active("b", 0.5, 9.0),
            active("c", 0.4, null),
            active("d", 0.3, 2.0),
            lapsed("e", 0.9, 4.0),
            lapsed("f", 0.8, 5.0));

    assertThat(records.removeFrom(acme, batch.id(), "d")).isEqualTo(1);
    assertThat(records.removeFrom(acme, batch.id(), "f")).isEqualTo(1);

    assertThat(lines(read(batch))).containsExactly("1 b", "2 a", "3 c", "4 e");
    for (Optional<BatchId> of : List.of(LATEST, Optional.of(batch.id()))) {
      assertThat(listed(of, Include.ACTIVE, BY_VALUE)).containsExactly("1 b", "2 a", "3 c");
      assertThat(listed(of, Include.LAPSED, BY_VALUE)).containsExactly("4 e");
      assertThat(listed(of, Include.ACTIVE, BY_PROBABILITY)).containsExactly("1 a", "2 b", "3 c");
      assertThat(listed(of, Include.LAPSED, BY_PROBABILITY)).containsExactly("4 e");
    }
  }

  @Test
  void a_customer_is_removed_from_a_long_list() {
    List<CustomerPrediction> answers = new ArrayList<>();
    for (int c = 1; c <= 400; c++) {
      answers.add(active("c" + c, c / 400.0, 1000.0 - c));
    }
    PredictionBatch batch = made(DAY, answers.toArray(CustomerPrediction[]::new));

    assertThat(records.removeFrom(acme, batch.id(), "c7")).isEqualTo(1);

    PredictionSlice slice =
        batches.slice(
            acme,
            Optional.of(batch.id()),
            PredictionFilter.of(Optional.empty()),
            BY_VALUE,
            new PredictionSlice.Offset(255),
            1);
    assertThat(lines(slice.items())).containsExactly("256 c257");
    assertThat(lines(read(batch)).subList(397, 399)).containsExactly("398 c399", "399 c400");
  }

  @Test
  void after_a_batch_is_deleted_the_others_are_still_listed_by_value() {
    made(DAY, active("a", 0.5, 1.0), active("b", 0.4, 2.0), active("c", 0.3, 3.0));
    PredictionBatch small = made(DAY.plusDays(1), active("a", 0.1, 9.0));
    PredictionBatch large = made(DAY.plusDays(2), active("b", 0.9, 4.0), active("c", 0.2, 0.0));
    assertThat(listed(LATEST, Include.ACTIVE, BY_VALUE)).containsExactly("1 a", "1 b", "2 c");

    batches.delete(acme, large.id());
    assertThat(listed(LATEST, Include.ACTIVE, BY_VALUE)).containsExactly("1 a", "1 c", "2 b");
    batches.delete(acme, small.id());
    assertThat(listed(LATEST, Include.ACTIVE, BY_VALUE)).containsExactly("1 c", "2 b", "3 a");
  }
}
