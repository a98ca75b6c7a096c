package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpTest {
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
    try (Churn churn =
        Churn.builder()
            .inMemory(new InMemoryDatabase())
            .models(failing())
            .features(new RfmFeatures())
            .training(new ChurnModelTraining())
            .build()) {
      OrganizationId acme = created(churn, "Acme");
      OrganizationId globex = created(churn, "Globex");
      try (WarmUp warmUp =
          WarmUp.begin(churn.organizations(), churn.targets(), churn.predictions())) {
        assertThat(warmUp).isNotNull();
        List<OrganizationId> prepared = new ArrayList<>();
        prepared.add(asked.poll(10, TimeUnit.SECONDS));
        prepared.add(asked.poll(10, TimeUnit.SECONDS));
        assertThat(prepared).containsExactlyInAnyOrder(acme, globex);
      }
    }
  }

  private static OrganizationId created(Churn churn, String name) {
    return churn.organizations().create(name, OrganizationSettings.defaults()).id();
  }
}
