package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.Organization;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Jobs that need more memory or stack than the server has. */
class JobMemoryTest {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();
  private final Organization acme = Samples.organization("Acme", Samples.MONDAY);

  private Job run(TestHandler handler) {
    try (PostgresDatabase database = TestServer.open(settings)) {
      database.organizations().add(acme);
      database.jobs().start(handler, 2);
      Job job =
          database.jobs().submit(new JobRequest(JobKind.TRAIN_MODEL, acme.id(), UUID.randomUUID()));
      assertThat(Jobs.allFinished(settings)).isTrue();
      return database.jobs().find(acme.id(), job.id()).orElseThrow();
    }
  }

  @Test
  void a_job_that_exhausts_the_memory_is_tried_once_more_and_fails_in_words() {
    var runs = new AtomicInteger();
    Job job =
        run(
            new TestHandler(
                (running, progress) -> {
                  runs.incrementAndGet();
                  throw new OutOfMemoryError("Java heap space");
                }));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.errorMessage().orElseThrow())
        .matches(
            "The job needed more memory than the server's heap of \\d+ MiB; start the server with"
                + " -Xmx\\d+m or more, or use a smaller file");
    assertThat(runs).hasValue(2);
  }

  @Test
  void a_job_that_only_had_to_share_the_memory_completes_alone() {
    var runs = new AtomicInteger();
    Job job =
        run(
            new TestHandler(
                (running, progress) -> {
                  if (runs.incrementAndGet() == 1) {
                    // as a library would wrap it
                    throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
                  }
                }));

    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(runs).hasValue(2);
  }

  @Test
  void a_job_that_exhausts_the_stack_fails_in_words() {
    Job job =
        run(
            new TestHandler(
                (running, progress) -> {
                  throw new StackOverflowError();
                }));

    assertThat(job.errorMessage().orElseThrow()).contains("stack").contains("-Xss");
  }

  @Test
  void others_hold_back_while_a_job_that_exhausted_the_memory_waits_and_runs() {
    var turns = new MemoryTurns();
    var large = new JobId(UUID.randomUUID());
    var other = new JobId(UUID.randomUUID());
    var third = new JobId(UUID.randomUUID());
    assertThat(turns.enter(large)).isTrue();
    assertThat(turns.enter(other)).as("as ever").isTrue();
    assertThat(turns.noteExhaustion(large)).isTrue();
    turns.leave(large);

    assertThat(turns.enter(large)).as("while the other runs").isFalse();
    assertThat(turns.enter(third)).as("while the large one waits").isFalse();
    turns.leave(other);
    assertThat(turns.enter(large)).isTrue();
    assertThat(turns.enter(third)).as("while the large one runs").isFalse();
    turns.leave(large);
    assertThat(turns.enter(third)).isTrue();
    assertThat(turns.noteExhaustion(large)).as("a second time").isFalse();
  }
}
