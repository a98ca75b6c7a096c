package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.memory.Samples;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.OrganizationsContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresOrganizationsTest extends OrganizationsContract {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();
  private final PostgresDatabase database = TestServer.open(settings);

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Organizations emptyOrganizations() {
    return database.organizations();
  }

  @Test
  void what_a_failed_statement_was_given_is_in_no_message() {
    var secret = Samples.organization("Secret Ltd", Samples.MONDAY);
    database.organizations().add(secret);

    assertThatThrownBy(() -> database.organizations().add(secret))
        .satisfies(
            thrown -> {
              for (Throwable e = thrown; e != null; e = e.getCause()) {
                assertThat(e.getMessage()).doesNotContain("Secret Ltd");
              }
              assertThat(thrown).hasRootCauseInstanceOf(SQLException.class);
              assertThat(thrown).rootCause().message().doesNotContain(secret.id().toString());
            });
  }

  @Test
  void a_locked_organization_is_waited_for() throws Exception {
    var acme = Samples.organization("Acme", Samples.MONDAY);
    database.organizations().add(acme);
    var order = Collections.synchronizedList(new ArrayList<String>());
    var locked = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> {
              try {
                locked.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              database
                  .transactions()
                  .run(
                      () -> {
                        database.organizations().lock(acme.id());
                        order.add("second");
                      });
            });
    second.start();
    database
        .transactions()
        .run(
            () -> {
              database.organizations().lock(acme.id());
              locked.countDown();
              awaitBlocked();
              order.add("first");
            });
    second.join();

    assertThat(order).containsExactly("first", "second");
  }

  /** Returns when a transaction waits for another, as the database itself tells. */
  private void awaitBlocked() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!isAnyoneWaiting()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody waits for the lock");
      }
      Thread.onSpinWait();
    }
  }

  private boolean isAnyoneWaiting() {
    try (var connection = settings.newSource().getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """)) {
      rows.next();
      return rows.getInt(1) > 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
