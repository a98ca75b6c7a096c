package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.Organization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A server that hangs without dying loses its jobs, and what it writes late is refused. */
class FrozenServerTest {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();
  private final Organization acme = Samples.organization("Acme", Samples.MONDAY);

  @Test
  void a_server_that_hangs_loses_its_job_and_cannot_write_any_more() throws Exception {
    assertThat(afterTakeover(false)).isEqualTo("written by the second");
  }

  @Test
  void a_transaction_in_which_a_server_hangs_is_rolled_back() throws Exception {
    assertThat(afterTakeover(true)).isEqualTo("written by the second");
  }

  @Test
  void a_canceled_job_of_a_server_that_hangs_is_canceled_by_another() throws Exception {
    try (var proxy = new FreezingProxy(settings);
        PostgresDatabase first = TestServer.open(proxy.settings(settings));
        PostgresDatabase second = TestServer.open(settings)) {
      second.organizations().add(acme);
      var begun = new CountDownLatch(1);
      var woken = new CountDownLatch(1);
      first
          .jobs()
          .start(
              new TestHandler(
                  (job, progress) -> {
                    begun.countDown();
                    awaitFirmly(woken);
                  }),
              1);
      Job job = second.jobs().submit(request());
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      proxy.freeze();
      var handler = new TestHandler((again, progress) -> {});
      second.jobs().cancel(acme.id(), job.id(), Optional.empty(), handler);
      second.jobs().start(handler, 1);

      assertThat(Jobs.allFinished(settings)).isTrue();
      woken.countDown();
      proxy.thaw();

      assertThat(Jobs.query(settings, "select status from jobs")).isEqualTo("canceled");
      assertThat(handler.failures).containsExactly("Canceled");
    }
  }

  /** {@return the name of the organization after both attempts have tried to change it} */
  private String afterTakeover(boolean inTransaction) throws IOException, InterruptedException {
    try (var proxy = new FreezingProxy(settings);
        PostgresDatabase first = TestServer.open(proxy.settings(settings));
        PostgresDatabase second = TestServer.open(settings)) {
      second.organizations().add(acme);
      var begun = new CountDownLatch(1);
      var woken = new CountDownLatch(1);
      var late = new AtomicReference<Throwable>();
      var ended = new CountDownLatch(1);
      var sleeper =
          new TestHandler(
              (job, progress) -> {
                Runnable write =
                    () -> {
                      begun.countDown();
                      awaitFirmly(woken);
                      renameFirmly(first, "written by the first");
                    };
                try {
                  if (inTransaction) {
                    first
                        .transactions()
                        .run(
                            () -> {
                              rename(first, "half-written by the first");
                              begun.countDown();
                              awaitFirmly(woken);
                              rename(first, "written by the first");
                            });
                  } else {
                    write.run();
                  }
                } catch (RuntimeException e) {
                  late.set(e);
                  throw e;
                } finally {
                  ended.countDown();
                }
              });
      first.jobs().start(sleeper, 1);
      Job job = second.jobs().submit(request());
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      proxy.freeze();
      long frozen = System.nanoTime();
      second
          .jobs()
          .start(new TestHandler((again, progress) -> rename(second, "written by the second")), 1);
      assertThat(Jobs.allFinished(settings)).isTrue();

      assertThat(System.nanoTime() - frozen).isLessThan(TimeUnit.SECONDS.toNanos(10));
      proxy.thaw();
      woken.countDown();
      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(late.get()).isNotNull();
      assertThat(late.get()).matches(e -> inTransaction || Fence.isSuperseded(e));
      assertThat(sleeper.failures).isEmpty();
      Job known = second.jobs().find(acme.id(), job.id()).orElseThrow();
      assertThat(known.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(known.attempt()).isEqualTo(2);
      return second.organizations().find(acme.id()).orElseThrow().name();
    }
  }

  private void rename(PostgresDatabase database, String name) {
    database
        .organizations()
        .update(new Organization(acme.id(), name, acme.settings(), acme.createdAt()));
  }

  /** Tries until the server has connections again: the attempt must be refused for itself. */
  private void renameFirmly(PostgresDatabase database, String name) {
    for (int i = 0; i < 1_000; i++) {
      boolean unused = Thread.interrupted(); // forgets that it lost its lock
      try {
        rename(database, name);
        return;
      } catch (RuntimeException e) {
        if (Fence.isSuperseded(e)) {
          throw e;
        }
      }
    }
  }

  private JobRequest request() {
    return new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), UUID.randomUUID());
  }

  /** Waits in spite of interrupts, and forgets them: the worst that a late attempt can do. */
  private static void awaitFirmly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // a process that hangs is not interrupted
      }
    }
  }

  @Test
  void holders_of_a_lock_are_silent_only_after_a_while() throws Exception {
    try (var source = settings.newSource().getConnection();
        var other = settings.newSource().getConnection();
        var statement = source.createStatement()) {
      statement.execute("select pg_advisory_lock(hashtextextended('churn/x', 0))");

      assertThat(LockHolders.findSilent(other, "churn/x", Duration.ofSeconds(5))).isEmpty();
      TimeUnit.MILLISECONDS.sleep(30);
      assertThat(LockHolders.findSilent(other, "churn/x", Duration.ofMillis(20))).isPresent();
      assertThat(List.of("churn/y"))
          .allSatisfy(
              key -> assertThat(LockHolders.findSilent(other, key, Duration.ZERO)).isEmpty());
    }
  }
}
