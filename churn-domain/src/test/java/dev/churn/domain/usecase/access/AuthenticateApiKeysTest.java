package dev.churn.domain.usecase.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.access.ApiKeySecret;
import dev.churn.domain.access.Scope;
import dev.churn.domain.memory.InMemoryApiKeys;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ApiKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of another server's database, which is sometimes away. */
class AuthenticateApiKeysTest {
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final Organization acme = Samples.organization("Acme", Samples.MONDAY);
  private final Failing keys = new Failing(new InMemoryApiKeys(database));
  private volatile Duration passed = Duration.ZERO;
  private final AuthenticateApiKeys authentication =
      new AuthenticateApiKeys(keys, () -> Samples.MONDAY.plus(passed), () -> passed.toNanos());
  private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());

  @BeforeEach
  void a_key() {
    new InMemoryOrganizations(database).add(acme);
    keys.add(
        new ApiKey(
            secret.id(),
            acme.id(),
            "test",
            Set.of(Scope.READ),
            secret.hash(),
            Samples.MONDAY,
            Optional.empty(),
            Optional.of(Samples.MONDAY.plus(Duration.ofDays(1))),
            Optional.empty(),
            Optional.empty()));
  }

  @AfterEach
  void close() {
    keys.isDown = false;
    authentication.close();
  }

  private ErrorCode refusal(String text) {
    return catchThrowableOfType(ChurnException.class, () -> authentication.authenticate(text))
        .code();
  }

  private void pass(Duration time) {
    passed = passed.plus(time);
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void a_key_is_looked_up_once_in_two_seconds() {
    for (int i = 0; i < 100; i++) {
      assertThat(authentication.authenticate(secret.text()).id()).isEqualTo(secret.id());
    }
    assertThat(keys.lookUps.get()).isEqualTo(1);

    pass(AuthenticateApiKeys.FRESH);
    authentication.authenticate(secret.text());

    await(() -> keys.lookUps.get() == 2);
  }

  @Test
  void the_id_of_a_key_is_not_enough() {
    authentication.authenticate(secret.text());
    String other = ApiKeySecret.generate(new SecureRandom()).text();

    assertThat(refusal(other)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(refusal(other)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(keys.lookUps.get()).isEqualTo(2); // absence is remembered, too
    assertThat(refusal("churn_")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(keys.lookUps.get()).isEqualTo(2);
  }

  @Test
  void a_key_that_another_server_revoked_is_refused_within_seconds() {
    authentication.authenticate(secret.text());
    keys.revoke(acme.id(), secret.id(), Samples.MONDAY);
    assertThat(authentication.authenticate(secret.text())).isNotNull();

    pass(AuthenticateApiKeys.WAITING);

    assertThat(refusal(secret.text())).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void a_key_that_this_server_revoked_is_refused_at_once() {
    authentication.authenticate(secret.text());
    keys.revoke(acme.id(), secret.id(), Samples.MONDAY);
    authentication.renew(secret.id());

    assertThat(refusal(secret.text())).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void a_key_expires_without_a_look_up() {
    authentication.authenticate(secret.text());
    keys.isDown = true;
    pass(Duration.ofMinutes(59));
    authentication.authenticate(secret.text());
    keys.isDown = false;
    pass(Duration.ofHours(24));

    assertThat(refusal(secret.text())).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void known_keys_go_on_for_an_hour_without_the_database_and_unknown_ones_do_not() {
    authentication.authenticate(secret.text());
    keys.isDown = true;

    for (int minute = 0; minute < 59; minute++) {
      pass(Duration.ofMinutes(1));
      assertThat(authentication.authenticate(secret.text())).isNotNull();
    }
    assertThat(refusal(ApiKeySecret.generate(new SecureRandom()).text()))
        .isEqualTo(ErrorCode.UNAVAILABLE);
    pass(Duration.ofMinutes(1));
    assertThat(refusal(secret.text())).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void a_database_that_hangs_holds_up_a_request_for_a_moment_only() {
    authentication.authenticate(secret.text());
    keys.hanging = new CountDownLatch(1);
    pass(Duration.ofMinutes(1));
    long begun = System.nanoTime();

    assertThat(authentication.authenticate(secret.text())).isNotNull();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    keys.hanging.countDown();
  }

  @Test
  void the_last_use_is_written_once_a_minute_at_most() {
    for (int i = 0; i < 100; i++) {
      authentication.authenticate(secret.text());
    }
    await(() -> keys.writes.get() == 1);
    assertThat(keys.find(secret.id()).orElseThrow().lastUsedAt()).contains(Samples.MONDAY);

    pass(Duration.ofSeconds(30));
    authentication.authenticate(secret.text());
    authentication.close();

    assertThat(keys.writes.get()).isEqualTo(2);
    assertThat(keys.find(secret.id()).orElseThrow().lastUsedAt())
        .contains(Samples.MONDAY.plusSeconds(30));
  }

  /** A database that counts, fails and hangs. */
  private static final class Failing implements ApiKeys {
    private final ApiKeys keys;
    final AtomicInteger lookUps = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    volatile boolean isDown;
    volatile CountDownLatch hanging = new CountDownLatch(0);

    Failing(ApiKeys keys) {
      this.keys = keys;
    }

    private void answer() {
      try {
        hanging.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (isDown) {
        throw new ChurnException(ErrorCode.UNAVAILABLE, "away");
      }
    }

    @Override
    public void add(ApiKey key) {
      keys.add(key);
    }

    @Override
    public Optional<ApiKey> find(ApiKeyId id) {
      lookUps.incrementAndGet();
      answer();
      return keys.find(id);
    }

    @Override
    public Page<ApiKey> list(OrganizationId organization, PageRequest page) {
      return keys.list(organization, page);
    }

    @Override
    public long countActive(OrganizationId organization, Instant now) {
      return keys.countActive(organization, now);
    }

    @Override
    public boolean revoke(OrganizationId organization, ApiKeyId id, Instant at) {
      return keys.revoke(organization, id, at);
    }

    @Override
    public void recordUses(Map<ApiKeyId, Instant> uses) {
      answer();
      keys.recordUses(uses);
      writes.incrementAndGet();
    }
  }
}
