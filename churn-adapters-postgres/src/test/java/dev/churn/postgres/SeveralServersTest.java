package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.OrganizationId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeveralServersTest {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();

  @Test
  void servers_that_start_at_once_migrate_once() throws Exception {
    DatabaseSettings empty = TestServer.newDatabase();
    ExecutorService starts = Executors.newFixedThreadPool(3);
    try {
      List<Callable<PostgresDatabase>> servers =
          List.of(
              () -> TestServer.open(empty),
              () -> TestServer.open(empty),
              () -> TestServer.open(empty));
      for (Future<PostgresDatabase> server : starts.invokeAll(servers)) {
        server.get().close();
      }
    } finally {
      starts.shutdown();
    }

    assertThat(Jobs.query(empty, "select count(distinct id) >= 5 from databasechangelog"))
        .isEqualTo("t");
    assertThat(
            Jobs.query(
                empty,
                "select count(*) - count(distinct (filename, author, id)) from databasechangelog"))
        .isEqualTo("0");
  }

  @Test
  void a_lock_that_a_killed_migration_left_holds_nobody_up() throws SQLException {
    DatabaseSettings older = TestServer.newDatabase();
    Migrations.apply(older.newSource(), List.of("dev/churn/postgres/changelog/001-main-job.sql"));
    Jobs.execute(
        older,
        "update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'gone'");

    TestServer.open(older).close();

    assertThat(Jobs.query(older, "select locked from databasechangeloglock")).isEqualTo("f");
  }

  @Test
  void every_job_is_run_once_by_one_of_them() {
    try (PostgresDatabase first = TestServer.open(settings);
        PostgresDatabase second = TestServer.open(settings)) {
      OrganizationId acme = organization(first);
      Map<UUID, AtomicInteger> runs = new ConcurrentHashMap<>();
      var handler =
          new TestHandler(
              (job, progress) ->
                  runs.computeIfAbsent(job.request().subject(), id -> new AtomicInteger())
                      .incrementAndGet());
      first.jobs().start(handler, 2);
      second.jobs().start(handler, 2);
      for (int i = 0; i < 50; i++) {
        PostgresDatabase server = i % 2 == 0 ? first : second;
        server.jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, UUID.randomUUID()));
      }

      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThat(runs).hasSize(50);
      assertThat(runs.values()).allMatch(count -> count.get() == 1);
      assertThat(Jobs.query(settings, "select count(*) from jobs where status = 'completed'"))
          .isEqualTo("50");
    }
  }

  @Test
  void jobs_of_one_key_never_run_at_the_same_time() {
    try (PostgresDatabase first = TestServer.open(settings);
        PostgresDatabase second = TestServer.open(settings)) {
      OrganizationId acme = organization(first);
      var running = new AtomicInteger();
      var mostRunning = new AtomicInteger();
      var runs = new AtomicInteger();
      var handler =
          new TestHandler(
              (job, progress) -> {
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                TimeUnit.MILLISECONDS.sleep(30);
                runs.incrementAndGet();
                running.decrementAndGet();
              });
      for (int i = 0; i < 6; i++) {
        first.jobs().submit(new JobRequest(JobKind.TRAIN_MODEL, acme, UUID.randomUUID()));
      }
      first.jobs().start(handler, 3);
      second.jobs().start(handler, 3);

      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThat(runs).hasValue(6);
      assertThat(mostRunning).hasValue(1);
    }
  }

  @Test
  void a_job_of_a_killed_server_is_run_by_another() throws Exception {
    try (PostgresDatabase survivor = TestServer.open(settings)) {
      OrganizationId acme = organization(survivor);
      Job job =
          survivor.jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, UUID.randomUUID()));
      Process other = otherServer();
      try (var out = other.inputReader()) {
        assertThat(out.readLine()).isEqualTo("working on " + job.id());
      } finally {
        other.destroyForcibly();
      }
      assertThat(survivor.jobs().find(acme, job.id()).orElseThrow().status())
          .isEqualTo(JobStatus.RUNNING);

      List<Job> run = new ArrayList<>();
      survivor.jobs().start(new TestHandler((again, progress) -> run.add(again)), 1);

      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThat(run).extracting(Job::id).containsExactly(job.id());
      assertThat(survivor.jobs().find(acme, job.id()).orElseThrow().status())
          .isEqualTo(JobStatus.COMPLETED);
      assertThat(Jobs.query(settings, "select attempts from jobs")).isEqualTo("2");
    }
  }

  @Test
  void a_job_whose_lock_is_lost_is_cut_off_and_run_again() {
    try (PostgresDatabase server = TestServer.open(settings)) {
      OrganizationId acme = organization(server);
      var cutOff = new CountDownLatch(1);
      var runs = new AtomicInteger();
      server
          .jobs()
          .start(
              new TestHandler(
                  (job, progress) -> {
                    if (runs.incrementAndGet() == 1) {
                      Jobs.execute(
                          settings,
                          "select pg_terminate_backend(pid) from pg_locks"
                              + " where locktype = 'advisory'"
                              + " and database = (select oid from pg_database"
                              + " where datname = current_database())");
                      for (int i = 0; cutOff.getCount() > 0; i++) {
                        progress.report(0.1, "step " + i);
                        if (Thread.currentThread().isInterrupted()) {
                          cutOff.countDown();
                        }
                      }
                      throw new InterruptedException("cut off");
                    }
                  }),
              1);
      server.jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, UUID.randomUUID()));

      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThat(cutOff.getCount()).isZero();
      assertThat(runs).hasValue(2);
      assertThat(Jobs.query(settings, "select status from jobs")).isEqualTo("completed");
    }
  }

  @Test
  void a_job_that_runs_on_one_server_is_canceled_through_another() throws Exception {
    try (PostgresDatabase first = TestServer.open(settings);
        PostgresDatabase second = TestServer.open(settings)) {
      OrganizationId acme = organization(first);
      var begun = new CountDownLatch(1);
      var runs = new AtomicInteger();
      var handler =
          new TestHandler(
              (job, progress) -> {
                runs.incrementAndGet();
                begun.countDown();
                new CountDownLatch(1).await();
              });
      first.jobs().start(handler, 1);
      Job job =
          second.jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, UUID.randomUUID()));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      var elsewhere = new TestHandler((other, progress) -> {});
      second.jobs().start(elsewhere, 1);
      long start = System.nanoTime();

      Job canceling = second.jobs().cancel(acme, job.id(), Optional.empty(), elsewhere);

      assertThat(canceling.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(canceling.isCanceling()).isTrue();
      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
      assertThat(second.jobs().find(acme, job.id()).orElseThrow().status())
          .isEqualTo(JobStatus.CANCELED);
      assertThat(runs).hasValue(1);
      assertThat(handler.failures).containsExactly("Canceled");
      assertThat(elsewhere.failures).isEmpty();
    }
  }

  @Test
  void a_canceled_job_of_a_killed_server_is_not_run_again() throws Exception {
    try (PostgresDatabase survivor = TestServer.open(settings)) {
      OrganizationId acme = organization(survivor);
      Job job =
          survivor.jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, UUID.randomUUID()));
      Process other = otherServer();
      try (var out = other.inputReader()) {
        assertThat(out.readLine()).isEqualTo("working on " + job.id());
      } finally {
        other.destroyForcibly();
      }
      List<Job> run = new ArrayList<>();
      var handler = new TestHandler((again, progress) -> run.add(again));
      assertThat(survivor.jobs().cancel(acme, job.id(), Optional.empty(), handler).status())
          .isEqualTo(JobStatus.RUNNING);

      survivor.jobs().start(handler, 1);

      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThat(run).isEmpty();
      assertThat(handler.failures).containsExactly("Canceled");
      assertThat(survivor.jobs().find(acme, job.id()).orElseThrow().status())
          .isEqualTo(JobStatus.CANCELED);
    }
  }

  private static OrganizationId organization(PostgresDatabase database) {
    var acme = Samples.organization("Acme", Samples.MONDAY);
    database.organizations().add(acme);
    return acme.id();
  }

  private Process otherServer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it ends before the second compiler pays
            "-cp",
            System.getProperty("java.class.path"),
            OtherServer.class.getName(),
            settings.jdbcUrl() + "&user=" + settings.user())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Begins a job and never ends it. */
  static final class OtherServer {
    private OtherServer() {}

    public static void main(String[] args) throws InterruptedException {
      try (PostgresDatabase database =
          PostgresDatabase.open(
              DatabaseSettings.parse(args[0]), Jobs.FAST, InstantSource.system())) {
        var never = new CountDownLatch(1);
        database
            .jobs()
            .start(
                new TestHandler(
                    (job, progress) -> {
                      System.out.println("working on " + job.id());
                      never.await();
                    }),
                1);
        never.await();
      }
    }
  }
}
