package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.job.Workload;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.postgres.JobRows.Tried;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresJobQueueTest {
  private static final Optional<Requester> ALICE = Optional.of(new Requester("alice"));

  private final DatabaseSettings settings = TestServer.newMigratedDatabase();
  private final PostgresDatabase database = TestServer.open(settings);
  private final PostgresJobQueue queue = database.jobs();
  private final Organization acme = Samples.organization("Acme", Samples.MONDAY);
  private final JobRequest request =
      new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), UUID.randomUUID());

  @BeforeEach
  void add_organization() {
    database.organizations().add(acme);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Job found(Job job) {
    return queue.find(acme.id(), job.id()).orElseThrow();
  }

  @Test
  void a_transaction_that_is_rolled_back_leaves_nothing_to_do() {
    assertThatThrownBy(
            () ->
                database
                    .transactions()
                    .run(
                        () -> {
                          queue.submit(request);
                          throw new IllegalStateException("cut");
                        }))
        .hasMessage("cut");

    assertThat(Jobs.query(settings, "select count(*) from jobs")).isEqualTo("0");
    assertThat(Jobs.query(settings, "select count(*) from scheduled_tasks")).isEqualTo("0");
  }

  @Test
  void a_job_is_not_begun_before_its_transaction_ends() {
    var seen = new AtomicReference<Organization>();
    queue.start(
        new TestHandler(
            (job, progress) -> seen.set(database.organizations().find(acme.id()).orElseThrow())),
        1);
    var renamed = new Organization(acme.id(), "Renamed", acme.settings(), acme.createdAt());
    database
        .transactions()
        .run(
            () -> {
              queue.submit(request);
              assertThat(Jobs.query(settings, "select count(*) from scheduled_tasks"))
                  .as("seen by others")
                  .isEqualTo("0");
              database.organizations().update(renamed);
            });

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(seen).hasValue(renamed);
  }

  @Test
  void a_clock_that_is_put_back_by_a_day_holds_up_no_job() {
    Job waiting = queue.submit(request);
    Job paused =
        queue.submit(new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), UUID.randomUUID()));
    // as they are after the clock has been put back
    Jobs.execute(
        settings,
        "update scheduled_tasks set execution_time = now() + interval '1 day'"
            + " where execution_time < '9999-01-01'");
    Jobs.execute(
        settings,
        "update jobs set paused_until = now() + interval '1 day' where id = '%s'"
            .formatted(paused.id()));

    queue.start(new TestHandler((job, progress) -> {}), 1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(found(waiting).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(found(paused).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void an_unknown_organization_has_no_jobs() {
    var unknown = new OrganizationId(UUID.randomUUID());

    assertThatThrownBy(
            () -> queue.submit(new JobRequest(JobKind.TRAIN_MODEL, unknown, UUID.randomUUID())))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void requests_at_the_same_time_get_the_same_job() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Job>> calls =
          Stream.generate(() -> (Callable<Job>) () -> queue.submit(request)).limit(16).toList();
      Set<Job> jobs = new HashSet<>();
      for (Future<Job> call : callers.invokeAll(calls)) {
        jobs.add(call.get());
      }
      assertThat(jobs).hasSize(1);
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void a_job_may_submit_another() {
    var next = new JobRequest(JobKind.TRAIN_MODEL, acme.id(), UUID.randomUUID());
    queue.start(
        new TestHandler(
            (job, progress) -> {
              if (job.request().equals(request)) {
                queue.submit(next);
              }
            }),
        1);
    queue.submit(request);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(Jobs.query(settings, "select count(*) from jobs where status = 'completed'"))
        .isEqualTo("2");
  }

  @Test
  void calls_find_a_connection_while_every_job_holds_one() throws InterruptedException {
    int threads = DatabaseSettings.DEFAULT_POOL_SIZE;
    // if another thread takes the short job, the thread for short jobs stays free
    var holding = new CountDownLatch(threads - 1);
    var released = new CountDownLatch(1);
    queue.start(
        new TestHandler(
            (job, progress) ->
                database
                    .transactions()
                    .run(
                        () -> {
                          database.ping();
                          holding.countDown();
                          awaitUninterrupted(released);
                        })),
        threads);
    Organization other = Samples.organization("Other", Samples.MONDAY);
    database.organizations().add(other);
    for (int i = 0; i < threads; i++) {
      // one thread is for short jobs, and one organization does not take all of the others
      OrganizationId organization = i % 2 == 0 ? acme.id() : other.id();
      queue.submit(
          new JobRequest(JobKind.PROCESS_FEATURES, organization, UUID.randomUUID()),
          Workload.of(i == 0));
    }
    try {
      assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatCode(database::ping).doesNotThrowAnyException();
    } finally {
      released.countDown();
    }
    assertThat(Jobs.allFinished(settings)).isTrue();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_broken_stream_is_tried_again_and_its_pauses_grow() {
    var tries = new AtomicInteger();
    var messages = new CopyOnWriteArrayList<String>();
    queue.start(
        new TestHandler(
            (job, progress) -> {
              messages.add(Jobs.query(settings, "select attempts || ' ' || status from jobs"));
              if (tries.incrementAndGet() < 3) {
                throw new UncheckedIOException(new IOException("reset by peer"));
              }
            }),
        1);
    Job job = queue.submit(request);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(messages).containsExactly("1 running", "2 running", "3 running");
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(List.of(1, 2, 3, 4).stream().map(JobSettings.defaults()::pauseAfter))
        .extracting(Duration::toSeconds)
        .containsExactly(4L, 8L, 16L, 32L);
  }

  @Test
  void a_job_that_waits_for_another_try_says_why() {
    var tried = new CountDownLatch(1);
    var patient =
        new JobSettings(
            5,
            Duration.ofHours(1),
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(1));
    Job job = queue.submit(request);
    try (PostgresDatabase server =
        PostgresDatabase.open(settings, patient, InstantSource.system())) {
      server
          .jobs()
          .start(
              new TestHandler(
                  (again, progress) -> {
                    tried.countDown();
                    throw new ChurnException(ErrorCode.UNAVAILABLE, "storage is away");
                  }),
              1);
      assertThat(Jobs.becomesTrue(() -> found(job).message().contains("storage is away"))).isTrue();
    }

    assertThat(found(job).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(found(job).startedAt()).isPresent();
    assertThat(tried.getCount()).isZero();
  }

  @Test
  void a_job_that_kills_its_servers_is_given_up() {
    Job job = queue.submit(request);
    Jobs.execute(settings, "update jobs set attempts = 5, status = 'running', started_at = now()");
    var handler = new TestHandler((again, progress) -> {});
    queue.start(handler, 1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(found(job).errorMessage()).contains("The job was given up after 5 attempts");
    assertThat(handler.failures).containsExactly("The job was given up after 5 attempts");
  }

  @Test
  void a_job_that_takes_its_connections_down_is_given_up() {
    var tries = new AtomicInteger();
    var handler =
        new TestHandler(
            (job, progress) -> {
              tries.incrementAndGet();
              Jobs.execute(
                  settings,
                  "select pg_terminate_backend(pid) from pg_stat_activity"
                      + " where datname = current_database() and pid <> pg_backend_pid()");
              new CountDownLatch(1).await(); // interrupted when the loss is noticed
            });
    queue.start(handler, 1);
    Job job = queue.submit(request);

    assertThat(Jobs.becomesTrue(() -> isFinishedAsFarAsCanBeSeen(job))).isTrue();
    assertThat(tries).hasValue(5);
    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(found(job).errorMessage().orElseThrow())
        .startsWith("The job was given up after 5 attempts");
    assertThat(handler.failures).hasSize(1);
  }

  /** {@return whether a job has ended; false if this look lost its connection, too} */
  private boolean isFinishedAsFarAsCanBeSeen(Job job) {
    try {
      return found(job).status().isFinished();
    } catch (ChurnException e) {
      return false;
    }
  }

  @Test
  void an_overtaken_attempt_never_becomes_the_latest_again() {
    var jdbi = Jdbi.create(settings.newSource());
    Job job = queue.submit(request);
    jdbi.useHandle(
        handle -> {
          Tried first = JobRows.start(handle, job.id(), Samples.MONDAY).orElseThrow();
          assertThat(JobRows.requeue(handle, first, "Interrupted", false, Samples.MONDAY)).isTrue();
          Tried second = JobRows.start(handle, job.id(), Samples.MONDAY).orElseThrow();

          assertThat(second.attempts()).as("an interrupt does not count").isEqualTo(1);
          assertThat(JobRows.isLatest(handle, first)).isFalse();
          assertThat(JobRows.complete(handle, first, Samples.MONDAY)).isFalse();
          assertThat(JobRows.complete(handle, second, Samples.MONDAY)).isTrue();
        });
  }

  @Test
  void short_work_does_not_wait_for_long_work() throws InterruptedException {
    var busy = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    queue.start(
        new TestHandler(
            (job, progress) -> {
              if (job.request().kind() == JobKind.TRAIN_MODEL) {
                busy.countDown();
                released.await();
              } else {
                done.countDown();
              }
            }),
        2);
    try {
      for (int i = 0; i < 3; i++) {
        queue.submit(new JobRequest(JobKind.TRAIN_MODEL, acme.id(), UUID.randomUUID()));
      }
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      queue.submit(request, Workload.of(true));

      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      released.countDown();
    }
    assertThat(Jobs.allFinished(settings)).isTrue();
  }

  @Test
  void long_jobs_of_one_organization_leave_a_thread_to_others() throws InterruptedException {
    Organization other = Samples.organization("Other", Samples.MONDAY);
    database.organizations().add(other);
    var busy = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    queue.start(
        new TestHandler(
            (job, progress) -> {
              if (job.request().organizationId().equals(acme.id())) {
                busy.countDown();
                released.await();
              } else {
                done.countDown();
              }
            }),
        3);
    try {
      for (int i = 0; i < 6; i++) {
        queue.submit(new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), UUID.randomUUID()));
      }
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      queue.submit(new JobRequest(JobKind.PROCESS_FEATURES, other.id(), UUID.randomUUID()));

      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      released.countDown();
    }
    assertThat(Jobs.allFinished(settings)).isTrue();
  }

  @Test
  void waiting_jobs_open_no_connection() throws InterruptedException {
    var busy = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    queue.start(
        new TestHandler(
            (job, progress) -> {
              busy.countDown();
              released.await();
            }),
        4);
    try {
      for (int i = 0; i < 20; i++) {
        queue.submit(new JobRequest(JobKind.TRAIN_MODEL, acme.id(), UUID.randomUUID()));
      }
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      // if waiting opened connections, no second of 50 lock pauses would be without one
      assertThat(Jobs.becomesTrue(() -> sessionsOpenedInASecond() <= 5))
          .as("a second with few new sessions, three of them by this test")
          .isTrue();
    } finally {
      released.countDown();
    }
    assertThat(Jobs.allFinished(settings)).isTrue();
  }

  private long sessionsOpenedInASecond() {
    String sessions = "select sessions from pg_stat_database where datname = current_database()";
    long before = Long.parseLong(Jobs.query(settings, sessions));
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    return Long.parseLong(Jobs.query(settings, sessions)) - before;
  }

  @Test
  void an_exhausted_memory_fails_the_job_and_is_counted() {
    Job job = queue.submit(request);
    queue.start(
        new TestHandler(
            (again, progress) -> {
              throw new OutOfMemoryError("Java heap space");
            }),
        1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(queue.faults()).isEqualTo(2); // it was tried once more
  }

  @Test
  void a_job_cut_off_by_the_end_of_its_server_waits_for_the_next() throws Exception {
    Job job = queue.submit(request);
    var begun = new CountDownLatch(1);
    try (PostgresDatabase ending = TestServer.open(settings)) {
      ending
          .jobs()
          .start(
              new TestHandler(
                  (again, progress) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                  }),
              1);
      begun.await();
    }
    assertThat(found(job).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(Jobs.query(settings, "select attempts from jobs")).isEqualTo("0");

    queue.start(new TestHandler((again, progress) -> {}), 1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_job_that_waits_for_another_try_is_canceled_at_once() {
    var tries = new AtomicInteger();
    var patient =
        new JobSettings(
            5,
            Duration.ofHours(1),
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(1));
    Job job = queue.submit(request);
    try (PostgresDatabase server =
        PostgresDatabase.open(settings, patient, InstantSource.system())) {
      var handler =
          new TestHandler(
              (again, progress) -> {
                tries.incrementAndGet();
                throw new ChurnException(ErrorCode.UNAVAILABLE, "storage is away");
              });
      server.jobs().start(handler, 1);
      assertThat(Jobs.becomesTrue(() -> found(job).message().contains("storage is away"))).isTrue();

      Job canceled = queue.cancel(acme.id(), job.id(), ALICE, handler);

      assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
      assertThat(handler.failures).containsExactly("Canceled by alice");
    }
    Jobs.execute(settings, "update scheduled_tasks set execution_time = now()");
    queue.start(new TestHandler((again, progress) -> tries.incrementAndGet()), 1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(tries).hasValue(1);
    assertThat(found(job).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void a_transient_fault_of_a_job_that_is_to_be_canceled_is_not_tried_again() {
    Job job = queue.submit(request);
    var tries = new AtomicInteger();
    queue.start(
        new TestHandler(
            (again, progress) -> {
              tries.incrementAndGet();
              Jobs.execute(settings, "update jobs set cancel_requested_at = now()");
              throw new ChurnException(ErrorCode.UNAVAILABLE, "storage is away");
            }),
        1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(tries).hasValue(1);
    assertThat(found(job).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void a_canceled_job_and_its_subject_end_together() {
    Job job = queue.submit(request);
    var renamed = new Organization(acme.id(), "Canceled", acme.settings(), acme.createdAt());
    var outside = new AtomicReference<String>();
    queue.cancel(
        acme.id(),
        job.id(),
        ALICE,
        new TestHandler((again, progress) -> {}) {
          @Override
          public void canceled(Job canceled, String reason) {
            database.organizations().update(renamed);
            outside.set(
                Jobs.query(settings, "select status || ' ' || name from jobs, organizations"));
          }
        });

    assertThat(outside).hasValue("queued Acme");
    assertThat(found(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(database.organizations().find(acme.id())).contains(renamed);
  }

  @Test
  void a_job_is_canceled_even_if_its_subject_cannot_take_note() {
    Job job = queue.submit(request);
    Job canceled =
        queue.cancel(
            acme.id(),
            job.id(),
            ALICE,
            new TestHandler((again, progress) -> {}) {
              @Override
              public void canceled(Job running, String reason) {
                throw new ChurnException(ErrorCode.NOT_FOUND, "the subject is gone");
              }
            });

    assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(canceled.message()).isEqualTo("Canceled by alice");
  }

  @Test
  void a_job_canceled_while_it_completes_has_completed() throws Exception {
    Job job = queue.submit(request);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    var refused = new AtomicReference<Future<Job>>();
    var handler = new TestHandler((again, progress) -> {});
    queue.start(
        new TestHandler((again, progress) -> {}) {
          @Override
          public void completed(Job done) {
            refused.set(caller.submit(() -> queue.cancel(acme.id(), done.id(), ALICE, handler)));
            assertThat(
                    Jobs.becomesTrue(
                        () ->
                            Jobs.query(
                                    settings,
                                    "select count(*) from pg_stat_activity where wait_event_type ="
                                        + " 'Lock' and datname = current_database()")
                                .equals("1")))
                .as("the request waits for the end of the job")
                .isTrue();
          }
        },
        1);
    try {
      assertThat(Jobs.allFinished(settings)).isTrue();
      assertThatThrownBy(() -> refused.get().get())
          .hasRootCauseMessage(
              "Job %s has completed already; there is nothing to cancel".formatted(job.id()));
    } finally {
      caller.shutdown();
    }
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(found(job).message()).isEqualTo("Completed");
    assertThat(handler.failures).isEmpty();
  }

  @Test
  void an_interrupt_amid_queries_leaves_every_connection_of_use() {
    int threads = 2;
    var tries = new AtomicInteger();
    queue.start(
        new TestHandler(
            (job, progress) -> {
              if (tries.incrementAndGet() <= 8) {
                queue.cancel(acme.id(), job.id(), ALICE, new TestHandler((other, none) -> {}));
                while (!Thread.currentThread().isInterrupted()) {
                  database
                      .transactions()
                      .run(
                          () -> {
                            database.ping();
                            database.organizations().update(acme);
                          });
                }
                throw new InterruptedException();
              }
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }),
        threads);
    for (int i = 0; i < 12; i++) {
      queue.submit(new JobRequest(JobKind.PROCESS_FEATURES, acme.id(), UUID.randomUUID()));
    }

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(Jobs.query(settings, "select count(*) from jobs where status = 'canceled'"))
        .isEqualTo("8");
    assertThat(Jobs.query(settings, "select count(*) from jobs where status = 'completed'"))
        .isEqualTo("4");
    for (int i = 0; i < 2 * (DatabaseSettings.DEFAULT_POOL_SIZE + threads); i++) {
      assertThatCode(database::ping).doesNotThrowAnyException();
    }
    assertThat(
            Jobs.query(
                settings,
                "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                    + " and datname = current_database()"))
        .isEqualTo("0");
  }

  @Test
  void a_job_and_its_subject_fail_together() {
    Job job = queue.submit(request);
    var renamed = new Organization(acme.id(), "Failed", acme.settings(), acme.createdAt());
    var outside = new AtomicReference<String>();
    queue.start(
        new JobHandler() {
          @Override
          public void run(Job running, Progress progress) {
            throw new ChurnException(ErrorCode.UNPROCESSABLE, "only one class");
          }

          @Override
          public void failed(Job running, String reason) {
            database.organizations().update(renamed);
            outside.set(
                Jobs.query(settings, "select status || ' ' || name from jobs, organizations"));
          }
        },
        1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(outside).hasValue("running Acme");
    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(database.organizations().find(acme.id())).contains(renamed);
  }

  @Test
  void a_job_ends_even_if_its_subject_cannot_take_note() {
    Job job = queue.submit(request);
    var renamed = new Organization(acme.id(), "Failed", acme.settings(), acme.createdAt());
    queue.start(
        new JobHandler() {
          @Override
          public void run(Job running, Progress progress) {
            throw new LinkageError();
          }

          @Override
          public void failed(Job running, String reason) {
            database.organizations().update(renamed);
            throw new ChurnException(ErrorCode.NOT_FOUND, "the subject is gone");
          }
        },
        1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(found(job).errorMessage().orElseThrow())
        .isEqualTo("An unexpected error ended job %s; the server's log says more", job.id());
    assertThat(database.organizations().find(acme.id())).as("rolled back").contains(acme);
  }

  @Test
  void progress_is_told_while_it_is_made_and_never_too_early_complete() {
    Job job = queue.submit(request);
    var seen = new CopyOnWriteArrayList<Job>();
    queue.start(
        new TestHandler(
            (running, progress) -> {
              progress.report(0.25, "Reading");
              seen.add(found(job));
              Jobs.becomesTrue(
                  () -> {
                    progress.report(Double.POSITIVE_INFINITY, "Writing");
                    return found(job).message().equals("Writing");
                  });
              seen.add(found(job));
              Jobs.becomesTrue(
                  () -> {
                    progress.report(Double.NaN, null);
                    return found(job).message().isEmpty();
                  });
              seen.add(found(job));
            }),
        1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(seen.stream().map(Job::message).collect(Collectors.toList()))
        .containsExactly("Reading", "Writing", "");
    assertThat(seen).extracting(Job::progress).containsExactly(0.25, 0.999, 0.0);
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(found(job).progress()).isEqualTo(1);
  }

  @Test
  void progress_is_cheap_to_tell() {
    queue.submit(request);
    Jobs.execute(
        settings,
        """
        create table writes (n int);
        create function count_write() returns trigger language plpgsql as
          'begin insert into writes values (1); return null; end';
        create trigger counted after update of progress on jobs
          for each row when (new.status = 'running' and old.status = 'running')
          execute function count_write()
        """);
    queue.start(
        new TestHandler(
            (running, progress) -> {
              for (int i = 0; i < 200_000; i++) {
                progress.report(i / 200_000.0, "Row " + i);
              }
            }),
        1);

    assertThat(Jobs.allFinished(settings)).isTrue();
    assertThat(Integer.parseInt(Jobs.query(settings, "select count(*) from writes")))
        .isBetween(1, 100);
  }
}
