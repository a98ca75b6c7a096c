package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.conventions;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.PredictionBatches.Source;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.Fingerprint;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link PredictionBatches} keeps. */
public abstract class PredictionBatchesContract {
  private static final LocalDate DAY = LocalDate.parse("2024-02-29");

  /** The store puts the right one in its place. */
  private static final BatchId SOME_BATCH = new BatchId(UUID.randomUUID());

  private static final ModelId MODEL = new ModelId(UUID.randomUUID());

  private OrganizationId acme;
  private OrganizationId other;
  private PredictionBatches batches;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void two_organizations() {
    batches = ports().batches();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private static PredictionBatch batch(
      OrganizationId organization, PredictionInput input, LocalDate asOf, Instant createdAt) {
    return new PredictionBatch(
        new BatchId(UUID.randomUUID()),
        organization,
        "Février, as of " + asOf,
        input,
        asOf,
        input instanceof ScoringSnapshot ? OptionalLong.of(3) : OptionalLong.empty(),
        createdAt,
        new PredictionBatch.Queued());
  }

  private static ScoringSnapshot snapshot(OrganizationId organization) {
    var id = UUID.randomUUID();
    return new ScoringSnapshot(new DatasetId(id), ObjectKey.features(organization, id));
  }

  private PredictionBatch wanted(LocalDate asOf, Instant createdAt) {
    PredictionBatch batch = batch(acme, snapshot(acme), asOf, createdAt);
    batches.add(batch);
    return batch;
  }

  private static CustomerPrediction prediction(String customer, double probability) {
    return prediction(customer, DAY, probability);
  }

  private static CustomerPrediction prediction(
      String customer, LocalDate asOf, double probability) {
    return new CustomerPrediction(
        SOME_BATCH,
        CustomerPrediction.UNRANKED,
        customer,
        asOf,
        new ChurnProbability(probability),
        MODEL,
        7,
        Optional.of(ModelRole.CHALLENGER),
        Optional.of(false),
        List.of());
  }

  private static Source answers(CustomerPrediction... predictions) {
    return sink -> List.of(predictions).forEach(sink::answer);
  }

  private static Completed completed(PredictionBatch batch) {
    return new Completed(
        MONDAY.plusSeconds(60),
        0.4251,
        new RiskDistribution(1, 0, 1, 1),
        ObjectKey.predictions(batch.organizationId(), batch.id().value()));
  }

  /** Stores and completes. */
  private PredictionBatch made(LocalDate asOf, Instant createdAt, CustomerPrediction... answers) {
    PredictionBatch batch = wanted(asOf, createdAt);
    batches.store(acme, batch.id(), answers(answers));
    batches.complete(acme, batch.id(), completed(batch, answers));
    return batch;
  }

  private static Completed completed(PredictionBatch batch, CustomerPrediction... answers) {
    long[] counts = new long[RiskSegment.values().length];
    for (CustomerPrediction answer : answers) {
      counts[answer.probability().segment().ordinal()]++;
    }
    return new Completed(
        MONDAY.plusSeconds(60),
        0.4251,
        new RiskDistribution(counts[0], counts[1], counts[2], counts[3]),
        ObjectKey.predictions(batch.organizationId(), batch.id().value()));
  }

  private List<CustomerPrediction> read(PredictionBatch batch) {
    List<CustomerPrediction> read = new ArrayList<>();
    batches.read(batch.organizationId(), batch.id(), read::add);
    return read;
  }

  private List<CustomerPrediction> page(PredictionBatch batch) {
    return batches.page(acme, batch.id(), Include.ALL, PageRequest.first()).items();
  }

  private List<CustomerPrediction> customers() {
    return batches.customers(acme, Optional.empty(), Include.ALL, PageRequest.first()).items();
  }

  @Test
  void a_batch_of_a_dataset_comes_back_as_it_was_added_and_as_it_went_on() {
    PredictionBatch batch = wanted(DAY, MONDAY);

    assertThat(batches.find(acme, batch.id())).contains(batch);
    batches.start(acme, batch.id());
    assertThat(batches.find(acme, batch.id())).contains(batch.with(new PredictionBatch.Running()));
    batches.store(acme, batch.id(), answers(prediction("a", 0.5)));
    assertThat(batches.names(acme, completed(batch).output())).isFalse();
    batches.complete(acme, batch.id(), completed(batch));
    assertThat(batches.find(acme, batch.id())).contains(batch.with(completed(batch)));
    assertThat(batches.names(acme, completed(batch).output())).isTrue();
    assertThat(batches.names(acme, batch.input().key())).isTrue();
    assertThat(batches.names(other, batch.input().key())).isFalse();
  }

  @Test
  void a_batch_of_a_file_comes_back_as_it_was_added() {
    var file = raw(acme, MONDAY).file();
    var plain = new UploadedEvents(file, UploadOptions.defaults(), DAY, DAY, 0, 17, 2);
    var special =
        new UploadedEvents(
            file,
            new UploadOptions(
                true,
                Optional.of(DAY),
                Optional.of("dd/MM/yyyy"),
                Set.of("purchase"),
                Map.of("customer_id", "Kunde", "amount", "Betrag"),
                conventions()),
            DAY.plusDays(2),
            DAY.minusDays(90),
            3,
            1000,
            0);
    for (PredictionInput input : List.of(plain, special)) {
      PredictionBatch batch = batch(acme, input, DAY, MONDAY);
      batches.add(batch);

      assertThat(batches.find(acme, batch.id())).contains(batch);
    }
  }

  @Test
  void an_id_is_given_once_and_to_organizations_that_are_there() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    var nobody = new OrganizationId(UUID.randomUUID());

    assertThatThrownBy(() -> batches.add(batch)).satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
    assertThatThrownBy(() -> batches.add(batch(nobody, snapshot(nobody), DAY, MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void batches_are_listed_the_latest_first() {
    PredictionBatch first = wanted(DAY, MONDAY);
    PredictionBatch last = wanted(DAY, MONDAY.plusSeconds(1));
    PredictionBatch second = wanted(DAY, MONDAY);

    assertThat(batches.list(acme, PageRequest.first()).items())
        .containsExactly(last, second, first);
    var page = batches.list(acme, new PageRequest(1, 1));
    assertThat(page.items()).containsExactly(second);
    assertThat(page.total()).isEqualTo(3);
  }

  @Test
  void unfinished_batches_are_found_by_their_table_until_they_end() {
    PredictionBatch failing = wanted(DAY, MONDAY);
    DatasetId table = ((ScoringSnapshot) failing.input()).features();
    PredictionBatch completing = batch(acme, failing.input(), DAY, MONDAY.plusSeconds(1));
    batches.add(completing);
    wanted(DAY, MONDAY);
    batches.start(acme, failing.id());

    assertThat(batches.findUnfinished(acme, table))
        .extracting(PredictionBatch::id)
        .containsExactly(completing.id(), failing.id());
    assertThat(batches.findUnfinished(other, table)).isEmpty();
    batches.fail(acme, failing.id(), new Failed(MONDAY, "no model"));
    batches.store(acme, completing.id(), answers(prediction("a", 0.5)));
    batches.complete(acme, completing.id(), completed(completing));
    assertThat(batches.findUnfinished(acme, table)).isEmpty();
  }

  @Test
  void answers_are_ranked_by_probability_and_then_by_the_bytes_of_the_id() {
    // 😀 is two UTF-16 units that are less than ￿, and four bytes that are more
    String[] equal = {"A", "B", "a", "é", "￼", "😀"};
    PredictionBatch batch =
        made(
            DAY,
            MONDAY,
            prediction("😀", 0.5),
            prediction("é", 0.5),
            prediction("last", 0.1),
            prediction("a", 0.5),
            prediction("￼", 0.5),
            prediction("B", 0.5),
            prediction("first", 0.9),
            prediction("A", 0.5));

    List<CustomerPrediction> all = page(batch);
    assertThat(all).extracting(CustomerPrediction::customerId).startsWith("first").endsWith("last");
    assertThat(all.subList(1, 7)).extracting(CustomerPrediction::customerId).containsExactly(equal);
    assertThat(all)
        .extracting(CustomerPrediction::rank)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(read(batch)).isEqualTo(all);
    assertThat(customers()).isEqualTo(all);
    assertThat(batches.page(acme, batch.id(), Include.ALL, new PageRequest(2, 6)).items())
        .isEqualTo(all.subList(6, 8));
    assertThat(
            batches.page(acme, batch.id(), Include.ALL, new PageRequest(2, Long.MAX_VALUE)).items())
        .isEmpty();
  }

  @Test
  void ids_probabilities_and_reasons_come_back_as_they_were() {
    List<String> ids = new ArrayList<>();
    for (String id :
        List.of(
            "a b",
            "a,b",
            "a\"b",
            "a\\b",
            "\\N",
            "\\.",
            "a\tb",
            "a\nb",
            "a\r\nb",
            "{a}",
            "'",
            "=1+1",
            "NULL",
            "null",
            "ü",
            "客户",
            "😀",
            "\u0001",
            "x".repeat(256),
            "€".repeat(256))) {
      ids.add(id);
    }
    List<CustomerPrediction> sent = new ArrayList<>();
    for (String id : ids) {
      double probability = 1.0 / 3 + sent.size() * 1e-16;
      sent.add(
          new CustomerPrediction(
              SOME_BATCH,
              CustomerPrediction.UNRANKED,
              id,
              DAY,
              new ChurnProbability(probability),
              MODEL,
              7,
              Optional.empty(),
              Optional.empty(),
              List.of("silent for 54 days, usually back after 12", id, "")));
    }
    PredictionBatch batch = wanted(DAY, MONDAY);
    batches.store(acme, batch.id(), sink -> sent.forEach(sink::answer));

    assertThat(read(batch).stream().map(p -> p.in(SOME_BATCH, CustomerPrediction.UNRANKED)))
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void storing_again_replaces_and_a_source_that_throws_changes_nothing() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    batches.store(acme, batch.id(), answers(prediction("a", 0.2), prediction("b", 0.3)));
    batches.store(acme, batch.id(), answers(prediction("b", 0.4), prediction("c", 0.1)));
    assertThat(read(batch))
        .containsExactly(
            prediction("b", 0.4).in(batch.id(), 1), prediction("c", 0.1).in(batch.id(), 2));

    assertThatThrownBy(
            () ->
                batches.store(
                    acme,
                    batch.id(),
                    sink -> {
                      sink.answer(prediction("d", 0.5));
                      throw new IllegalStateException("cut off");
                    }))
        .hasMessage("cut off");
    assertThat(read(batch)).hasSize(2);
  }

  @Test
  @Timeout(30)
  void a_source_may_ask_while_it_gives() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    batches.store(
        acme,
        batch.id(),
        sink -> {
          sink.answer(prediction("a", 0.2));
          assertThat(batches.find(acme, batch.id())).contains(batch);
          for (int i = 0; i < 30_000; i++) {
            sink.answer(prediction("b" + i, i / 30_000.0));
          }
          assertThat(ports().organizations().find(acme)).isPresent();
        });

    assertThat(read(batch)).hasSize(30_001);
  }

  @Test
  void lists_show_only_what_is_completed() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    batches.store(acme, batch.id(), answers(prediction("a", 0.2)));

    assertThat(page(batch)).isEmpty();
    assertThat(customers()).isEmpty();
    assertThat(byCustomer(batch)).isEmpty();
    batches.complete(acme, batch.id(), completed(batch));
    assertThat(page(batch)).containsExactly(prediction("a", 0.2).in(batch.id(), 1));
    assertThat(customers()).containsExactly(prediction("a", 0.2).in(batch.id(), 1));
  }

  @Test
  void what_has_ended_stays_as_it_is() {
    PredictionBatch done = made(DAY, MONDAY, prediction("a", 0.2));
    PredictionBatch failed = wanted(DAY, MONDAY);
    batches.store(acme, failed.id(), answers(prediction("b", 0.2)));
    batches.fail(acme, failed.id(), new Failed(MONDAY, "no model\0"));

    assertThat(read(failed)).isEmpty();
    for (PredictionBatch ended : List.of(done, failed)) {
      PredictionBatch before = batches.find(acme, ended.id()).orElseThrow();
      batches.start(acme, ended.id());
      batches.complete(acme, ended.id(), completed(failed));
      assertThatThrownBy(() -> batches.store(acme, ended.id(), answers(prediction("c", 0.2))))
          .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
      assertThat(batches.find(acme, ended.id())).contains(before);
    }
    batches.fail(acme, done.id(), new Failed(MONDAY, "too late"));
    assertThat(batches.find(acme, done.id()))
        .contains(done.with(completed(done, prediction("a", 0.2))));
    assertThat(page(done)).hasSize(1);
    assertThat(customers()).hasSize(1);
  }

  @Test
  void a_customer_is_shown_as_the_latest_day_saw_it_and_of_one_day_the_latest_batch() {
    LocalDate later = DAY.plusDays(30);
    made(DAY, MONDAY, prediction("a", 0.1), prediction("b", 0.8), prediction("gone", 0.95));
    made(
        later,
        MONDAY.plusSeconds(1),
        prediction("a", later, 0.6),
        prediction("b", later, 0.2),
        prediction("new", later, 0.3));
    made(DAY, MONDAY.plusSeconds(2), prediction("a", 0.9), prediction("gone", 0.45));
    made(later, MONDAY.plusSeconds(3), prediction("b", later, 0.69));

    assertThat(customers())
        .extracting(p -> p.customerId() + " " + p.asOf() + " " + p.probability().value())
        .containsExactly(
            "b 2024-03-30 0.69", "a 2024-03-30 0.6", "gone 2024-02-29 0.45", "new 2024-03-30 0.3");
    for (RiskSegment segment : RiskSegment.values()) {
      var page = batches.customers(acme, Optional.of(segment), Include.ALL, new PageRequest(1, 0));
      long expected =
          switch (segment) {
            case LOW, CRITICAL -> 0;
            case MEDIUM, HIGH -> 2;
          };
      assertThat(page.total()).as(segment.label()).isEqualTo(expected);
      assertThat(page.items()).allMatch(p -> p.probability().segment() == segment);
      assertThat(page.items()).hasSize((int) Math.min(1, expected));
    }
    var rest = batches.customers(acme, Optional.empty(), Include.ALL, new PageRequest(2, 3));
    assertThat(rest.items()).extracting(CustomerPrediction::customerId).containsExactly("new");
    assertThat(rest.total()).isEqualTo(4);
  }

  @Test
  void whatever_batches_come_each_customer_has_one_latest_answer_on_one_page() {
    Random random = new Random(7);
    Map<String, CustomerPrediction> latest = new HashMap<>();
    for (int n = 0; n < 30; n++) {
      LocalDate day = DAY.plusDays(random.nextInt(4));
      int share = n % 3 == 0 ? 9 : 2; // small batches after large ones
      List<CustomerPrediction> answers = new ArrayList<>();
      for (String customer : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
        if (random.nextInt(10) < share || answers.isEmpty()) {
          answers.add(prediction(customer, day, random.nextInt(11) / 10.0));
        }
      }
      made(day, MONDAY.plusSeconds(n), answers.toArray(CustomerPrediction[]::new));
      for (CustomerPrediction answer : answers) { // of equal days, the batch that was added later
        latest.merge(
            answer.customerId(),
            answer,
            (known, found) -> found.asOf().isBefore(known.asOf()) ? known : found);
      }

      assertThat(latestOf(Optional.empty())).isEqualTo(expected(latest, probability -> true));
      for (RiskSegment segment : RiskSegment.values()) {
        assertThat(latestOf(Optional.of(segment)))
            .as("%s after %d batches", segment, n)
            .isEqualTo(expected(latest, probability -> probability.segment() == segment));
      }
    }
  }

  private static List<String> expected(
      Map<String, CustomerPrediction> latest, Predicate<ChurnProbability> wanted) {
    return latest.values().stream()
        .filter(prediction -> wanted.test(prediction.probability()))
        .sorted(
            Comparator.comparingDouble((CustomerPrediction p) -> -p.probability().value())
                .thenComparing(CustomerPrediction::customerId))
        .map(PredictionBatchesContract::line)
        .toList();
  }

  /** Two at a time; the total is that of all. */
  private List<String> latestOf(Optional<RiskSegment> segment) {
    List<String> lines = new ArrayList<>();
    long total = Long.MAX_VALUE;
    for (long offset = 0; offset < total; offset += 2) {
      var page = batches.customers(acme, segment, Include.ALL, new PageRequest(2, offset));
      page.items().stream().map(PredictionBatchesContract::line).forEach(lines::add);
      total = page.total();
    }
    assertThat(lines).hasSize((int) total);
    return lines;
  }

  private static String line(CustomerPrediction prediction) {
    return prediction.customerId() + " " + prediction.asOf() + " " + prediction.probability();
  }

  @Test
  void a_page_beyond_the_last_customer_is_empty() {
    made(DAY, MONDAY, prediction("a", 0.1), prediction("b", 0.8));

    var page =
        batches.customers(
            acme, Optional.of(RiskSegment.LOW), Include.ALL, new PageRequest(2, Long.MAX_VALUE));

    assertThat(page.items()).isEmpty();
    assertThat(page.total()).isEqualTo(1);
  }

  @Test
  void batches_that_end_in_another_order_than_they_were_added_give_the_same_customers() {
    PredictionBatch early = wanted(DAY, MONDAY);
    made(DAY, MONDAY.plusSeconds(1), prediction("a", 0.6));
    batches.store(acme, early.id(), answers(prediction("a", 0.1)));
    batches.complete(acme, early.id(), completed(early));

    assertThat(customers()).extracting(p -> p.probability().value()).containsExactly(0.6);
  }

  @Test
  void answers_are_passed_on_by_rank_while_they_are_stored() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    List<CustomerPrediction> ranked = new ArrayList<>();
    CustomerPrediction explained =
        prediction("ü\u20ac\uD83D\uDE00", 0.4).because(List.of("silent"));
    batches.store(
        acme,
        batch.id(),
        sink -> {
          sink.answer(prediction("\uFFFD", 0.4));
          sink.answer(explained);
          sink.shadow(prediction("b", 0.9));
          sink.answer(prediction("b", 0.9));
          sink.answer(prediction("aa", 0.4));
          sink.answer(prediction("a", 0.4));
        },
        ranked::add);

    assertThat(ranked).extracting(CustomerPrediction::rank).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(ranked)
        .extracting(CustomerPrediction::customerId)
        .containsExactly("b", "a", "aa", explained.customerId(), "\uFFFD");
    assertThat(ranked).isEqualTo(read(batch)).contains(explained.in(batch.id(), 4));
    assertThatThrownBy(
            () ->
                batches.store(
                    acme,
                    batch.id(),
                    answers(prediction("other", 0.5)),
                    answer -> {
                      throw new IllegalStateException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(read(batch)).isEqualTo(ranked);
  }

  @Test
  void shadows_are_kept_and_shown_by_no_list() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    batches.store(
        acme,
        batch.id(),
        sink -> {
          sink.shadow(prediction("a", 0.99));
          sink.answer(prediction("b", 0.4));
          sink.answer(prediction("a", 0.2));
          sink.shadow(prediction("b", 0.1));
        });
    batches.complete(acme, batch.id(), completed(batch));

    List<CustomerPrediction> answers =
        List.of(prediction("b", 0.4).in(batch.id(), 1), prediction("a", 0.2).in(batch.id(), 2));
    assertThat(read(batch)).isEqualTo(answers);
    assertThat(page(batch)).isEqualTo(answers);
    assertThat(customers()).isEqualTo(answers);
    assertThat(byCustomer(batch))
        .containsExactly("a 0.2 answer", "a 0.99 shadow", "b 0.4 answer", "b 0.1 shadow");
  }

  private List<String> byCustomer(PredictionBatch batch) {
    List<String> read = new ArrayList<>();
    batches.readByCustomer(
        batch.organizationId(),
        batch.id(),
        (p, shadow) ->
            read.add(
                p.customerId() + " " + p.probability().value() + (shadow ? " shadow" : " answer")));
    return read;
  }

  @Test
  void by_customer_means_by_the_bytes_of_the_id() {
    PredictionBatch batch =
        made(DAY, MONDAY, prediction("😀", 0.1), prediction("￼", 0.2), prediction("b", 0.3));
    List<String> ids = new ArrayList<>();
    batches.readByCustomer(acme, batch.id(), (p, shadow) -> ids.add(p.customerId()));

    assertThat(ids).containsExactly("b", "￼", "😀");
    assertThat(ids.get(1).getBytes(UTF_8)[0] & 0xFF)
        .isLessThan(ids.get(2).getBytes(UTF_8)[0] & 0xFF);
  }

  @Test
  void batches_are_found_by_day_and_by_what_comes_before() {
    PredictionBatch late = made(DAY.plusDays(5), MONDAY, prediction("a", 0.1));
    PredictionBatch first = made(DAY, MONDAY, prediction("a", 0.1));
    PredictionBatch second = made(DAY, MONDAY, prediction("a", 0.1));
    wanted(DAY, MONDAY);

    assertThat(batches.findCompleted(acme, DAY.minusDays(1))).isEmpty();
    assertThat(batches.findCompleted(acme, DAY).orElseThrow().id()).isEqualTo(second.id());
    assertThat(batches.findCompleted(acme, DAY.plusDays(9)).orElseThrow().id())
        .isEqualTo(late.id());
    assertThat(batches.findBefore(acme, late.id()).orElseThrow().id()).isEqualTo(second.id());
    assertThat(batches.findBefore(acme, second.id()).orElseThrow().id()).isEqualTo(first.id());
    assertThat(batches.findBefore(acme, first.id())).isEmpty();
    assertThat(batches.findBefore(other, late.id())).isEmpty();
    assertThat(batches.findCompleted(other, DAY)).isEmpty();
  }

  @Test
  void customers_at_risk_are_read_with_their_segments() {
    PredictionBatch batch =
        made(DAY, MONDAY, prediction("a", 0.5), prediction("b", 0.7), prediction("c", 0.49));
    PredictionBatch running = wanted(DAY, MONDAY);
    batches.store(acme, running.id(), answers(prediction("a", 0.9)));
    var hash = new CustomerHash();
    Map<Long, RiskSegment> found = new HashMap<>();
    batches.readAtRisk(acme, batch.id(), found::put);

    assertThat(found)
        .isEqualTo(Map.of(hash.of("a"), RiskSegment.HIGH, hash.of("b"), RiskSegment.CRITICAL));
    batches.readAtRisk(acme, running.id(), (customer, segment) -> fail("not completed"));
    batches.readAtRisk(other, batch.id(), (customer, segment) -> fail("of another organization"));
  }

  @Test
  void each_customer_of_a_large_batch_is_found() {
    CustomerPrediction[] many = new CustomerPrediction[1000];
    Arrays.setAll(many, i -> prediction("c" + i, i / 1000.0));
    made(DAY, MONDAY, many);
    PredictionBatch again = made(DAY.plusDays(1), MONDAY, many);

    for (CustomerPrediction one : many) {
      assertThat(batches.history(acme, one.customerId(), 10))
          .extracting(found -> found.customerId() + found.probability())
          .containsOnly(one.customerId() + one.probability())
          .hasSize(2);
    }
    assertThat(batches.history(acme, "c1000", 10)).isEmpty();
    batches.delete(acme, again.id());
    assertThat(batches.history(acme, "c7", 10)).hasSize(1);
  }

  @Test
  void changes_are_those_of_segments_and_of_who_is_there() {
    PredictionBatch before =
        made(
            DAY,
            MONDAY,
            prediction("same", 0.31),
            prediction("up", 0.49),
            prediction("down", 0.9),
            prediction("gone", 0.6),
            prediction("gone too", 0.7));
    PredictionBatch after =
        made(
            DAY.plusDays(30),
            MONDAY,
            prediction("same", 0.49),
            prediction("up", 0.5),
            prediction("down", 0.69),
            prediction("new", 0.1));

    List<String> expected =
        List.of("down 0.9 0.69", "up 0.49 0.5", "new - 0.1", "gone too 0.7 -", "gone 0.6 -");
    assertThat(changes(before, after, new PageRequest(10, 0))).isEqualTo(expected);
    assertThat(changes(before, after, new PageRequest(2, 1))).isEqualTo(expected.subList(1, 3));
    assertThat(changes(before, before, new PageRequest(2, 0))).isEmpty();
    assertThat(
            batches
                .changes(acme, before.id(), after.id(), Include.ALL, new PageRequest(1, 100))
                .totals()
                .of(Include.ALL))
        .isEqualTo(5);
    assertThat(
            batches
                .changes(other, before.id(), after.id(), Include.ALL, new PageRequest(1, 0))
                .totals()
                .of(Include.ALL))
        .isZero();
  }

  private List<String> changes(PredictionBatch since, PredictionBatch batch, PageRequest page) {
    var found = batches.changes(acme, since.id(), batch.id(), Include.ALL, page);
    assertThat(found.totals().of(Include.ALL)).isEqualTo(since.equals(batch) ? 0 : 5);
    return found.items().stream()
        .map(c -> c.customerId() + " " + shown(c.before()) + " " + shown(c.now()))
        .toList();
  }

  private static String shown(Optional<CustomerPrediction> prediction) {
    return prediction.map(p -> String.valueOf(p.probability().value())).orElse("-");
  }

  @Test
  void a_customer_has_a_history_the_latest_first() {
    made(DAY.plusDays(2), MONDAY, prediction("a", 0.1), prediction("b", 0.2));
    made(DAY, MONDAY, prediction("a", 0.3));
    made(DAY.plusDays(2), MONDAY, prediction("a", 0.4));
    PredictionBatch running = wanted(DAY.plusDays(9), MONDAY);
    batches.store(acme, running.id(), answers(prediction("a", 0.9)));

    assertThat(batches.history(acme, "a", 10))
        .extracting(p -> p.probability().value())
        .containsExactly(0.4, 0.1, 0.3);
    assertThat(batches.history(acme, "a", 1)).hasSize(1);
    assertThat(batches.history(acme, "A", 10)).isEmpty();
    assertThat(batches.history(other, "a", 10)).isEmpty();
  }

  @Test
  void whatever_batches_are_deleted_each_customer_has_the_latest_answer_of_the_others() {
    Random random = new Random(3);
    Map<PredictionBatch, List<CustomerPrediction>> left = new LinkedHashMap<>();
    for (int n = 0; n < 25; n++) {
      if (random.nextInt(3) > 0 || left.isEmpty()) {
        LocalDate day = DAY.plusDays(random.nextInt(3));
        List<CustomerPrediction> answers = new ArrayList<>();
        for (String customer : List.of("a", "b", "c", "d", "e", "f")) {
          if (random.nextInt(2) > 0 || answers.isEmpty()) {
            answers.add(prediction(customer, day, random.nextInt(11) / 10.0));
          }
        }
        left.put(
            made(day, MONDAY.plusSeconds(n), answers.toArray(CustomerPrediction[]::new)), answers);
      } else {
        PredictionBatch gone = List.copyOf(left.keySet()).get(random.nextInt(left.size()));
        batches.delete(acme, gone.id());
        batches.delete(acme, gone.id()); // again: no effect
        left.remove(gone);
        assertThat(batches.find(acme, gone.id())).isEmpty();
        assertThat(read(gone)).isEmpty();
      }
      Map<String, CustomerPrediction> latest = new HashMap<>();
      left.values()
          .forEach(
              answers ->
                  answers.forEach(
                      answer ->
                          latest.merge(
                              answer.customerId(),
                              answer,
                              (known, found) ->
                                  found.asOf().isBefore(known.asOf()) ? known : found)));
      assertThat(latestOf(Optional.empty()))
          .as("round %d", n)
          .isEqualTo(expected(latest, probability -> true));
      for (RiskSegment segment : RiskSegment.values()) {
        assertThat(latestOf(Optional.of(segment)))
            .isEqualTo(expected(latest, probability -> probability.segment() == segment));
      }
    }
  }

  private static PredictionFilter filter(
      double atLeast, double atMost, LocalDate asOf, Integer version, String text) {
    return new PredictionFilter(
        Optional.empty(),
        OptionalDouble.of(atLeast),
        OptionalDouble.of(atMost),
        Optional.ofNullable(asOf),
        version == null ? OptionalInt.empty() : OptionalInt.of(version),
        Optional.ofNullable(text),
        Include.ALL);
  }

  private List<String> sliced(Optional<BatchId> batch, PredictionFilter filter) {
    List<String> found = new ArrayList<>();
    PredictionSlice.Start start = new PredictionSlice.Offset(0);
    while (true) {
      PredictionSlice slice = batches.slice(acme, batch, filter, Optional.empty(), start, 2);
      assertThat(slice.position()).isEqualTo(found.size());
      slice.items().stream().map(PredictionBatchesContract::line).forEach(found::add);
      if (slice.next().isEmpty()) {
        assertThat(slice.total()).isEqualTo(found.size());
        return found;
      }
      start = new PredictionSlice.After(PredictionCursor.parse(slice.next().get().toText()));
    }
  }

  @Test
  void lists_are_filtered_and_continued_whatever_batches_they_are_of() {
    Random random = new Random(5);
    Map<String, CustomerPrediction> latest = new HashMap<>();
    PredictionBatch last = null;
    for (int n = 0; n < 8; n++) {
      LocalDate day = DAY.plusDays(random.nextInt(3));
      List<CustomerPrediction> answers = new ArrayList<>();
      for (String customer : List.of("a b", "b", "c", "ab", "e%", "F_", "é b", "h")) {
        if (random.nextInt(3) > 0 || answers.isEmpty()) {
          answers.add(prediction(customer, day, random.nextInt(11) / 10.0));
        }
      }
      last = made(day, MONDAY.plusSeconds(n), answers.toArray(CustomerPrediction[]::new));
      for (CustomerPrediction answer : answers) {
        latest.merge(
            answer.customerId(),
            answer,
            (known, found) -> found.asOf().isBefore(known.asOf()) ? known : found);
      }
      for (PredictionFilter filter :
          List.of(
              PredictionFilter.of(Optional.empty()),
              PredictionFilter.of(Optional.of(RiskSegment.HIGH)),
              filter(0.3, 0.8, null, null, null),
              filter(0, 1, DAY.plusDays(1), 7, null),
              filter(0, 1, null, 8, null),
              filter(0.1, 1, null, null, "b"),
              filter(0, 1, null, null, "%"))) {
        assertThat(sliced(Optional.empty(), filter))
            .as("%s after %d", filter, n)
            .isEqualTo(matching(latest.values(), filter));
        assertThat(sliced(Optional.of(last.id()), filter)).isEqualTo(matching(answers, filter));
      }
    }
    PredictionFilter all = PredictionFilter.of(Optional.empty());
    assertThat(
            batches
                .slice(
                    acme, Optional.empty(), all, Optional.empty(), new PredictionSlice.Offset(3), 2)
                .items())
        .isEqualTo(customers().subList(3, 5));
    assertThat(
            batches
                .slice(
                    other,
                    Optional.empty(),
                    all,
                    Optional.empty(),
                    new PredictionSlice.Offset(0),
                    2)
                .total())
        .isZero();
    assertThat(
            batches
                .slice(
                    other,
                    Optional.of(last.id()),
                    all,
                    Optional.empty(),
                    new PredictionSlice.Offset(0),
                    2)
                .total())
        .isZero();
  }

  private static List<String> matching(
      Collection<CustomerPrediction> predictions, PredictionFilter filter) {
    return predictions.stream()
        .filter(filter::matches)
        .sorted(
            Comparator.comparingDouble((CustomerPrediction p) -> -p.probability().value())
                .thenComparing(p -> p.customerId().getBytes(UTF_8), Arrays::compareUnsigned))
        .map(PredictionBatchesContract::line)
        .toList();
  }

  @Test
  void a_list_that_is_continued_shows_everybody_once_whatever_completes_meanwhile() {
    Random random = new Random(9);
    for (int round = 0; round < 6; round++) {
      for (int n = 0; n < 3; n++) {
        complete(random);
      }
      List<String> expected = latestOf(Optional.empty());
      List<String> found = new ArrayList<>();
      PredictionFilter all = PredictionFilter.of(Optional.empty());
      PredictionSlice slice =
          batches.slice(
              acme, Optional.empty(), all, Optional.empty(), new PredictionSlice.Offset(0), 3);
      while (true) {
        slice.items().stream().map(PredictionBatchesContract::line).forEach(found::add);
        if (slice.next().isEmpty()) {
          break;
        }
        complete(random); // between any two parts
        slice =
            batches.slice(
                acme,
                Optional.empty(),
                all,
                Optional.empty(),
                new PredictionSlice.After(slice.next().get()),
                2);
      }
      assertThat(found).as("round %d", round).isEqualTo(expected);
    }
  }

  private void complete(Random random) {
    LocalDate day = DAY.plusDays(random.nextInt(4));
    List<CustomerPrediction> answers = new ArrayList<>();
    for (int c = 0; c < 14; c++) {
      if (random.nextInt(2) > 0 || answers.isEmpty()) {
        answers.add(prediction("c" + c, day, random.nextInt(21) / 20.0));
      }
    }
    made(day, MONDAY, answers.toArray(CustomerPrediction[]::new));
  }

  @Test
  void a_list_that_cannot_be_continued_is_refused() {
    PredictionBatch first = made(DAY, MONDAY, prediction("a", 0.5), prediction("b", 0.4));
    PredictionBatch second = made(DAY, MONDAY, prediction("a", 0.5), prediction("b", 0.4));
    PredictionFilter all = PredictionFilter.of(Optional.empty());
    var start = new PredictionSlice.Offset(0);
    PredictionCursor ofAll =
        batches.slice(acme, Optional.empty(), all, Optional.empty(), start, 1).next().orElseThrow();
    PredictionCursor ofBatch =
        batches
            .slice(acme, Optional.of(second.id()), all, Optional.empty(), start, 1)
            .next()
            .orElseThrow();

    assertThatThrownBy(
            () ->
                batches.slice(
                    acme,
                    Optional.empty(),
                    filter(0, 1, null, null, null),
                    Optional.empty(),
                    new PredictionSlice.After(ofAll),
                    1))
        .satisfies(Contracts.hasCode(ErrorCode.INVALID_INPUT));
    assertThatThrownBy(
            () ->
                batches.slice(
                    acme,
                    Optional.of(first.id()),
                    all,
                    Optional.empty(),
                    new PredictionSlice.After(ofBatch),
                    1))
        .satisfies(Contracts.hasCode(ErrorCode.INVALID_INPUT));
    batches.delete(acme, first.id());
    assertThatThrownBy(
            () ->
                batches.slice(
                    acme,
                    Optional.empty(),
                    all,
                    Optional.empty(),
                    new PredictionSlice.After(ofAll),
                    1))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
    for (String text : List.of("", "x", "AAAA", "%%", "MSAx")) {
      assertThatThrownBy(() -> PredictionCursor.parse(text))
          .satisfies(Contracts.hasCode(ErrorCode.INVALID_INPUT));
    }
  }

  @Test
  void a_batch_is_deleted_only_when_it_has_ended_and_by_its_organization() {
    PredictionBatch queued = wanted(DAY, MONDAY);
    PredictionBatch failed = wanted(DAY, MONDAY);
    batches.fail(acme, failed.id(), new Failed(MONDAY, "no model"));

    batches.delete(other, failed.id());
    assertThat(batches.find(acme, failed.id())).isPresent();
    batches.delete(acme, failed.id());
    assertThat(batches.find(acme, failed.id())).isEmpty();
    assertThatThrownBy(() -> batches.delete(acme, queued.id()))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
    assertThat(batches.find(acme, queued.id())).contains(queued);
  }

  @Test
  void a_completed_batch_tells_what_its_file_holds_and_which_models_scored_it() {
    PredictionBatch batch = wanted(DAY, MONDAY);
    batches.store(acme, batch.id(), answers(prediction("a", 0.5)));
    var outcome =
        new Completed(
            MONDAY,
            0.5,
            new RiskDistribution(0, 0, 1, 0),
            ObjectKey.predictions(acme, batch.id().value()),
            Optional.of(new Fingerprint(3_000_000_000L, "0f".repeat(32))),
            List.of(
                new PredictionBatch.ScoredBy(MODEL, 7, ModelRole.CHAMPION),
                new PredictionBatch.ScoredBy(
                    new ModelId(UUID.randomUUID()), 8, ModelRole.CHALLENGER)));
    batches.complete(acme, batch.id(), outcome);

    assertThat(batches.find(acme, batch.id())).contains(batch.with(outcome));
  }

  @Test
  void another_organization_sees_and_changes_nothing() {
    PredictionBatch batch = made(DAY, MONDAY, prediction("a", 0.2));
    PredictionBatch queued = wanted(DAY, MONDAY);
    var foreign = new PredictionBatch[] {batch, queued};

    assertThat(batches.list(other, PageRequest.first()).total()).isZero();
    assertThat(batches.customers(other, Optional.empty(), Include.ALL, PageRequest.first()).total())
        .isZero();
    for (PredictionBatch mine : foreign) {
      assertThat(batches.find(other, mine.id())).isEmpty();
      assertThat(batches.page(other, mine.id(), Include.ALL, PageRequest.first()).total()).isZero();
      batches.read(other, mine.id(), p -> assertThat(p).isNull());
      batches.readByCustomer(other, mine.id(), (p, shadow) -> assertThat(p).isNull());
      refused(() -> batches.start(other, mine.id()));
      refused(() -> batches.store(other, mine.id(), answers(prediction("x", 1))));
      refused(() -> batches.complete(other, mine.id(), completed(mine)));
      refused(() -> batches.fail(other, mine.id(), new Failed(MONDAY, "not mine")));
    }
    assertThat(page(batch)).hasSize(1);
    assertThat(batches.find(acme, queued.id())).contains(queued);
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }
}
