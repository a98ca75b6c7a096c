package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.memory.InMemoryCustomerRecords;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An erasure ends although batches wait behind it, or are deleted while it runs. */
final class ErasureBesideOthersTest {
  private static final String CSV = Scenario.history(60, 3);
  private static final String ERASED = "C-0007";
  private static final String ALONE =
      CSV.lines()
          .filter(line -> line.startsWith("customer_id") || line.startsWith(ERASED + ","))
          .reduce("", (all, line) -> all + line + "\n");

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryObjectStore stored = new InMemoryObjectStore();
  private Instant now = Instant.parse("2024-07-02T08:00:00Z");

  /** What is done after the next call of a method, such as {@code "CustomerRecords.batchesOf"}. */
  private final Map<String, Runnable> hooks = new HashMap<>();

  private Churn churn;
  private OrganizationId shop;

  @BeforeEach
  void prepare() {
    churn =
        Churn.builder()
            .inMemory(database)
            .objects(hooked(ObjectStore.class, stored))
            .batches(hooked(PredictionBatches.class, new InMemoryPredictionBatches(database)))
            .datasets(hooked(DatasetCatalog.class, new InMemoryDatasetCatalog(database)))
            .customerRecords(hooked(CustomerRecords.class, new InMemoryCustomerRecords(database)))
            .features(new RfmFeatures())
            .training(new ChurnModelTraining())
            .clock(() -> now)
            .build();
    shop = churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
    processed(CSV);
    var model =
        churn
            .training()
            .start(
                shop,
                ModelSpecification.of(ModelType.LOGISTIC_REGRESSION),
                Optional.empty(),
                Optional.empty(),
                true)
            .model();
    churn.runJobs();
    churn.deployments().activate(shop, model.id(), Optional.empty());
  }

  @AfterEach
  void close() {
    churn.close();
  }

  /** {@return a port that does once, after one of its methods, what is noted for it} */
  private <T> T hooked(Class<T> type, T port) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(port, arguments);
                Optional.ofNullable(hooks.remove(type.getSimpleName() + "." + method.getName()))
                    .ifPresent(Runnable::run);
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static Content content(String csv) {
    return Content.of(csv.getBytes(UTF_8));
  }

  private RawDataset processed(String csv) {
    now = now.plus(Duration.ofMinutes(1)); // the latest one is listed first
    RawDataset raw =
        churn.uploads().upload(shop, "events.csv", content(csv), UploadOptions.defaults());
    churn.features().start(shop, raw.id());
    churn.runJobs();
    return raw;
  }

  private StartScoring.Started scoring(String csv) {
    return churn
        .scoring()
        .file(
            shop,
            "events.csv",
            content(csv),
            UploadOptions.defaults(),
            Optional.of(LocalDate.parse("2024-06-30")),
            Optional.empty())
        .started();
  }

  private Erasure erase() {
    Erasure erasure = churn.erasedCustomers().start(shop, ERASED).erasure();
    churn.runJobs();
    return churn.erasures().load(shop, erasure.id());
  }

  private Job jobOf(StartScoring.Started scoring) {
    return churn.jobs().load(shop, scoring.job().id());
  }

  private Optional<PredictionBatch> batchOf(StartScoring.Started scoring) {
    return churn.batches().list(shop, PageRequest.first()).items().stream()
        .filter(batch -> batch.id().equals(scoring.batch().id()))
        .findFirst();
  }

  /** {@return the number of lines with the customer, in all files that stay stored} */
  private long lines() throws IOException {
    now = now.plus(Duration.ofDays(2));
    churn.removals().sweep();
    long lines = 0;
    for (Bucket bucket : Bucket.values()) {
      for (ObjectKey key : stored.list(bucket, "")) {
        try (InputStream in = stored.open(key)) {
          lines +=
              new String(in.readAllBytes(), UTF_8)
                  .lines()
                  .filter(line -> line.startsWith(ERASED + ","))
                  .count();
        }
      }
    }
    return lines;
  }

  @Test
  void a_batch_of_only_that_customer_which_waits_behind_the_erasure_is_canceled_and_deleted()
      throws IOException {
    Erasure asked = churn.erasedCustomers().start(shop, ERASED).erasure();
    StartScoring.Started waiting = scoring(ALONE);

    churn.runJobs();

    Erasure receipt = churn.erasures().load(shop, asked.id());
    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.endedAt()).isPresent();
    assertThat(receipt.counts()).containsEntry("batches", 1L);
    assertThat(jobOf(waiting).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(jobOf(waiting).message()).isEqualTo("Canceled by the erasure of its only customer");
    assertThat(batchOf(waiting)).isEmpty();
    assertThat(lines()).isZero();
  }

  @Test
  void a_batch_of_several_customers_which_waits_behind_the_erasure_is_scored_without_that_one()
      throws IOException {
    StartScoring.Started earlier = scoring(CSV);
    churn.runJobs();
    long all = batchOf(earlier).orElseThrow().totalCustomers().orElseThrow();
    Erasure asked = churn.erasedCustomers().start(shop, ERASED).erasure();
    StartScoring.Started waiting = scoring(CSV);

    churn.runJobs();

    assertThat(churn.erasures().load(shop, asked.id()).errorMessage()).isEmpty();
    assertThat(batchOf(waiting).orElseThrow().totalCustomers()).hasValue(all - 1);
    assertThat(lines()).isZero();
  }

