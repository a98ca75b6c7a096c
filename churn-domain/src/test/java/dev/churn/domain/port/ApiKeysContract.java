package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.access.Scope;
import dev.churn.domain.access.Sha256;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ApiKeys} keeps. */
public abstract class ApiKeysContract {
  private static final Instant LATER = MONDAY.plusSeconds(60);

  private OrganizationId acme;
  private OrganizationId other;
  private ApiKeys keys;

  /** {@return the port under test; every test adds organizations of its own} */
  protected abstract ApiKeys keys();

  /** {@return the organizations of the same database} */
  protected abstract Organizations organizations();

  @BeforeEach
  void two_organizations() {
    keys = keys();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    organizations().add(organization);
    return organization.id();
  }

  private static ApiKey key(OrganizationId organization, Instant createdAt) {
    var id = new ApiKeyId(UUID.randomUUID());
    return new ApiKey(
        id,
        organization,
        "uploads of the shop",
        Set.of(Scope.READ, Scope.WRITE),
        Sha256.of(id.toString()),
        createdAt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ApiKey added(ApiKey key) {
    keys.add(key);
    return key;
  }

  @Test
  void a_key_is_found_as_it_was_added() {
    ApiKey plain = added(key(acme, MONDAY));
    var full =
        new ApiKey(
            new ApiKeyId(UUID.randomUUID()),
            other,
            "Zürich ☃",
            Set.of(Scope.values()),
            Sha256.of("x"),
            MONDAY,
            Optional.of(new Requester("ann")),
            Optional.of(LATER),
            Optional.of(LATER.plusSeconds(1)),
            Optional.of(LATER.plusSeconds(2)));
    keys.add(full);

    assertThat(keys.find(plain.id())).contains(plain);
    assertThat(keys.find(full.id())).contains(full);
    assertThat(keys.find(new ApiKeyId(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void an_id_is_given_once_and_to_an_organization_that_exists() {
    ApiKey key = added(key(acme, MONDAY));

    assertThatThrownBy(() -> keys.add(key)).hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT);
    assertThatThrownBy(() -> keys.add(key(new OrganizationId(UUID.randomUUID()), MONDAY)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.NOT_FOUND);
  }

  @Test
  void a_list_has_the_keys_of_one_organization_the_newest_first() {
    ApiKey first = added(key(acme, MONDAY));
    ApiKey third = added(key(acme, LATER.plusSeconds(9)));
    ApiKey second = added(key(acme, LATER));
    added(key(other, MONDAY));

    assertThat(keys.list(acme, PageRequest.first()).items()).containsExactly(third, second, first);
    assertThat(keys.list(acme, new PageRequest(1, 1)).items()).containsExactly(second);
    assertThat(keys.list(acme, new PageRequest(1, 1)).total()).isEqualTo(3);
  }

  @Test
  void a_revoked_key_stays_with_the_time_of_its_first_revocation() {
    ApiKey key = added(key(acme, MONDAY));

    assertThat(keys.revoke(other, key.id(), LATER)).isFalse();
    assertThat(keys.find(key.id())).contains(key);
    assertThat(keys.revoke(acme, key.id(), LATER)).isTrue();
    assertThat(keys.revoke(acme, key.id(), LATER.plusSeconds(5))).isTrue();
    assertThat(keys.find(key.id())).contains(key.revoked(LATER));
    assertThat(keys.revoke(acme, new ApiKeyId(UUID.randomUUID()), LATER)).isFalse();
  }

  @Test
  void keys_count_as_active_until_they_expire_or_are_revoked() {
    ApiKey revoked = added(key(acme, MONDAY));
    added(key(acme, MONDAY));
    ApiKey template = key(acme, MONDAY);
    added(
        new ApiKey(
            template.id(),
            acme,
            "short",
            Set.of(Scope.READ),
            template.hash(),
            MONDAY,
            Optional.empty(),
            Optional.of(LATER),
            Optional.empty(),
            Optional.empty()));
    added(key(other, MONDAY));
    assertThat(keys.countActive(acme, MONDAY)).isEqualTo(3);

    keys.revoke(acme, revoked.id(), LATER);

    assertThat(keys.countActive(acme, MONDAY)).isEqualTo(2);
    assertThat(keys.countActive(acme, LATER)).isEqualTo(1);
  }

  @Test
  void the_last_use_never_goes_back() {
    ApiKey key = added(key(acme, MONDAY));
    ApiKey unused = added(key(other, MONDAY));

    keys.recordUses(Map.of(key.id(), LATER, new ApiKeyId(UUID.randomUUID()), LATER));
    keys.recordUses(Map.of(key.id(), MONDAY));
    keys.recordUses(Map.of());

    assertThat(keys.find(key.id())).contains(key.used(LATER));
    assertThat(keys.find(unused.id())).contains(unused);
  }

  @Test
  void the_keys_of_an_organization_go_when_its_deletion_begins() {
    ApiKey key = added(key(acme, MONDAY));
    ApiKey kept = added(key(other, MONDAY));

    organizations().beginDeletion(acme);

    assertThat(keys.find(key.id())).isEmpty();
    assertThat(keys.list(acme, PageRequest.first()).total()).isZero();
    assertThat(keys.countActive(acme, MONDAY)).isZero();
    assertThat(keys.revoke(acme, key.id(), LATER)).isFalse();
    assertThatThrownBy(() -> keys.add(key(acme, MONDAY)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.NOT_FOUND);
    organizations().purge(acme, (rows, count) -> {});
    assertThat(keys.find(key.id())).isEmpty();
    assertThat(keys.find(kept.id())).contains(kept);
  }
}
