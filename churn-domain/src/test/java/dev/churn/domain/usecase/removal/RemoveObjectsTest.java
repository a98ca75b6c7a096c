package dev.churn.domain.usecase.removal;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryErasures;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryRemovals;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions that are asked for while the object storage refuses to delete anything. */
class RemoveObjectsTest {
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryObjectStore stored = new InMemoryObjectStore();
  private final List<ObjectKey> asked = new ArrayList<>();

  /** Is called before each deletion in the storage. */
  private Consumer<ObjectKey> storage = key -> {};

  private Instant now = MONDAY;
  private Churn churn = server();
  private OrganizationId acme;

  @BeforeEach
  void an_organization() {
    acme = churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
  }

  @AfterEach
  void close() {
    churn.close();
  }

  /** {@return another server over the same database and storage} */
  private Churn server() {
    var learning = new TinyLearning();
    return Churn.builder()
        .inMemory(database)
        .objects(objects())
        .features(learning)
        .training(learning)
        .clock(() -> now)
        .build();
  }

  private ObjectStore objects() {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("delete")) {
                asked.add((ObjectKey) arguments[0]);
                storage.accept((ObjectKey) arguments[0]);
              }
              try {
                return method.invoke(stored, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void goesAway() {
    storage =
        key -> {
          throw new ChurnException(ErrorCode.UNAVAILABLE, "the storage is away");
        };
  }

  private void returns() {
    storage = key -> {};
  }

  private void restart() {
    churn.close();
    churn = server();
  }

  private List<ObjectKey> files() {
    List<ObjectKey> files = new ArrayList<>(stored.list(Bucket.DATASETS, ""));
    files.addAll(stored.list(Bucket.UTILS, ""));
    return files;
  }

  private RawDataset processed() {
    RawDataset raw =
        churn
            .uploads()
            .upload(acme, "days.csv", Content.of(FILE.getBytes(UTF_8)), UploadOptions.defaults());
    churn.features().start(acme, raw.id());
    churn.runJobs();
    return raw;
  }

  private TrainingRun trained() {
    TrainingRun model =
        churn
            .training()
            .start(
                acme,
                ModelSpecification.of(ModelType.LOGISTIC_REGRESSION),
                Optional.empty(),
                Optional.empty(),
                true)
            .model();
    churn.runJobs();
    return model;
  }

  private PredictionBatch scored() {
    PredictionBatch batch =
        churn
            .scoring()
            .file(
                acme,
                "days.csv",
                Content.of(FILE.getBytes(UTF_8)),
                UploadOptions.defaults(),
                Optional.of(LocalDate.parse("2024-02-01")),
                Optional.empty())
            .started()
            .batch();
    churn.runJobs();
    return batch;
  }

  @Test
  void files_of_a_dataset_are_removed_when_the_storage_is_back() {
    RawDataset raw = processed();
    assertThat(files()).hasSize(2);
    goesAway();

    churn.datasets().delete(acme, raw.id());

    assertThat(churn.datasets().findRaw(acme, raw.id())).isEmpty();
    assertThat(files()).hasSize(2);
    restart();
    returns();
    now = now.plusSeconds(2);
    assertThat(churn.removals().sweep()).isEqualTo(2);
    assertThat(files()).isEmpty();
    assertThat(churn.removals().count()).isZero();
  }

  @Test
  void files_of_a_model_are_removed_when_the_storage_is_back() {
    processed();
    int before = files().size();
    TrainingRun first = trained();
    TrainingRun second = trained();
    assertThat(files()).hasSize(before + 4);
    boolean isFirstServing =
        new InMemoryModelRegistry(database)
            .deployment(acme)
            .champion()
            .equals(Optional.of(first.id()));
    goesAway();

    churn.deletedModels().delete(acme, isFirstServing ? second.id() : first.id());

    assertThat(files()).hasSize(before + 4);
    restart();
    returns();
    now = now.plusSeconds(2);
    churn.removals().sweep();
    assertThat(files()).hasSize(before + 2);
  }

  @Test
  void files_of_a_batch_are_removed_when_the_storage_is_back() {
    processed();
    trained();
    List<ObjectKey> before = files();
    PredictionBatch batch = scored();
    assertThat(files()).hasSize(before.size() + 2);
    goesAway();

    churn.deletedBatches().delete(acme, batch.id());

    restart();
    returns();
    now = now.plusSeconds(2);
    churn.removals().sweep();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void an_organization_is_hidden_at_once_and_removed_when_the_storage_is_back() {
    processed();
    trained();
    scored();
    goesAway();

    churn.deletedOrganizations().delete(acme);

    assertThat(files()).isNotEmpty();
    assertThatThrownBy(() -> churn.organizations().load(acme)).isInstanceOf(ChurnException.class);
    restart();
    returns();
    now = now.plusSeconds(2);
    churn.removals().sweep();
    assertThat(files()).isEmpty();
    assertThat(churn.removals().count()).isZero();
    assertThatThrownBy(() -> churn.deletedOrganizations().delete(acme))
        .hasMessage("There is no organization " + acme);
  }

  @Test
  void a_new_organization_of_the_same_id_keeps_its_files() {
    processed();
    // cut off between the removal and its note
    new InMemoryRemovals(database).note(List.of(new WholeOrganization(acme)), now);

    churn.removals().sweep();

    assertThat(files()).hasSize(2);
    assertThat(churn.removals().count()).isZero();
  }

  @Test
  void a_replaced_table_is_removed_when_the_storage_is_back_and_its_job_completes() {
    RawDataset raw = processed();
    goesAway();

    churn.features().start(acme, raw.id());
    churn.runJobs();

    assertThat(churn.datasets().load(acme, raw.id()).status().name()).isEqualTo("READY");
    assertThat(files()).hasSize(3);
    returns();
    now = now.plusSeconds(2);
    churn.removals().sweep();
    assertThat(files()).hasSize(2);
  }

  @Test
  void where_the_storage_answers_files_are_gone_when_the_call_returns() {
    RawDataset raw = processed();

    churn.datasets().delete(acme, raw.id());

    assertThat(files()).isEmpty();
    assertThat(churn.removals().count()).isZero();
  }

  @Test
  void a_storage_that_does_not_answer_is_waited_for_some_seconds_only() {
    var answers = new CountDownLatch(1);
    storage =
        key -> {
          try {
            answers.await();
          } catch (InterruptedException e) {
            throw new ChurnException(ErrorCode.UNAVAILABLE, "interrupted", e);
          }
        };
    var file = new StoredObject(ObjectKey.raw(acme, UUID.randomUUID(), "csv"));
    var notes = new InMemoryRemovals(database);
    var receipts = new Receipts(new InMemoryErasures(database), notes, database, () -> now);
    try (var removals =
        new RemoveObjects(
            notes,
            receipts,
            objects(),
            new StoredModelArtifacts(stored),
            new OrganizationRemoval(
                new InMemoryOrganizations(database),
                new InMemoryModelRegistry(database),
                new StoredModelArtifacts(stored),
                stored,
                receipts,
                organization -> {}),
            () -> now,
            Duration.ofMillis(200))) {
      removals.note(List.of(file));
      long begun = System.nanoTime();

      removals.removeSoon(List.of(file));

      assertThat((System.nanoTime() - begun) / 1e9).isBetween(0.2, 4.0);
      assertThat(removals.count()).isEqualTo(1);
      answers.countDown();
      removals.removeSoon(List.of(file)); // after the first one
      assertThat(removals.count()).isZero();
    }
  }

  @Test
  void pauses_grow_and_an_absent_storage_is_asked_once_a_sweep() {
    RawDataset raw = processed();
    goesAway();
    churn.datasets().delete(acme, raw.id());
    asked.clear();

    List<Long> seconds = new ArrayList<>();
    for (long second = 0; second < 100; second++) {
      int before = asked.size();
      churn.removals().sweep();
      if (asked.size() > before) {
        assertThat(asked).hasSize(before + 1);
        seconds.add(second);
      }
      now = now.plusSeconds(1);
    }

    assertThat(asked).hasSizeBetween(10, 14);
    assertThat(seconds.get(0)).isEqualTo(2);
  }

  @Test
  void an_object_that_cannot_be_removed_does_not_hold_up_the_others() {
    RawDataset raw = processed();
    storage =
        key -> {
          if (key.bucket() == Bucket.DATASETS) {
            throw new IllegalStateException("a defect");
          }
        };

    churn.datasets().delete(acme, raw.id());
    now = now.plusSeconds(2);
    churn.removals().sweep();

    assertThat(files()).hasSize(1);
    returns();
    now = now.plusSeconds(10);
    churn.removals().sweep();
    assertThat(files()).isEmpty();
  }

  @Test
  void what_a_canceled_job_left_is_removed_when_the_storage_is_back() {
    RawDataset raw = processed();
    trained();
    List<ObjectKey> before = files();
    goesAway();
    var job = churn.features().start(acme, raw.id());

    churn.canceledJobs().cancel(acme, job.id(), Optional.empty());

    assertThat(churn.removals().count()).as("one for each name of the table").isEqualTo(2);
    returns();
    now = now.plusSeconds(2);
    churn.removals().sweep();
    assertThat(churn.removals().count()).isZero();
    assertThat(files()).isEqualTo(before);
  }
}
