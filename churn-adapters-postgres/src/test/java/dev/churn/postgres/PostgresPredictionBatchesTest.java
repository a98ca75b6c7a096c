package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.CustomerStatesContract;
import dev.churn.domain.port.ExpectedLossContract;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionBatchesContract;
import dev.churn.domain.port.PredictionSortContract;
import dev.churn.domain.port.TestPorts;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.value.CustomerValue;
import java.net.SocketTimeoutException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostgresPredictionBatchesTest extends PredictionBatchesContract {
  private static PostgresDatabase database;

  @BeforeAll
  static void open() {
    database = TestServer.open(TestServer.newMigratedDatabase());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  protected TestPorts ports() {
    return TestServer.ports(database);
  }

  @Nested
  class States extends CustomerStatesContract {
    @Override
    protected TestPorts ports() {
      return TestServer.ports(database);
    }

    @Override
    protected CustomerRecords records() {
      return database.customerRecords();
    }
  }

  @Nested
  class Sorts extends PredictionSortContract {
    @Override
    protected TestPorts ports() {
      return TestServer.ports(database);
    }

    @Override
    protected CustomerRecords records() {
      return database.customerRecords();
    }
  }

  @Nested
  class Losses extends ExpectedLossContract {
    @Override
    protected TestPorts ports() {
      return TestServer.ports(database);
    }

    @Override
    protected CustomerRecords records() {
      return database.customerRecords();
    }
  }

  @Test
  void a_batch_may_take_longer_than_a_server_that_does_not_answer_is_waited_for() {
    DatabaseSettings settings = TestServer.newMigratedDatabase();
    var impatient =
        new DatabaseSettings(
            settings.jdbcUrl().replace("socketTimeout=60", "socketTimeout=1"),
            settings.user(),
            settings.password(),
            settings.poolSize());
    try (PostgresDatabase slow = TestServer.open(impatient)) {
      beSlow(settings, "customer_predictions");
      beSlow(settings, "latest_batches");
      var acme = Samples.organization("Acme", Samples.MONDAY);
      slow.organizations().add(acme);
      PredictionBatch batch = batch(acme.id(), 0);
      PredictionBatches batches = slow.predictions();
      batches.add(batch);

      batches.store(acme.id(), batch.id(), sink -> sink.answer(prediction(batch, "c-1")));
      batches.complete(acme.id(), batch.id(), completed(batch, 1));

      assertThat(batches.page(acme.id(), batch.id(), Include.ALL, PageRequest.first()).items())
          .hasSize(1);
      assertThatThrownBy(() -> Jobs.query(impatient, "select pg_sleep(2)"))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_page_is_of_one_moment_while_batches_become_the_latest() throws Exception {
    var acme = Samples.organization("Acme", Samples.MONDAY);
    database.organizations().add(acme);
    PredictionBatches batches = database.predictions();
    complete(batches, batch(acme.id(), 0), "c-1", "c-2");
    ExecutorService other = Executors.newSingleThreadExecutor();
    Future<?> writing =
        other.submit(
            () -> {
              for (int day = 1; day <= 100; day++) {
                String[] all = {"c-2", "c-1"};
                complete(batches, batch(acme.id(), day), Arrays.copyOf(all, 1 + day % 2));
              }
            });

    while (!writing.isDone()) {
      var page = batches.customers(acme.id(), Optional.empty(), Include.ALL, PageRequest.first());

      assertThat(page.total()).isEqualTo(2);
      assertThat(page.items())
          .extracting(CustomerPrediction::customerId)
          .containsExactlyInAnyOrder("c-1", "c-2");
    }
    writing.get();
    other.shutdown();
  }

  @Test
  void batches_of_one_organization_are_deleted_at_the_same_time() throws Exception {
    var acme = Samples.organization("Acme", Samples.MONDAY);
    database.organizations().add(acme);
    PredictionBatches batches = database.predictions();
    for (int round = 0; round < ROUNDS; round++) {
      List<Callable<Void>> deletions = new ArrayList<>();
      for (int day = 0; day < 4; day++) {
        PredictionBatch batch = batch(acme.id(), day);
        complete(batches, batch, "c-1", "c-2", "c-of-" + day);
        deletions.add(
            () -> {
              batches.delete(acme.id(), batch.id());
              return null;
            });
      }

      atOnce(deletions);

      assertThat(batches.list(acme.id(), PageRequest.first()).items()).isEmpty();
      assertThat(listed(acme.id())).isEmpty();
    }
  }

  @Test
  void a_customer_is_removed_from_a_batch_that_is_being_deleted() throws Exception {
    var acme = Samples.organization("Acme", Samples.MONDAY);
    database.organizations().add(acme);
    PredictionBatches batches = database.predictions();
    PredictionBatch kept = batch(acme.id(), 0);
    complete(batches, kept, "c-1", "c-2", "c-3");
    for (int round = 1; round <= ROUNDS; round++) {
      PredictionBatch deleted = batch(acme.id(), round);
      complete(batches, deleted, "c-1", "c-2", "c-3");

      atOnce(
          List.of(
              () -> database.customerRecords().removeFrom(acme.id(), deleted.id(), "c-2"),
              () -> {
                batches.delete(acme.id(), deleted.id());
                return 0L;
              }));

      assertThat(batches.find(acme.id(), deleted.id())).isEmpty();
      assertThat(listed(acme.id())).containsExactlyInAnyOrder("c-1", "c-2", "c-3");
    }
  }

  /** Enough for tasks that may get in each other's way to do so. */
  private static final int ROUNDS = 20;

  /** Runs tasks in a thread each, which start at the same moment; fails if one of them does. */
  private static <T> void atOnce(List<Callable<T>> tasks) throws Exception {
    var start = new CyclicBarrier(tasks.size());
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      for (Future<T> each : running) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static List<String> listed(OrganizationId organization) {
    return database
        .predictions()
        .customers(organization, Optional.empty(), Include.ALL, PageRequest.first())
        .items()
        .stream()
        .map(CustomerPrediction::customerId)
        .toList();
  }

  /** An earlier version stored values, and had no order by them. */
  @Test
  void a_list_by_value_of_a_batch_that_is_not_ranked_by_value_is_continued_by_probability() {
    DatabaseSettings settings = TestServer.newMigratedDatabase();
    try (PostgresDatabase earlier = TestServer.open(settings)) {
      var acme = Samples.organization("Acme", Samples.MONDAY);
      earlier.organizations().add(acme);
      PredictionBatches batches = earlier.predictions();
      PredictionBatch batch = batch(acme.id(), 0);
      batches.add(batch);
      batches.store(
          acme.id(),
          batch.id(),
          sink -> {
            sink.answer(valued(batch, "c-1", 5));
            sink.answer(valued(batch, "c-2", 7));
            sink.answer(valued(batch, "c-3", 6));
          });
      batches.complete(acme.id(), batch.id(), completed(batch, 3));
      Jobs.execute(settings, "delete from batch_value_pages");
      Jobs.execute(settings, "update customer_predictions set value_order = null");

      for (Optional<BatchId> of : List.of(Optional.of(batch.id()), Optional.<BatchId>empty())) {
        List<String> listed = new ArrayList<>();
        Optional<PredictionSlice.Start> start = Optional.of(new PredictionSlice.Offset(0));
        while (start.isPresent()) {
          PredictionSlice slice =
              batches.slice(
                  acme.id(),
                  of,
                  PredictionFilter.of(Optional.empty(), Include.ALL),
                  Optional.of(PredictionSort.VALUE_AT_RISK),
                  start.get(),
                  1);
          slice.items().forEach(item -> listed.add(item.customerId()));
          start = slice.next().map(PredictionSlice.After::new);
        }
        assertThat(listed).containsExactly("c-1", "c-2", "c-3");
      }
    }
  }

  private static CustomerPrediction valued(PredictionBatch batch, String customer, double value) {
    OptionalDouble amount = OptionalDouble.of(value);
    CustomerPrediction plain = prediction(batch, customer);
    return new CustomerPrediction(
        plain.batch(),
        plain.rank(),
        customer,
        plain.asOf(),
        plain.probability(),
        plain.model(),
        plain.modelVersion(),
        plain.role(),
        plain.active(),
        Optional.empty(),
        Optional.of(new CustomerValue(1, amount, amount)),
        List.of());
  }

  private static void complete(
      PredictionBatches batches, PredictionBatch batch, String... customers) {
    batches.add(batch);
    batches.store(
        batch.organizationId(),
        batch.id(),
        sink -> {
          for (String customer : customers) {
            sink.answer(prediction(batch, customer));
          }
        });
    batches.complete(batch.organizationId(), batch.id(), completed(batch, customers.length));
  }

  private static void beSlow(DatabaseSettings settings, String table) {
    Jobs.execute(
        settings,
        "create or replace function nap() returns trigger language plpgsql as"
            + " $$ begin perform pg_sleep(1.2); return null; end $$");
    Jobs.execute(
        settings,
        "create trigger nap after insert on "
            + table
            + " for each statement execute function nap()");
  }

  private static PredictionBatch batch(OrganizationId organization, int day) {
    var table = UUID.randomUUID();
    return new PredictionBatch(
        new BatchId(UUID.randomUUID()),
        organization,
        "March",
        new ScoringSnapshot(new DatasetId(table), ObjectKey.features(organization, table)),
        LocalDate.parse("2024-02-29").plusDays(day),
        OptionalLong.of(1),
        Samples.MONDAY,
        new PredictionBatch.Queued());
  }

  private static CustomerPrediction prediction(PredictionBatch batch, String customer) {
    return new CustomerPrediction(
        batch.id(),
        CustomerPrediction.UNRANKED,
        customer,
        batch.asOf(),
        new ChurnProbability(0.9),
        new ModelId(UUID.randomUUID()),
        1,
        Optional.of(ModelRole.CHAMPION),
        Optional.of(true),
        List.of());
  }

  private static PredictionBatch.Completed completed(PredictionBatch batch, int customers) {
    return new PredictionBatch.Completed(
        Samples.MONDAY,
        0.9,
        new RiskDistribution(0, 0, 0, customers),
        ObjectKey.predictions(batch.organizationId(), batch.id().value()));
  }
}
