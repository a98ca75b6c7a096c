package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.memory.InMemoryCustomerRecords;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An erasure reaches all targets, whatever happens in one of them and whenever it was created. */
class ErasureOfTargetsTest {
  private static final String CUSTOMER = "C-0007";

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryObjectStore stored = new InMemoryObjectStore();
  private Optional<OrganizationId> failing = Optional.empty();

  private Churn server() {
    var records = new InMemoryCustomerRecords(database);
    return Churn.builder()
        .inMemory(database)
        .objects(stored)
        .customerRecords(
            (CustomerRecords)
                Proxy.newProxyInstance(
                    CustomerRecords.class.getClassLoader(),
                    new Class<?>[] {CustomerRecords.class},
                    (proxy, method, arguments) -> {
                      if (method.getName().equals("removeLogged")
                          && failing.equals(Optional.of(arguments[0]))) {
                        throw new ChurnException(ErrorCode.CORRUPT, "a broken row");
                      }
                      try {
                        return method.invoke(records, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }))
        .features(new RfmFeatures())
        .training(new ChurnModelTraining())
        .build();
  }

  private static OrganizationId create(Churn churn, OrganizationId shop, String name) {
    return churn.targets().create(shop, new TargetName(name), settings -> settings).id();
  }

  private static void process(Churn churn, OrganizationId organization, RawDataset raw) {
    churn.features().start(organization, raw.id());
    churn.runJobs();
  }

  private String table(Churn churn, OrganizationId target, RawDataset raw) throws IOException {
    FeatureDataset table = churn.datasets().findFeaturesOf(target, raw.id()).orElseThrow();
    try (InputStream in = stored.open(table.file().key())) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static RawDataset upload(Churn churn, OrganizationId shop) {
    return churn
        .uploads()
        .upload(
            shop,
            "events.csv",
            Content.of(Scenario.history(60, 1).getBytes(UTF_8)),
            UploadOptions.defaults());
  }

  @Test
  void a_failure_in_one_target_keeps_no_other_from_forgetting_the_customer() throws IOException {
    try (Churn churn = server()) {
      OrganizationId shop =
          churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      RawDataset raw = upload(churn, shop);
      OrganizationId first = create(churn, shop, "first");
      OrganizationId second = create(churn, shop, "second");
      process(churn, first, raw);
      process(churn, second, raw);
      assertThat(table(churn, second, raw)).contains(CUSTOMER);
      failing = Optional.of(first);

      Erasure erasure = churn.erasedCustomers().start(shop, CUSTOMER).erasure();
      churn.runJobs();

      assertThat(table(churn, second, raw)).doesNotContain(CUSTOMER);
      Erasure ended = churn.erasures().load(shop, erasure.id());
      assertThat(ended.endedAt()).isPresent();
      assertThat(ended.errorMessage()).contains("a broken row");
    }
  }

  @Test
  void a_target_that_is_created_while_it_waits_is_reached() throws IOException {
    try (Churn churn = server()) {
      OrganizationId shop =
          churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      RawDataset raw = upload(churn, shop);
      Erasure erasure = churn.erasedCustomers().start(shop, CUSTOMER).erasure();
      OrganizationId late = create(churn, shop, "late");
      failing = Optional.of(late);
      process(churn, late, raw);

      assertThat(table(churn, late, raw)).doesNotContain(CUSTOMER);
      assertThat(churn.erasures().load(shop, erasure.id()).errorMessage())
          .contains("a broken row"); // so its part was done
    }
  }
}
