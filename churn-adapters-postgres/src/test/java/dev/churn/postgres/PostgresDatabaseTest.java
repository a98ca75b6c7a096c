package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest {
  @Test
  void a_server_that_is_away_is_named_without_the_password() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var settings =
        DatabaseSettings.parse("postgresql://ann:hunter2@127.0.0.1:%d/churn".formatted(port));

    assertThatThrownBy(
            () -> PostgresDatabase.open(settings, Jobs.FAST, InstantSource.system()).close())
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .message()
        .startsWith("The database 127.0.0.1:%d/churn cannot be used: Connection".formatted(port))
        .doesNotContain("hunter2");
  }

  @Test
  void a_database_that_goes_away_is_unavailable_and_comes_back() {
    DatabaseSettings settings = TestServer.newMigratedDatabase();
    String name = settings.address().substring(settings.address().indexOf('/') + 1);
    try (PostgresDatabase database = TestServer.open(settings)) {
      database.ping();
      DatabaseSettings administration =
          DatabaseSettings.parse(
              "postgresql://postgres@" + settings.address().replace(name, "postgres"));
      Jobs.execute(administration, "alter database " + name + " allow_connections false");
      Jobs.execute(
          administration,
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");

      assertThatThrownBy(database::ping)
          .isInstanceOfSatisfying(
              ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));

      Jobs.execute(administration, "alter database " + name + " allow_connections true");
      assertThat(
              Jobs.becomesTrue(
                  () -> {
                    try {
                      database.ping();
                      return true;
                    } catch (ChurnException e) {
                      return false;
                    }
                  }))
          .isTrue();
    }
  }

  @Test
  void times_are_kept_to_the_microsecond_and_never_rounded_up() {
    try (PostgresDatabase database = TestServer.open(TestServer.newMigratedDatabase())) {
      var acme = Samples.organization("Acme", Instant.parse("2024-03-04T08:00:00.123456999Z"));
      database.organizations().add(acme);

      assertThat(database.organizations().find(acme.id()).orElseThrow().createdAt())
          .isEqualTo(Instant.parse("2024-03-04T08:00:00.123456Z"));
    }
  }

  @Test
  void odd_text_is_kept_and_what_postgresql_cannot_keep_is_replaced() {
    try (PostgresDatabase database = TestServer.open(TestServer.newMigratedDatabase())) {
      var odd =
          new Organization(
              new OrganizationId(UUID.randomUUID()),
              "b 'quoted' :named ? \uD83D\uDE00",
              new OrganizationSettings(30, 90, Set.of("{\"y\",}", "null")),
              Samples.MONDAY);
      database.organizations().add(odd);
      RawDataset raw = Samples.raw(odd.id(), Samples.MONDAY);
      database.datasets().add(raw);
      database.datasets().update(raw.failed("a\0b"));

      assertThat(database.organizations().find(odd.id())).contains(odd);
      assertThat(database.datasets().find(odd.id(), raw.id())).contains(raw.failed("a\uFFFDb"));
    }
  }

  @Test
  void the_database_soon_notices_that_a_machine_is_gone_and_frees_what_it_locked() {
    DatabaseSettings settings = TestServer.newMigratedDatabase();
    try (PostgresDatabase database = TestServer.open(settings)) {
      Jobs.execute(settings, "create table seen (idle text)");
      Jobs.execute(
          settings,
          "create function look() returns trigger language plpgsql as $$ begin"
              + " insert into seen values (current_setting('tcp_keepalives_idle')); return null;"
              + " end $$");
      Jobs.execute(
          settings,
          "create trigger look after insert on organizations"
              + " for each statement execute function look()");

      database.organizations().add(Samples.organization("Acme", Samples.MONDAY));

      assertThat(Jobs.query(settings, "select idle from seen")).isEqualTo("10");
    }
  }
}
