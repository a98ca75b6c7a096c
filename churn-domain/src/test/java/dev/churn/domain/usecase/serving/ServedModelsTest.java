package dev.churn.domain.usecase.serving;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.usecase.TinyLearning;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which model answers after an activation, while others predict. */
@Timeout(60)
class ServedModelsTest {
  private static final List<CustomerEvent> EVENTS =
      List.of(CustomerEvent.of(LocalDate.parse("2024-01-04"), 10));

  private final InstantSource clock = InstantSource.fixed(MONDAY);
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryOrganizations organizations = new InMemoryOrganizations(database);
  private final TinyLearning learning = new TinyLearning();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<Runnable> onLoad = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> afterQuery = new AtomicReference<>(() -> {});
  private OrganizationId acme;
  private TrainingRun first;
  private TrainingRun second;

  @BeforeEach
  void an_organization_with_two_models() {
    acme = added("Acme");
    first = trained(acme);
    second = trained(acme);
    deploy(acme, first);
  }

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private OrganizationId added(String name) {
    Organization organization = Samples.organization(name, MONDAY);
    organizations.add(organization);
    return organization.id();
  }

  private TrainingRun trained(OrganizationId organization) {
    TrainingRun model = Samples.inTraining(organization, new DatasetId(UUID.randomUUID()), MONDAY);
    registry.add(model);
    return registry.complete(organization, model.id(), Samples.trained(MONDAY));
  }

  private void deploy(OrganizationId organization, TrainingRun model) {
    registry.deploy(
        organization,
        registry.deployment(organization).withChampion(model.id()),
        new Cause(MONDAY, Optional.empty(), "it is the best"));
  }

  /** The registry, which answers only after {@link #afterQuery} has run. */
  private ModelRegistry slow() {
    return (ModelRegistry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ModelRegistry.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(registry, arguments);
              if (method.getName().equals("deployment")) {
                afterQuery.get().run();
              }
              return answer;
            });
  }

  /** Model files that are loaded only after {@link #onLoad} has run. */
  private final class Files implements ModelArtifacts {
    @Override
    public String save(OrganizationId organization, ModelId id, byte[] file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] load(OrganizationId organization, ModelId id, String sha256) {
      onLoad.get().run();
      return ModelType.RANDOM_FOREST.id().getBytes(UTF_8);
    }

    @Override
    public void delete(OrganizationId organization, ModelId id) {
      throw new UnsupportedOperationException();
    }
  }

  private ServedModels served(int organizations) {
    return new ServedModels(slow(), new Files(), learning, clock, organizations);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void none_of_a_thousand_predictions_after_an_activation_is_by_the_old_model() throws Exception {
    try (Churn churn =
        Churn.builder()
            .inMemory(database)
            .models(slow())
            .artifacts(new Files())
            .features(learning)
            .training(learning)
            .clock(clock)
            .build()) {
      var activated = new AtomicReference<>(new Activated(-1, Optional.of(first.id())));
      var end = new AtomicBoolean();
      var old = new AtomicInteger();
      var answered = new AtomicInteger();
      onLoad.set(() -> sleep(20)); // a file that takes a while
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(
            threads.submit(
                () -> {
                  while (!end.get()) {
                    Activated expected = activated.get(); // before the call
                    var prediction =
                        churn.predictions().predict(acme, "C-1", EVENTS, Optional.empty());
                    answered.incrementAndGet();
                    if (expected.model().filter(id -> !id.equals(prediction.model())).isPresent()
                        && expected.equals(activated.get())) {
                      old.incrementAndGet();
                    }
                  }
                }));
      }
      for (int round = 0; round < 20; round++) {
        TrainingRun next = round % 2 == 0 ? second : first;
        activated.set(new Activated(round, Optional.empty()));
        churn.deployments().activate(acme, next.id(), Optional.empty());
        activated.set(new Activated(round, Optional.of(next.id())));
        int before = answered.get();
        while (answered.get() < before + 1_000) {
          Thread.onSpinWait();
        }
      }
      end.set(true);
      for (Future<?> caller : callers) {
        caller.get();
      }
      assertThat(old).as("of %s", answered).hasValue(0);
    }
  }

  /** The model that an activation made the champion; empty while the activation runs. */
  private record Activated(int round, Optional<ModelId> model) {}

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void who_asks_after_a_renewal_waits_for_the_one_who_loads() throws Exception {
    ServedModels served = served(5);
    assertThat(served.find(acme).orElseThrow().of("C-1").model()).isEqualTo(first);
    deploy(acme, second);
    served.renew(acme);
    var loading = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    onLoad.set(
        () -> {
          loading.countDown();
          await(go);
        });
    Future<Optional<Serving>> loads = threads.submit(() -> served.find(acme));
    await(loading);
    Future<Optional<Serving>> asks = threads.submit(() -> served.find(acme));
    assertThatThrownBy(() -> asks.get(100, TimeUnit.MILLISECONDS))
        .as("an answer before the new model is loaded")
        .isInstanceOf(TimeoutException.class);
    go.countDown();

    assertThat(asks.get().orElseThrow().of("C-1").model()).isEqualTo(second);
    assertThat(loads.get().orElseThrow().of("C-1").model()).isEqualTo(second);
  }

  @Test
  void what_was_read_before_a_renewal_answers_nobody_after_it_even_if_evicted_meanwhile()
      throws Exception {
    OrganizationId other = added("Other");
    deploy(other, trained(other));
    ServedModels served = served(1);
    var read = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    afterQuery.set(
        () -> {
          read.countDown();
          await(go);
        });
    Future<Optional<Serving>> before = threads.submit(() -> served.find(acme));
    await(read);
    afterQuery.set(() -> {});
    served.find(other); // takes the only place
    deploy(acme, second);
    served.renew(acme);
    go.countDown();
    assertThat(before.get().orElseThrow().of("C-1").model()).isEqualTo(first);

    assertThat(served.find(acme).orElseThrow().of("C-1").model()).isEqualTo(second);
  }

  @Test
  void who_wants_the_current_models_gets_those_of_the_registry_or_an_error() {
    ServedModels served = served(5);
    served.find(acme);
    deploy(acme, second); // by another server: nothing is renewed here

    assertThat(served.find(acme).orElseThrow().of("C-1").model()).isEqualTo(first);
    assertThat(served.loadCurrent(organizations, acme).of("C-1").model()).isEqualTo(second);
    assertThat(served.find(acme).orElseThrow().of("C-1").model()).isEqualTo(second);
    afterQuery.set(
        () -> {
          throw new ChurnException(ErrorCode.UNAVAILABLE, "having lunch");
        });
    assertThatThrownBy(() -> served.loadCurrent(organizations, acme)).hasMessage("having lunch");
  }
}
