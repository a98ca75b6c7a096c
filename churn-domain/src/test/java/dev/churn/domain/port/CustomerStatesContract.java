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
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.batch.StateTotals;
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

/** What every {@link PredictionBatches} keeps about active and lapsed customers. */
public abstract class CustomerStatesContract {
  private static final LocalDate DAY = LocalDate.parse("2024-02-29");
  private static final BatchId SOME_BATCH = new BatchId(UUID.randomUUID());
  private static final ModelId MODEL = new ModelId(UUID.randomUUID());
  private static final ActiveWindow WINDOW = new ActiveWindow(90);
  private static final Optional<RiskSegment> ANY = Optional.empty();

  private static final Comparator<CustomerPrediction> BY_PROBABILITY =
      Comparator.comparingDouble((CustomerPrediction p) -> -p.probability().value())
          .thenComparing(p -> p.customerId().getBytes(UTF_8), Arrays::compareUnsigned);

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
      String customer, LocalDate day, double probability, Integer daysSilent) {
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
        Optional.ofNullable(daysSilent).map(CustomerStatesContract::activity),
        Optional.empty(),
        List.of());
  }

  private static CustomerPrediction worth(CustomerPrediction prediction, CustomerValue value) {
    return new CustomerPrediction(
        prediction.batch(),
        prediction.rank(),
        prediction.customerId(),
        prediction.asOf(),
        prediction.probability(),
        prediction.model(),
        prediction.modelVersion(),
        prediction.role(),
        prediction.active(),
        prediction.activity(),
        Optional.of(value),
        prediction.reasons());
  }

  private static CustomerActivity activity(int daysSilent) {
    CustomerState silent = daysSilent % 2 == 0 ? CustomerState.LAPSED : CustomerState.LEFT;
    return new CustomerActivity(
        WINDOW.includesSilence(daysSilent) ? CustomerState.ACTIVE : silent, daysSilent);
  }

  private static CustomerPrediction active(String customer, double probability) {
    return prediction(customer, DAY, probability, 89);
  }

  private static CustomerPrediction lapsed(String customer, double probability) {
    return prediction(customer, DAY, probability, 4000);
  }

  private static CustomerPrediction unknown(String customer, double probability) {
    return prediction(customer, DAY, probability, null);
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
    List<CustomerPrediction> read = new ArrayList<>();
    batches.read(acme, batch.id(), read::add);
    assertThat(ranked).isEqualTo(read);
    batches.complete(acme, batch.id(), completed(batch.id(), List.of(answers)));
    return batch;
  }

  private Completed completed(BatchId id, List<CustomerPrediction> answers) {
    List<CustomerPrediction> lapsed =
        answers.stream().filter(CustomerPrediction::isLapsed).toList();
    boolean isKnown = answers.stream().anyMatch(answer -> answer.activity().isPresent());
    return new Completed(
        MONDAY,
        average(answers),
        risks(answers),
        ObjectKey.predictions(acme, id.value()),
        Optional.empty(),
        List.of(),
        isKnown
            ? Optional.of(new LapsedPart(WINDOW, average(lapsed), risks(lapsed)))
            : Optional.empty());
  }

  private static double average(List<CustomerPrediction> answers) {
    return answers.stream().mapToDouble(p -> p.probability().value()).average().orElse(0);
  }

  private static RiskDistribution risks(Collection<CustomerPrediction> answers) {
    long[] counts = new long[RiskSegment.values().length];
    answers.forEach(answer -> counts[answer.probability().segment().ordinal()]++);
    return new RiskDistribution(counts[0], counts[1], counts[2], counts[3]);
  }

  private static List<String> lines(Collection<CustomerPrediction> predictions) {
    return predictions.stream().map(p -> p.rank() + " " + p.customerId()).toList();
  }

  private List<String> page(BatchId batch, Include include) {
    return lines(batches.page(acme, batch, include, PageRequest.first()).items());
  }

  @Test
  void
      active_customers_come_first_and_all_are_ranked_by_probability_alone_where_all_are_asked_for() {
    PredictionBatch batch =
        made(DAY, lapsed("a", 0.9), active("b", 0.8), lapsed("c", 0.1), active("d", 0.95));

    List<CustomerPrediction> read = new ArrayList<>();
    batches.read(acme, batch.id(), read::add);
    assertThat(lines(read)).containsExactly("1 d", "2 b", "3 a", "4 c");
    assertThat(read)
        .extracting(p -> p.activity().orElseThrow().daysSilent())
        .containsExactly(89, 89, 4000, 4000);
    assertThat(page(batch.id(), Include.ACTIVE)).containsExactly("1 d", "2 b");
    assertThat(page(batch.id(), Include.LAPSED)).containsExactly("3 a", "4 c");
    assertThat(page(batch.id(), Include.ALL)).containsExactly("1 d", "2 a", "3 b", "4 c");
    assertThat(lines(batches.customers(acme, ANY, Include.ALL, PageRequest.first()).items()))
        .containsExactly("1 d", "2 a", "3 b", "4 c");
    assertThat(batches.history(acme, "c", 10)).isEqualTo(read.subList(3, 4));
  }

  @Test
  void what_a_customer_is_worth_is_kept_as_far_as_it_is_known() {
    var money = new CustomerValue(0.4, OptionalDouble.of(12.5), OptionalDouble.of(112.5));
    var days = new CustomerValue(3, OptionalDouble.empty(), OptionalDouble.empty());
    PredictionBatch batch =
        made(DAY, worth(active("a", 0.9), money), worth(lapsed("b", 0.8), days), active("c", 0.7));

    List<CustomerPrediction> read = new ArrayList<>();
    batches.read(acme, batch.id(), read::add);
    assertThat(read)
        .extracting(CustomerPrediction::value)
        .containsExactly(Optional.of(money), Optional.empty(), Optional.of(days));
    assertThat(batches.customers(acme, ANY, Include.LAPSED, PageRequest.first()).items())
        .extracting(CustomerPrediction::value)
        .containsExactly(Optional.of(days));
  }

  @Test
  void customers_of_batches_without_states_are_listed_with_the_active_ones() {
    PredictionBatch batch = made(DAY, unknown("a", 0.9), unknown("b", 0.95));

    assertThat(batches.find(acme, batch.id()).orElseThrow().state())
        .isEqualTo(completed(batch.id(), List.of(unknown("a", 0.9), unknown("b", 0.95))));
    assertThat(page(batch.id(), Include.ACTIVE)).containsExactly("1 b", "2 a");
    assertThat(page(batch.id(), Include.LAPSED)).isEmpty();
    assertThat(page(batch.id(), Include.ALL)).containsExactly("1 b", "2 a");
    made(DAY.plusDays(1), lapsed("b", 0.7), lapsed("c", 0.7), lapsed("d", 0.7));
    assertThat(lines(batches.customers(acme, ANY, Include.ACTIVE, PageRequest.first()).items()))
        .containsExactly("2 a");
  }

  @Test
  void a_batch_tells_the_figures_of_its_lapsed_customers() {
    List<CustomerPrediction> answers =
        List.of(active("a", 0.2), lapsed("b", 0.8), lapsed("c", 0.6), active("d", 0.3));
    PredictionBatch batch = made(DAY, answers.toArray(CustomerPrediction[]::new));

    var state = (Completed) batches.find(acme, batch.id()).orElseThrow().state();
    assertThat(state).isEqualTo(completed(batch.id(), answers));
    assertThat(state.totals()).isEqualTo(new StateTotals(2, 2));
    assertThat(state.risks(Include.ACTIVE)).isEqualTo(new RiskDistribution(1, 1, 0, 0));
    assertThat(state.risks(Include.LAPSED)).isEqualTo(new RiskDistribution(0, 0, 1, 1));
    assertThat(state.averageProbability(Include.ACTIVE).orElseThrow()).isEqualTo(0.25);
    assertThat(state.averageProbability(Include.LAPSED).orElseThrow()).isEqualTo(0.7);
    assertThat(state.averageProbability(Include.ALL).orElseThrow()).isEqualTo(0.475);
  }

  @Test
  void changes_are_shown_by_the_state_in_the_later_batch() {
    PredictionBatch before =
        made(
            DAY,
            active("now lapsed", 0.1),
            lapsed("now active", 0.9),
            lapsed("gone", 0.6),
            active("gone too", 0.5),
            lapsed("same", 0.9));
    PredictionBatch after =
        made(
            DAY.plusDays(1),
            lapsed("now lapsed", 0.8),
            active("now active", 0.1),
            active("new", 0.4),
            lapsed("same", 0.9));

    assertThat(changed(before, after, Include.ACTIVE, 0))
        .containsExactly("new", "now active", "gone too");
    assertThat(changed(before, after, Include.LAPSED, 0)).containsExactly("now lapsed", "gone");
    assertThat(changed(before, after, Include.ALL, 0))
        .containsExactly("now lapsed", "new", "now active", "gone", "gone too");
    assertThat(changed(before, after, Include.ACTIVE, 2)).containsExactly("gone too");
    assertThat(changed(before, after, Include.LAPSED, 2)).isEmpty();
  }

  private List<String> changed(
      PredictionBatch before, PredictionBatch after, Include include, long offset) {
    SegmentChanges found =
        batches.changes(acme, before.id(), after.id(), include, new PageRequest(10, offset));
    assertThat(found.totals()).isEqualTo(new StateTotals(3, 2));
    return found.items().stream().map(change -> change.customerId()).toList();
  }

  private static List<PredictionFilter> filters(LocalDate day) {
    List<PredictionFilter> filters = new ArrayList<>();
    for (Include include : Include.values()) {
      filters.add(PredictionFilter.of(ANY, include));
      filters.add(PredictionFilter.of(Optional.of(RiskSegment.LOW), include));
      filters.add(PredictionFilter.of(Optional.of(RiskSegment.CRITICAL), include));
      filters.add(filter(0.2, Optional.empty(), OptionalInt.of(7), "", include));
      filters.add(filter(0, Optional.of(day), OptionalInt.empty(), "", include));
      filters.add(filter(0, Optional.empty(), OptionalInt.empty(), "c1", include));
    }
    return filters;
  }

  private static PredictionFilter filter(
      double atLeast, Optional<LocalDate> day, OptionalInt version, String text, Include include) {
    return new PredictionFilter(
        ANY,
        OptionalDouble.of(atLeast),
        OptionalDouble.of(0.95),
        day,
        version,
        Optional.of(text).filter(some -> !some.isEmpty()),
        include);
  }

  /** Reads a list part by part, from an offset on. */
  private List<String> sliced(Optional<BatchId> batch, PredictionFilter filter, long offset) {
    List<String> found = new ArrayList<>();
    PredictionSlice.Start start = new PredictionSlice.Offset(offset);
    while (true) {
      PredictionSlice slice = batches.slice(acme, batch, filter, Optional.empty(), start, 2);
      assertThat(slice.position()).isEqualTo(offset + found.size());
      assertThat(slice.total()).isEqualTo(slice.totals().of(filter.include()));
      slice.items().forEach(p -> found.add(p.customerId() + " " + p.asOf() + p.activity()));
      if (slice.next().isEmpty()) {
        assertThat(slice.total()).isEqualTo(offset + found.size());
        return found;
      }
      start = new PredictionSlice.After(PredictionCursor.parse(slice.next().get().toText()));
    }
  }

  private static List<String> expected(
      Collection<CustomerPrediction> predictions, PredictionFilter filter) {
    return predictions.stream()
        .filter(filter::matches)
        .sorted(BY_PROBABILITY)
        .map(p -> p.customerId() + " " + p.asOf() + p.activity())
        .toList();
  }

  @Test
  void every_filter_is_combined_with_the_state_whatever_batches_a_list_is_of() {
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
        List<String> wanted = expected(latest.values(), filter);
        assertThat(sliced(Optional.empty(), filter, 0)).as("%s %d", filter, n).isEqualTo(wanted);
        assertThat(sliced(Optional.of(last.id()), filter, 0))
            .as("%s %d", filter, n)
            .isEqualTo(expected(answers, filter));
        if (filter.isOnlySegment() && wanted.size() > 3) {
          assertThat(sliced(Optional.empty(), filter, 3))
              .isEqualTo(wanted.subList(3, wanted.size()));
        }
      }
    }
  }

  private static List<CustomerPrediction> answers(Random random, LocalDate day, int customers) {
    List<CustomerPrediction> answers = new ArrayList<>();
    for (int c = 0; c < customers; c++) {
      int state = random.nextInt(4);
      Integer daysSilent = state == 0 ? null : random.nextInt(180);
      answers.add(prediction("c" + c, day, random.nextInt(11) / 10.0, daysSilent));
    }
    return answers;
  }

  @Test
  void a_list_of_some_customers_is_continued_as_it_was_whatever_completes_meanwhile() {
    Random random = new Random(17);
    made(DAY, answers(random, DAY, 14).toArray(CustomerPrediction[]::new));
    for (Include include : Include.values()) {
      PredictionFilter filter = PredictionFilter.of(ANY, include);
      List<String> wanted = sliced(Optional.empty(), filter, 0);
      List<String> found = new ArrayList<>();
      PredictionSlice.Start start = new PredictionSlice.Offset(0);
      boolean more = true;
      while (more) {
        PredictionSlice slice =
            batches.slice(acme, Optional.empty(), filter, Optional.empty(), start, 3);
        slice.items().forEach(p -> found.add(p.customerId() + " " + p.asOf() + p.activity()));
        more = slice.next().isPresent();
        if (more) {
          start = new PredictionSlice.After(slice.next().get());
          LocalDate day = DAY.plusDays(random.nextInt(3));
          int customers = 3 + random.nextInt(9);
          made(day, answers(random, day, customers).toArray(CustomerPrediction[]::new));
        }
      }
      assertThat(found).as(include.code()).isEqualTo(wanted);
    }
  }

  @Test
  void a_list_is_not_continued_for_other_customers() {
    PredictionBatch batch = made(DAY, active("a", 0.5), active("b", 0.4), lapsed("c", 0.5));
    PredictionFilter all = PredictionFilter.of(ANY, Include.ALL);
    PredictionCursor cursor =
        batches
            .slice(
                acme,
                Optional.of(batch.id()),
                all,
                Optional.empty(),
                new PredictionSlice.Offset(0),
                1)
            .next()
            .orElseThrow();

    assertThatThrownBy(
            () ->
                batches.slice(
                    acme,
                    Optional.of(batch.id()),
                    all.with(Include.ACTIVE),
                    Optional.empty(),
                    new PredictionSlice.After(cursor),
                    1))
        .satisfies(Contracts.hasCode(ErrorCode.INVALID_INPUT));
  }

  @Test
  void removed_customers_leave_no_gap_in_any_list() {
    PredictionBatch batch =
        made(
            DAY,
            lapsed("a", 0.9),
            active("b", 0.8),
            lapsed("c", 0.1),
            active("d", 0.95),
            active("e", 0.2));

    assertThat(records.removeFrom(acme, batch.id(), "a")).isEqualTo(1);
    assertThat(records.removeFrom(acme, batch.id(), "d")).isEqualTo(1);

    assertThat(page(batch.id(), Include.ACTIVE)).containsExactly("1 b", "2 e");
    assertThat(page(batch.id(), Include.LAPSED)).containsExactly("3 c");
    assertThat(page(batch.id(), Include.ALL)).containsExactly("1 b", "2 e", "3 c");
    var state = (Completed) batches.find(acme, batch.id()).orElseThrow().state();
    assertThat(state.totals()).isEqualTo(new StateTotals(2, 1));
    assertThat(state.averageProbability(Include.LAPSED).orElseThrow()).isBetween(0.0999, 0.1001);
    assertThat(sliced(Optional.empty(), PredictionFilter.of(ANY), 0)).hasSize(2);
    assertThat(records.removeFrom(acme, batch.id(), "c")).isEqualTo(1);
    assertThat(page(batch.id(), Include.ACTIVE)).containsExactly("1 b", "2 e");
    assertThat(page(batch.id(), Include.LAPSED)).isEmpty();
  }
}