  @Test
  void a_dataset_of_only_that_customer_is_deleted_though_its_scoring_waits_behind_the_erasure()
      throws IOException {
    RawDataset alone = processed(ALONE);
    Erasure asked = churn.erasedCustomers().start(shop, ERASED).erasure();
    StartScoring.Started waiting = churn.scoring().dataset(shop, alone.id(), Optional.empty());

    churn.runJobs();

    Erasure receipt = churn.erasures().load(shop, asked.id());
    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).containsEntry("datasets", 1L);
    assertThat(churn.datasets().findRaw(shop, alone.id())).isEmpty();
    assertThat(jobOf(waiting).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(batchOf(waiting).orElseThrow().state())
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isEqualTo("Canceled by the erasure of its only customer"));
    assertThat(lines()).isZero();
  }

  @Test
  void a_batch_that_is_deleted_before_its_rows_are_looked_at_is_left_out() throws IOException {
    StartScoring.Started deleted = scoring(CSV);
    churn.runJobs();
    hooks.put(
        "CustomerRecords.batchesOf",
        () -> churn.deletedBatches().delete(shop, deleted.batch().id()));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).containsKey("output_rows").doesNotContainKey("prediction_rows");
    assertThat(lines()).isZero();
  }

  @Test
  void a_batch_that_is_deleted_before_its_input_is_read_is_left_out() throws IOException {
    StartScoring.Started deleted = scoring(CSV);
    churn.runJobs();
    int objects = objects();
    hooks.put(
        "PredictionBatches.list", () -> churn.deletedBatches().delete(shop, deleted.batch().id()));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).doesNotContainKeys("input_rows", "output_rows");
    assertThat(lines()).isZero();
    assertThat(objects()).as("without input and output of the batch").isEqualTo(objects - 2);
  }

  @Test
  void a_batch_that_is_deleted_before_its_output_is_read_is_left_out() throws IOException {
    StartScoring.Started deleted = scoring(CSV);
    churn.runJobs();
    int objects = objects();
    hooks.put(
        "PredictionBatches.list", // the first time for inputs, the second time for outputs
        () ->
            hooks.put(
                "PredictionBatches.list",
                () -> churn.deletedBatches().delete(shop, deleted.batch().id())));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).containsKey("input_rows").doesNotContainKey("output_rows");
    assertThat(lines()).isZero();
    assertThat(objects()).as("without input and output of the batch").isEqualTo(objects - 2);
  }

  @Test
  void a_batch_that_is_deleted_before_its_file_is_replaced_leaves_no_file() throws IOException {
    StartScoring.Started deleted = scoring(CSV);
    churn.runJobs();
    int objects = objects();
    hooks.put(
        "ObjectStore.put", // the copy of the dataset, then of its table, then of the input
        () ->
            hooks.put(
                "ObjectStore.put",
                () ->
                    hooks.put(
                        "ObjectStore.put",
                        () -> churn.deletedBatches().delete(shop, deleted.batch().id()))));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).doesNotContainKeys("input_rows", "output_rows");
    assertThat(lines()).isZero();
    assertThat(objects()).as("without input and output of the batch").isEqualTo(objects - 2);
  }

  @Test
  void a_dataset_that_is_deleted_before_its_file_is_read_is_left_out() throws IOException {
    RawDataset deleted = processed(CSV);
    int objects = objects();
    hooks.put("DatasetCatalog.list", () -> churn.datasets().delete(shop, deleted.id()));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).containsKeys("raw_rows", "feature_rows");
    assertThat(lines()).isZero();
    assertThat(objects()).as("without the dataset and its table").isEqualTo(objects - 2);
  }

  @Test
  void a_table_that_is_deleted_before_it_is_read_is_left_out() throws IOException {
    RawDataset raw = processed(CSV);
    int objects = objects();
    var table = churn.datasets().findFeaturesOf(shop, raw.id()).orElseThrow();
    hooks.put("DatasetCatalog.listFeaturesOf", () -> churn.datasets().delete(shop, table.id()));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(receipt.counts()).containsKeys("raw_rows", "feature_rows");
    assertThat(lines()).isZero();
    assertThat(objects()).as("without the table").isEqualTo(objects - 1);
  }

  @Test
  void a_table_that_is_deleted_before_its_file_is_replaced_leaves_no_file() throws IOException {
    RawDataset raw = processed(CSV);
    int objects = objects();
    var table = churn.datasets().findFeaturesOf(shop, raw.id()).orElseThrow();
    hooks.put(
        "ObjectStore.put", // the copy of the dataset, then of its table
        () -> hooks.put("ObjectStore.put", () -> churn.datasets().delete(shop, table.id())));

    Erasure receipt = erase();

    assertThat(receipt.errorMessage()).isEmpty();
    assertThat(lines()).isZero();
    assertThat(objects()).as("without the table").isEqualTo(objects - 1);
  }

  private int objects() {
    int objects = 0;
    for (Bucket bucket : Bucket.values()) {
      objects += stored.list(bucket, "").size();
    }
    return objects;
  }
}
