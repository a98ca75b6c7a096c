package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.PredictionRecorder;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.StoredModelArtifacts;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryOrganizations organizations = new InMemoryOrganizations(database);
  private final BlockingQueue<OrganizationId> asked = new LinkedBlockingQueue<>();

  /** A registry that says which organizations it is asked for, and fails for all of them. */
  private ModelRegistry failing() {
    return (ModelRegistry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ModelRegistry.class},
            (proxy, method, arguments) -> {
              asked.add((OrganizationId) arguments[0]);
              throw new IllegalStateException("no model today");
            });
  }

  @Test
  void what_fails_for_one_organization_keeps_no_other_cold() throws InterruptedException {
    InstantSource clock = InstantSource.system();
    var manage = new ManageOrganizations(organizations, database, clock);
    OrganizationId acme = manage.create("Acme", OrganizationSettings.defaults()).id();
    OrganizationId globex = manage.create("Globex", OrganizationSettings.defaults()).id();
    var artifacts = new StoredModelArtifacts(new InMemoryObjectStore());
    var served = new ServedModels(failing(), artifacts, new ChurnModelTraining(), clock);
    try (var recorder = new PredictionRecorder(new InMemoryPredictionLog(database));
        WarmUp warmUp =
            WarmUp.begin(
                manage,
                new PredictChurn(organizations, served, new RfmFeatures(), recorder, clock))) {
      assertThat(warmUp).isNotNull();
      List<OrganizationId> prepared = new ArrayList<>();
      prepared.add(asked.poll(10, TimeUnit.SECONDS));
      prepared.add(asked.poll(10, TimeUnit.SECONDS));
      assertThat(prepared).containsExactlyInAnyOrder(acme, globex);
    }
  }
}
