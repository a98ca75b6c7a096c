package dev.churn.domain.usecase.serving;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
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
import dev.churn.domain.organization.ActivationRule;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.TinyLearning;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Predictions while the database takes questions and gives no answers. */
class FrozenDatabaseTest {
  private static final List<CustomerEvent> EVENTS =
      List.of(CustomerEvent.of(LocalDate.parse("2024-01-04"), 10));

  private volatile Instant now = MONDAY;
  private volatile CountDownLatch answers = new CountDownLatch(0);
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final Organizations organizations =
      freezing(Organizations.class, new InMemoryOrganizations(database));
  private final ModelRegistry registry =
      freezing(ModelRegistry.class, new InMemoryModelRegistry(database));
  private final TinyLearning learning = new TinyLearning();
  private final Churn churn =
      Churn.builder()
          .inMemory(database)
          .organizations(organizations)
          .models(registry)
          .artifacts(new OneFile())
          .features(learning)
          .training(learning)
          .clock(() -> now)
          .build();
  private OrganizationId acme;

  private <T> T freezing(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              answers.await();
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

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
    acme = withModel("Acme");
  }

  private OrganizationId withModel(String name) {
    Organization organization = Samples.organization(name, MONDAY);
    organizations.add(organization);
    TrainingRun model =
        Samples.inTraining(organization.id(), new DatasetId(UUID.randomUUID()), MONDAY);
    registry.add(model);
    registry.complete(organization.id(), model.id(), Samples.trained(MONDAY));
    registry.deploy(
        organization.id(),
        registry.deployment(organization.id()).withChampion(model.id()),
        new Cause(MONDAY, Optional.empty(), "it is the best"));
    return organization.id();
  }

  @AfterEach
  void close() {
    answers.countDown();
    churn.close();
  }

  /** {@return how long a prediction took, as the routes ask for it} */
  private long predictMillis(OrganizationId organization) {
    long begun = System.nanoTime();
    churn.predictions().requireOrganization(organization);
    churn.predictions().now(organization);
    churn.predictions().predict(organization, "C-1", EVENTS, Optional.empty());
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  @Test
  void loaded_models_answer_at_once_whatever_their_age() {
    predictMillis(acme);
    answers = new CountDownLatch(1);
    long slow = 0;
    for (int call = 0; call < 200; call++) {
      now = now.plusSeconds(10); // neither models nor time zones stay fresh
      slow += predictMillis(acme) > 100 ? 1 : 0;
    }

    assertThat(slow).as("calls that waited for an answer, at first").isLessThanOrEqualTo(2);
  }

  @Test
  void what_another_server_changed_serves_as_soon_as_the_database_answers_again() throws Exception {
    predictMillis(acme);
    answers = new CountDownLatch(1);
    now = now.plusSeconds(100);
    predictMillis(acme);
    answers.countDown();
    organizations.update(
        new Organization(
            acme,
            "Acme",
            new OrganizationSettings(
                30, 90, Set.of(), false, ActivationRule.values()[0], ZoneId.of("Asia/Tokyo")),
            MONDAY));

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!churn.predictions().now(acme).getZone().equals(ZoneId.of("Asia/Tokyo"))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      now = now.plusSeconds(100);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void models_that_were_never_loaded_are_told_to_be_unavailable_within_two_seconds() {
    OrganizationId other = withModel("Other");
    predictMillis(acme);
    answers = new CountDownLatch(1);
    long begun = System.nanoTime();

    assertThatThrownBy(() -> predictMillis(other))
        .isInstanceOf(ChurnException.class)
        .hasMessage("The database has not answered within 1.8 s");
    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.MILLISECONDS.toNanos(2_500));
  }
}
