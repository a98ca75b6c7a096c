package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.features;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.Coverage;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.ObjectKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CustomerRecords} keeps: one customer goes, the others stay. */
public abstract class CustomerRecordsContract {
  private static final LocalDate DAY = LocalDate.parse("2024-02-29");
  private static final ModelId MODEL = new ModelId(UUID.randomUUID());
  private static final ModelId RIVAL = new ModelId(UUID.randomUUID());

  private OrganizationId acme;
  private OrganizationId other;
  private CustomerRecords records;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  /** {@return the records of single customers in the same database} */
  protected abstract CustomerRecords records();

  @BeforeEach
  void two_organizations() {
    records = records();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private static CustomerPrediction said(String customer, ModelId model, double probability) {
    return new CustomerPrediction(
        new BatchId(UUID.randomUUID()),
        CustomerPrediction.UNRANKED,
        customer,
        DAY,
        new ChurnProbability(probability),
        model,
        7,
        Optional.of(ModelRole.CHAMPION),
        Optional.of(true),
        List.of());
  }

  private PredictionBatch queued(OrganizationId organization, PredictionInput input) {
    var batch =
        new PredictionBatch(
            new BatchId(UUID.randomUUID()),
            organization,
            "b",
            input,
            DAY,
            OptionalLong.empty(),
            MONDAY,
            new PredictionBatch.Queued());
    ports().batches().add(batch);
    return batch;
  }

  private static PredictionInput anyTable(OrganizationId organization) {
    var table = UUID.randomUUID();
    return new ScoringSnapshot(new DatasetId(table), ObjectKey.features(organization, table));
  }

  /** A batch with an answer of 0.9 for a, 0.6 for b and 0.2 for c, and a shadow of a and b each. */
  private BatchId scored(OrganizationId organization) {
    BatchId id = queued(organization, anyTable(organization)).id();
    ports()
        .batches()
        .store(
            organization,
            id,
            sink -> {
              sink.answer(said("a", MODEL, 0.9));
              sink.answer(said("b", MODEL, 0.6));
              sink.answer(said("c", MODEL, 0.2));
              sink.shadow(said("a", RIVAL, 0.5));
              sink.shadow(said("b", RIVAL, 0.4));
            });
    ports()
        .batches()
        .complete(
            organization,
            id,
            new Completed(
                MONDAY,
                (0.9 + 0.6 + 0.2) / 3,
                new RiskDistribution(1, 0, 1, 1),
                ObjectKey.predictions(organization, id.value())));
    return id;
  }

  private PredictionBatch load(BatchId id) {
    return ports().batches().find(acme, id).orElseThrow();
  }

  private List<String> answers(BatchId id) {
    return ports().batches().page(acme, id, Include.ALL, PageRequest.first()).items().stream()
        .map(p -> p.rank() + " " + p.customerId())
        .toList();
  }

  @Test
  void batches_of_a_customer_are_completed_ones_of_the_organization() {
    BatchId first = scored(acme);
    BatchId second = scored(acme);
    scored(other);
    BatchId running = queued(acme, anyTable(acme)).id();
    ports().batches().store(acme, running, sink -> sink.answer(said("a", MODEL, 0.5)));

    assertThat(records.batchesOf(acme, "a")).containsExactlyInAnyOrder(first, second);
    assertThat(records.batchesOf(acme, "c")).containsExactlyInAnyOrder(first, second);
    assertThat(records.batchesOf(acme, "d")).isEmpty();
  }

  @Test
  void a_customer_of_a_batch_goes_with_its_shadow_and_the_figures_are_those_of_the_others() {
    BatchId batch = scored(acme);
    BatchId elsewhere = scored(other);

    assertThat(records.removeFrom(acme, batch, "a")).isEqualTo(2);

    assertThat(answers(batch)).containsExactly("1 b", "2 c");
    PredictionBatch left = load(batch);
    var state = (Completed) left.state();
    assertThat(left.totalCustomers()).isEqualTo(OptionalLong.of(2));
    assertThat(state.averageProbability(Include.ALL).orElseThrow()).isBetween(0.3999, 0.4001);
    assertThat(state.risks()).isEqualTo(new RiskDistribution(1, 0, 1, 0));
    assertThat(records.batchesOf(acme, "a")).isEmpty();
    assertThat(records.batchesOf(other, "a")).containsExactly(elsewhere);
  }

  @Test
  void a_second_removal_from_a_batch_changes_nothing() {
    BatchId batch = scored(acme);
    records.removeFrom(acme, batch, "b");
    PredictionBatch once = load(batch);
    List<String> answers = answers(batch);

    assertThat(records.removeFrom(acme, batch, "b")).isZero();
    assertThat(records.removeFrom(other, batch, "a")).isZero();
    assertThat(records.removeFrom(acme, new BatchId(UUID.randomUUID()), "a")).isZero();

    assertThat(load(batch)).isEqualTo(once);
    assertThat(answers(batch)).isEqualTo(answers).containsExactly("1 a", "2 c");
  }

  @Test
  void single_predictions_of_a_customer_go_once() {
    for (String customer : List.of("a", "b")) {
      for (OrganizationId organization : List.of(acme, other)) {
        log(organization, customer, DAY);
        log(organization, customer, DAY.plusDays(1));
      }
    }

    assertThat(records.removeLogged(acme, "a")).isEqualTo(2);
    assertThat(records.removeLogged(acme, "a")).isZero();

    assertThat(logged(acme)).containsExactly("b", "b");
    assertThat(logged(other)).containsExactly("a", "b", "a", "b");
  }

  private void log(OrganizationId organization, String customer, LocalDate day) {
    ports()
        .predictionLog()
        .append(
            List.of(
                new LoggedPrediction(
                    organization,
                    customer,
                    day,
                    MODEL,
                    3,
                    ModelRole.CHAMPION,
                    false,
                    Optional.of(true),
                    new ChurnProbability(0.3),
                    MONDAY)));
  }

  private List<String> logged(OrganizationId organization) {
    List<String> customers = new ArrayList<>();
    ports()
        .predictionLog()
        .read(organization, DAY, DAY.plusDays(1), p -> customers.add(p.customerId()));
    return customers;
  }

  @Test
  void outcomes_of_a_customer_go_once() {
    for (OrganizationId organization : List.of(acme, other)) {
      for (String customer : List.of("a", "b")) {
        log(organization, customer, DAY);
        log(organization, customer, DAY.plusDays(1));
      }
      var days =
          List.of(
              new OutcomeDay(DAY, 30, Set.of(MODEL), Coverage.FROM_BEFORE),
              new OutcomeDay(DAY.plusDays(1), 30, Set.of(MODEL), Coverage.FROM_BEFORE));
      ObservedOutcome[] told = {
        ObservedOutcome.of(Outcome.of(true)), ObservedOutcome.of(Outcome.of(false))
      };
      ports()
          .outcomes()
          .store(
              organization,
              days,
              DAY.plusDays(60),
              sink -> {
                sink.customer("a", told);
                sink.customer("b", told);
              });
    }

    assertThat(records.removeOutcomes(acme, "a")).isEqualTo(2);
    assertThat(records.removeOutcomes(acme, "a")).isZero();
    assertThat(records.removeOutcomes(other, "a")).isEqualTo(2);
    assertThat(records.removeOutcomes(acme, "b")).isEqualTo(2);
  }

  private static StoredFile file(ObjectKey key) {
    return new StoredFile(key, "ohne.csv", 17, "ab".repeat(32));
  }

  @Test
  void the_file_of_a_dataset_is_replaced_with_its_conventions() {
    RawDataset before = raw(acme, MONDAY);
    ports().datasets().add(before);
    RawDataset untouched = raw(acme, MONDAY.plusSeconds(1));
    ports().datasets().add(untouched);
    RawDataset after =
        before.with(
            file(ObjectKey.raw(acme, UUID.randomUUID(), "csv")),
            before.options().with(before.options().conventions().ofPlainText()),
            before.profile());

    records.replace(after);
    records.replace(after);

    assertThat(ports().datasets().findRaw(acme, before.id())).contains(after);
    assertThat(ports().datasets().findRaw(acme, untouched.id())).contains(untouched);
  }

  @Test
  void the_file_of_a_table_is_replaced_also_in_the_batches_that_scored_it() {
    RawDataset source = raw(acme, MONDAY);
    ports().datasets().add(source);
    FeatureDataset table = ports().datasets().putFeatures(features(source, MONDAY.plusSeconds(60)));
    PredictionBatch batch = queued(acme, new ScoringSnapshot(table.id(), table.file().key()));
    PredictionBatch untouched = queued(acme, anyTable(acme));
    FeatureDataset after =
        table.with(file(ObjectKey.features(acme, UUID.randomUUID())), table.manifest());

    records.replace(after);
    records.replace(after);

    assertThat(ports().datasets().find(acme, table.id())).contains(after);
    assertThat(load(batch.id()).input().key()).isEqualTo(after.file().key());
    assertThat(load(untouched.id())).isEqualTo(untouched);
  }

  @Test
  void the_uploaded_file_of_a_batch_is_replaced() {
    PredictionBatch batch = queued(acme, events(raw(acme, MONDAY).file(), 17));
    UploadedEvents after = events(file(ObjectKey.eventsOf(acme, UUID.randomUUID(), "csv")), 15);

    records.replaceInput(acme, batch.id(), after);
    records.replaceInput(acme, batch.id(), after);

    assertThat(load(batch.id()).input()).isEqualTo(after);
  }

  private static UploadedEvents events(StoredFile file, long rows) {
    return new UploadedEvents(file, UploadOptions.defaults(), DAY, DAY, 0, rows, 2);
  }

  @Test
  void the_predictions_file_of_a_completed_batch_is_replaced() {
    BatchId batch = scored(acme);
    PredictionBatch queued = queued(acme, anyTable(acme));
    StoredFile after = file(ObjectKey.predictions(acme, UUID.randomUUID()));

    records.replaceOutput(acme, batch, after);
    records.replaceOutput(acme, queued.id(), after);

    var state = (Completed) load(batch).state();
    assertThat(state.output()).isEqualTo(after.key());
    assertThat(state.fingerprint().orElseThrow().size()).isEqualTo(17);
    assertThat(state.fingerprint().orElseThrow().sha256()).isEqualTo(after.sha256());
    assertThat(load(queued.id())).isEqualTo(queued);
  }
}
