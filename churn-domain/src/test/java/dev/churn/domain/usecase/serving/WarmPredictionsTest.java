package dev.churn.domain.usecase.serving;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.usecase.TinyLearning;
import java.lang.reflect.Proxy;
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

/** What predictions ask of database and disk: every way there goes through a port. */
class WarmPredictionsTest {
  private static final int CALLS = 1_000;
  private static final LocalDate DAY = LocalDate.parse("2024-01-04");

  private Instant now = MONDAY;
  private final InstantSource clock = () -> now;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Organizations organizations =
      counted(Organizations.class, new InMemoryOrganizations(database));
  private final ModelRegistry registry =
      counted(ModelRegistry.class, new InMemoryModelRegistry(database));
  private final ModelArtifacts artifacts = counted(ModelArtifacts.class, new OneFile());
  private final PredictionLog log =
      counted(PredictionLog.class, new InMemoryPredictionLog(database));
  private final TinyLearning learning = new TinyLearning();
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

  /** Every model is the same forest. */
  private static final class OneFile implements ModelArtifacts {
    @Override
    public String save(OrganizationId organization, ModelId id, byte[] file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] load(OrganizationId organization, ModelId id, String sha256) {
      return ModelType.RANDOM_FOREST.id().getBytes(UTF_8);
    }

    @Override
    public void delete(OrganizationId organization, ModelId id) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void an_active_model() {
    Organization organization = Samples.organization("Acme", MONDAY);
    acme = organization.id();
    TrainingRun model = Samples.inTraining(acme, new DatasetId(new UUID(1, 1)), MONDAY);
    organizations.add(organization);
    registry.add(model);
    registry.complete(acme, model.id(), Samples.trained(MONDAY));
    registry.deploy(
        acme,
        registry.deployment(acme).withChampion(model.id()),
        new Cause(MONDAY, Optional.empty(), "it is the best"));
    asked.clear();
  }

  private Churn churn() {
    return Churn.builder()
        .inMemory(database)
        .organizations(organizations)
        .models(registry)
        .predictionLog(log)
        .artifacts(artifacts)
        .features(learning)
        .training(learning)
        .clock(clock)
        .build();
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
    try (Churn churn = churn()) {
      PredictChurn predict = churn.predictions();
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
    try (Churn churn = churn()) {
      PredictChurn predict = churn.predictions();

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
    try (Churn churn = churn()) {
      PredictChurn predict = churn.predictions();

      assertThat(predict.rehearse(other, "nobody", events())).isEmpty();
    }
  }
}
