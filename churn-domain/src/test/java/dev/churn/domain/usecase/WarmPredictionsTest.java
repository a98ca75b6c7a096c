package dev.churn.domain.usecase;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.storage.Content;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What predictions ask of database and disk: every way there goes through a port. */
class WarmPredictionsTest {
  private static final int CALLS = 1_000;
  private static final LocalDate DAY = LocalDate.parse("2024-01-04");

  @TempDir Path workFolder;

  private Instant now = MONDAY;
  private final InstantSource clock = () -> now;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Organizations organizations =
      counted(Organizations.class, new InMemoryOrganizations(database));
  private final ModelRegistry registry =
      counted(ModelRegistry.class, new InMemoryModelRegistry(database));
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final ModelArtifacts artifacts =
      counted(ModelArtifacts.class, new StoredModelArtifacts(objects));
  private final PredictionLog log =
      counted(PredictionLog.class, new InMemoryPredictionLog(database));
  private final TinyLearning learning = new TinyLearning();
  private final ServedModels served = new ServedModels(registry, artifacts, learning, clock);
  private OrganizationId acme;

  /** {@return the same, with a note of each call} */
  private <T> T counted(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              asked.merge(port.getSimpleName() + "." + method.getName(), 1, Integer::sum);
              return method.invoke(real, arguments);
            }));
  }

  @BeforeEach
  void an_active_model() {
    var catalog = new InMemoryDatasetCatalog(database);
    var jobs = new InMemoryJobQueue(database, clock);
    var upload = new UploadDataset(organizations, learning, objects, catalog, database, clock);
    var process =
        new ProcessFeatures(
            organizations, catalog, jobs, database, objects, learning, workFolder, clock);
    var train =
        new TrainModel(
            organizations,
            catalog,
            registry,
            jobs,
            database,
            objects,
            learning,
            learning,
            artifacts,
            clock);
    var score =
        new ScoreCustomers(
            organizations,
            catalog,
            served,
            new InMemoryPredictionBatches(database),
            objects,
            learning,
            workFolder,
            clock);
    var work =
        new BackgroundWork(process, train, score, JudgedInMemory.on(database, objects, learning));
    acme =
        new ManageOrganizations(organizations, database, clock)
            .create("Acme", OrganizationSettings.defaults())
            .id();
    String file = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";
    RawDataset raw =
        upload.upload(acme, "days.csv", Content.of(file.getBytes(UTF_8)), UploadOptions.defaults());
    process.start(acme, raw.id());
    jobs.runAll(work);
    train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty(), Optional.empty());
    jobs.runAll(work);
    asked.clear();
  }

  private static List<CustomerEvent> events() {
    return List.of(CustomerEvent.of(DAY, 10));
  }

  private List<LoggedPrediction> logged() {
    List<LoggedPrediction> found = new ArrayList<>();
    log.read(acme, LocalDate.MIN, LocalDate.MAX, found::add);
    return found;
  }

  @Test
  void a_thousand_calls_ask_for_nothing_and_are_logged_a_few_times_a_second() {
    long begun = System.nanoTime();
    try (var recorder = new PredictionRecorder(log)) {
      var predict = new PredictChurn(organizations, served, learning, recorder, clock);
      predict.predict(acme, "first", events(), Optional.empty());
      asked.keySet().removeIf(name -> !name.startsWith("PredictionLog."));
      for (int call = 0; call < CALLS; call++) {
        predict.requireOrganization(acme);
        predict.predict(acme, "customer " + call, events(), Optional.empty());
      }
      assertThat(asked.keySet()).isSubsetOf("PredictionLog.append");

      now = now.plus(ServedModels.FRESH);
      for (int call = 0; call < CALLS; call++) {
        predict.requireOrganization(acme);
        predict.predict(acme, "customer " + call, events(), Optional.empty());
      }
      assertThat(asked).containsEntry("ModelRegistry.deployment", 1);
      assertThat(asked.keySet()).isSubsetOf("PredictionLog.append", "ModelRegistry.deployment");
    }
    long pauses =
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / PredictionRecorder.PAUSE_MILLIS;
    int batches = 2 * CALLS / PredictionRecorder.BATCH + 1;
    assertThat(asked.get("PredictionLog.append")).isLessThanOrEqualTo((int) pauses + 1 + batches);
    assertThat(logged()).hasSize(CALLS + 1);
  }

  @Test
  void a_rehearsal_reads_the_models_and_records_nothing() {
    try (var recorder = new PredictionRecorder(log)) {
      var predict = new PredictChurn(organizations, served, learning, recorder, clock);

      var rehearsed = predict.rehearse(acme, "nobody", events()).orElseThrow();

      asked.clear();
      assertThat(predict.predict(acme, "nobody", events(), Optional.empty())).isEqualTo(rehearsed);
      assertThat(asked.keySet()).isSubsetOf("PredictionLog.append");
    }
    assertThat(logged()).hasSize(1);
  }

  @Test
  void a_rehearsal_without_models_is_none() {
    var other = new OrganizationId(new UUID(7, 7));
    try (var recorder = new PredictionRecorder(log)) {
      var predict = new PredictChurn(organizations, served, learning, recorder, clock);

      assertThat(predict.rehearse(other, "nobody", events())).isEmpty();
    }
  }
}
