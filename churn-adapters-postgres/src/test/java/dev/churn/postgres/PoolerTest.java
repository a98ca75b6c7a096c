package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outside.PgBouncer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases behind a connection pooler. */
class PoolerTest {
  private static final int CALLERS = 16;

  /** Connections for calls: with two job threads, which take four, a server has seven. */
  private static final int CALLS = 3;

  private final DatabaseSettings direct = TestServer.newDatabase();

  private PgBouncer pooler(String mode, int size) throws IOException {
    String port = direct.address().replaceAll(".*:|/.*", "");
    return PgBouncer.start(mode, size, "port=%s user=postgres".formatted(port));
  }

  private DatabaseSettings through(PgBouncer pooler) {
    return DatabaseSettings.parse(
        "postgresql://postgres@127.0.0.1:%d/%s?loginTimeout=2"
            .formatted(pooler.port(), direct.address().replaceAll(".*/", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "statement"})
  void a_pooler_without_sessions_is_refused_and_told_what_to_use_instead(String mode)
      throws IOException {
    try (PgBouncer pooler = pooler(mode, 15)) {
      assertThatThrownBy(() -> TestServer.open(through(pooler)).close())
          .isInstanceOfSatisfying(
              ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
          .hasMessageContaining("127.0.0.1:" + pooler.port())
          .hasMessageContaining("transaction mode")
          .hasMessageContaining("port 5432")
          .hasMessageContaining("pool_mode=session");
    }
    assertThat(Jobs.query(direct, "select to_regclass('organizations')")).isNull();
  }

  @Test
  void a_small_pool_in_transaction_mode_is_recognized_too() throws IOException {
    try (PgBouncer pooler = pooler("transaction", 1)) {
      assertThatThrownBy(() -> TestServer.open(through(pooler)).close())
          .hasMessageContaining("transaction mode");
    }
  }

  @Test
  void two_servers_work_side_by_side_on_fifteen_sessions() throws Exception {
    try (PgBouncer pooler = pooler("session", 15);
        PostgresDatabase first = TestServer.open(through(pooler).withPoolSize(CALLS))) {
      var acme = Samples.organization("Acme", Samples.MONDAY);
      first.organizations().add(acme);
      var runs = new AtomicInteger();
      var handler =
          new TestHandler(
              (job, progress) -> {
                progress.report(0.5, "half");
                TimeUnit.MILLISECONDS.sleep(20);
                runs.incrementAndGet();
              });
      first.jobs().start(handler, 2);
      takeAllThatItMay(first, CALLS + 2);
      try (PostgresDatabase second = TestServer.open(through(pooler).withPoolSize(CALLS))) {
        second.jobs().start(handler, 2);

        work(acme.id(), List.of(first, second));

        assertThat(Jobs.allFinished(direct)).isTrue();
        assertThat(runs).hasValue(2 * CALLERS);
        assertThat(Jobs.query(direct, "select max(attempts) from jobs")).isEqualTo("1");
        assertThat(Jobs.query(direct, "select count(*) from jobs where status = 'completed'"))
            .isEqualTo(Integer.toString(2 * CALLERS));
      }
    }
  }

  private static void takeAllThatItMay(PostgresDatabase server, int size) throws Exception {
    var taken = new CountDownLatch(size);
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      Callable<Boolean> holds =
          () ->
              server
                  .transactions()
                  .call(
                      () -> {
                        server.removals().count();
                        taken.countDown();
                        try {
                          return taken.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                      });
      for (Future<Boolean> holder : threads.invokeAll(Collections.nCopies(size, holds))) {
        assertThat(holder.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Many callers at once, each of whom submits a job and then holds connections for a while. */
  private static void work(OrganizationId acme, List<PostgresDatabase> servers) throws Exception {
    List<Callable<Void>> callers = new ArrayList<>();
    for (PostgresDatabase server : servers) {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(() -> call(server, acme));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      for (Future<Void> caller : threads.invokeAll(callers)) {
        caller.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static Void call(PostgresDatabase server, OrganizationId acme) {
    server.jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, UUID.randomUUID()));
    for (int i = 0; i < 5; i++) {
      server
          .transactions()
          .run(
              () -> {
                server.organizations().find(acme);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
              });
    }
    return null;
  }

  @Test
  void a_job_that_finds_no_free_connection_says_so_and_runs_when_there_is_one() throws Exception {
    try (PgBouncer pooler = pooler("session", 6)) {
      DatabaseSettings settings = through(pooler);
      try (PostgresDatabase database = TestServer.open(settings.withPoolSize(2))) {
        var acme = Samples.organization("Acme", Samples.MONDAY);
        database.organizations().add(acme);
        List<Connection> others = new ArrayList<>();
        takeAll(settings, others);
        var runs = new AtomicInteger();
        database.jobs().start(new TestHandler((job, progress) -> runs.incrementAndGet()), 1);

        Job job =
            database
                .jobs()
                .submit(new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), UUID.randomUUID()));

        assertThat(
                Jobs.becomesTrue(
                    () ->
                        database
                            .jobs()
                            .find(acme.id(), job.id())
                            .orElseThrow()
                            .message()
                            .equals("Waiting for a free connection to the database")))
            .isTrue();
        assertThat(runs).hasValue(0);
        for (Connection other : others) {
          other.close();
        }
        assertThat(Jobs.allFinished(direct)).isTrue();
        assertThat(runs).hasValue(1);
      }
    }
  }

  /** Takes connections until the pooler has no other. */
  private static void takeAll(DatabaseSettings settings, List<Connection> taken) {
    while (true) {
      try {
        taken.add(settings.newSource().getConnection());
      } catch (SQLException e) {
        return;
      }
    }
  }
}
