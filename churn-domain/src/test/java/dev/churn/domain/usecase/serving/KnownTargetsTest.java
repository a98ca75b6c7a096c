package dev.churn.domain.usecase.serving;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.port.Organizations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of targets are found without a query for each call, and while the database is away. */
class KnownTargetsTest {
  private static final TargetName SILENT = new TargetName("silent-14");

  private volatile Instant now = MONDAY;
  private volatile boolean isAway;
  private final AtomicInteger reads = new AtomicInteger();
  private final Organizations organizations =
      counted(new InMemoryOrganizations(new InMemoryDatabase()));
  private final KnownTargets known = new KnownTargets(organizations, () -> now);
  private OrganizationId acme;
  private OrganizationId silent;

  private Organizations counted(Organizations real) {
    return (Organizations)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Organizations.class},
            (proxy, method, arguments) -> {
              reads.addAndGet(method.getName().equals("targets") ? 1 : 0);
              if (isAway) {
                throw new ChurnException(ErrorCode.UNAVAILABLE, "The database is away");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Consumer<Throwable> hasCode(ErrorCode code) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                ChurnException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @BeforeEach
  void a_target() {
    Organization organization = Samples.organization("Acme", MONDAY);
    organizations.add(organization);
    acme = organization.id();
    silent = added("silent-14");
    reads.set(0);
  }

  private OrganizationId added(String name) {
    var target =
        new Organization(
            OrganizationId.newTarget(),
            name,
            OrganizationSettings.defaults(),
            MONDAY,
            Optional.of(acme));
    organizations.add(target);
    return target.id();
  }

  @Test
  void names_cost_a_query_in_two_seconds() {
    for (int call = 0; call < 100; call++) {
      now = now.plusMillis(100);
      assertThat(known.resolve(acme, SILENT)).isEqualTo(silent);
      assertThat(known.resolve(acme, TargetName.DEFAULT)).isEqualTo(acme);
    }
    assertThat(reads).satisfies(count -> assertThat(count.get()).isBetween(4, 6));
  }

  @Test
  void a_new_target_is_found_at_once_and_a_deleted_one_is_gone_after_two_seconds() {
    known.resolve(acme, SILENT);
    OrganizationId late = added("late");
    assertThat(known.resolve(acme, new TargetName("late"))).isEqualTo(late);

    organizations.beginDeletion(silent);
    now = now.plusSeconds(2);
    assertThatThrownBy(() -> known.resolve(acme, SILENT))
        .satisfies(hasCode(ErrorCode.NOT_FOUND))
        .hasMessage(
            "Organization %s has no target 'silent-14'; expected one of default, late", acme);
  }

  @Test
  void a_target_of_nobody_is_not_found() {
    OrganizationId nobody = Samples.organization("Nobody", MONDAY).id();
    assertThatThrownBy(() -> known.resolve(nobody, SILENT))
        .satisfies(hasCode(ErrorCode.NOT_FOUND))
        .hasMessage("There is no organization " + nobody);
  }

  @Test
  void known_names_are_found_while_the_database_is_away() {
    known.resolve(acme, SILENT);
    isAway = true;
    now = now.plusSeconds(3600);

    assertThat(known.resolve(acme, SILENT)).isEqualTo(silent);
    assertThatThrownBy(() -> known.resolve(acme, new TargetName("other")))
        .satisfies(hasCode(ErrorCode.UNAVAILABLE));
    isAway = false;
    organizations.beginDeletion(silent);
    known.renew(acme);
    assertThatThrownBy(() -> known.resolve(acme, SILENT)).satisfies(hasCode(ErrorCode.NOT_FOUND));
  }
}
