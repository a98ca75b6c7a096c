package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.job.UnfinishedJobs;
import dev.churn.domain.job.Workload;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JobQueue} keeps. */
public abstract class JobQueueContract {
  private OrganizationId acme;
  private OrganizationId other;
  private JobQueue queue;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  /** Works until no job is unfinished. */
  protected abstract void workOff(JobHandler handler);

  @BeforeEach
  void two_organizations() {
    queue = ports().jobs();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private static JobRequest processing(OrganizationId organization) {
    return new JobRequest(JobKind.PROCESS_FEATURES, organization, UUID.randomUUID());
  }

  private Job found(Job job) {
    return queue.find(job.request().organizationId(), job.id()).orElseThrow();
  }

  @Test
  void a_submitted_job_waits() {
    JobRequest request = processing(acme);
    Job job = queue.submit(request);

    assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job.request()).isEqualTo(request);
    assertThat(job.progress()).isZero();
    assertThat(found(job)).isEqualTo(job);
    assertThat(queue.findUnfinished(request)).contains(job);
  }

  @Test
  void unfinished_jobs_are_counted_by_kind_and_status() {
    long before = count(JobStatus.QUEUED);
    Job first = queue.submit(processing(acme));
    queue.submit(processing(other));
    List<Long> running = Collections.synchronizedList(new ArrayList<>());

    assertThat(count(JobStatus.QUEUED) - before).isEqualTo(2);
    assertThat(queue.unfinished())
        .filteredOn(found -> found.kind() == JobKind.PROCESS_FEATURES)
        .singleElement()
        .satisfies(found -> assertThat(found.oldest()).isBeforeOrEqualTo(first.createdAt()));
    workOff(doing((job, progress) -> running.add(count(JobStatus.RUNNING))));
    assertThat(running).hasSizeGreaterThanOrEqualTo(2).allMatch(jobs -> jobs >= 1);
    assertThat(queue.unfinished()).isEmpty();
  }

  private long count(JobStatus status) {
    return queue.unfinished().stream()
        .filter(found -> found.status() == status)
        .mapToLong(UnfinishedJobs::jobs)
        .sum();
  }

  @Test
  void attempts_after_the_first_one_are_counted() {
    queue.submit(processing(acme));
    long before = queue.retries(JobKind.PROCESS_FEATURES);
    var attempts = new AtomicInteger();

    workOff(
        doing(
            (job, progress) -> {
              if (attempts.incrementAndGet() < 3) {
                throw new ChurnException(ErrorCode.UNAVAILABLE, "not now");
              }
            }));

    assertThat(queue.retries(JobKind.PROCESS_FEATURES) - before).isEqualTo(2);
    assertThat(queue.retries(JobKind.TRAIN_MODEL)).isZero();
  }

  @Test
  void an_unfinished_job_is_not_queued_twice() {
    JobRequest request = processing(acme);
    Job first = queue.submit(request);

    assertThat(queue.submit(request)).isEqualTo(first);
    assertThat(queue.submit(processing(acme)).id()).isNotEqualTo(first.id());
  }

  @Test
  void a_finished_job_can_be_wanted_again() {
    JobRequest request = processing(acme);
    Job first = queue.submit(request);
    workOff(doing((job, progress) -> {}));

    assertThat(queue.findUnfinished(request)).isEmpty();
    assertThat(queue.submit(request).id()).isNotEqualTo(first.id());
  }

  @Test
  void another_organization_does_not_find_it() {
    Job job = queue.submit(processing(acme));

    assertThat(queue.find(other, job.id())).isEmpty();
  }

  @Test
  void every_job_is_run_and_completes() {
    List<Job> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.add(queue.submit(processing(i % 2 == 0 ? acme : other)));
    }
    List<JobRequest> seen = Collections.synchronizedList(new ArrayList<>());
    workOff(
        doing(
            (job, progress) -> {
              seen.add(job.request());
              progress.report(0.5, "half");
            }));

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(submitted.stream().map(Job::request).toList());
    for (Job job : submitted) {
      assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(found(job).progress()).isEqualTo(1);
      assertThat(found(job).startedAt()).isPresent();
      assertThat(found(job).finishedAt()).isPresent();
    }
  }

  @Test
  void a_running_job_says_so() {
    Job submitted = queue.submit(processing(acme));
    List<Job> seen = Collections.synchronizedList(new ArrayList<>());
    workOff(doing((job, progress) -> seen.add(found(submitted))));

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(seen.get(0).startedAt()).isPresent();
  }

  @Test
  void a_job_that_cannot_succeed_fails_with_the_reason_after_one_try() {
    Job job = queue.submit(processing(acme));
    var tries = new AtomicInteger();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    workOff(
        new JobHandler() {
          @Override
          public void run(Job running, Progress progress) {
            tries.incrementAndGet();
            throw new ChurnException(ErrorCode.UNPROCESSABLE, "only one class");
          }

          @Override
          public void failed(Job running, String reason) {
            told.add(reason);
          }
        });

    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(found(job).errorMessage()).contains("only one class");
    assertThat(tries).hasValue(1);
    assertThat(told).containsExactly("only one class");
  }

  @Test
  void an_unexpected_error_fails_the_job_without_telling_internals() {
    Job job = queue.submit(processing(acme));
    workOff(
        doing(
            (running, progress) -> {
              throw new IllegalStateException("secret detail");
            }));

    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(found(job).errorMessage().orElseThrow())
        .isNotBlank()
        .doesNotContain("secret detail");
  }

  @Test
  void a_transient_fault_is_tried_again() {
    Job job = queue.submit(processing(acme));
    var tries = new AtomicInteger();
    workOff(
        doing(
            (running, progress) -> {
              if (tries.incrementAndGet() < 3) {
                throw new ChurnException(ErrorCode.UNAVAILABLE, "storage is away");
              }
            }));

    assertThat(tries).hasValue(3);
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_fault_that_stays_fails_the_job_in_the_end() {
    Job job = queue.submit(processing(acme));
    workOff(
        doing(
            (running, progress) -> {
              throw new ChurnException(ErrorCode.UNAVAILABLE, "storage is away");
            }));

    assertThat(found(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(found(job).errorMessage().orElseThrow()).contains("storage is away");
  }

  @Test
  void what_follows_from_a_job_is_submitted_with_its_end_or_not_at_all() {
    Job job = queue.submit(processing(acme));
    JobRequest next = processing(acme);
    var ends = new AtomicInteger();
    List<JobRequest> seen = Collections.synchronizedList(new ArrayList<>());
    List<Boolean> waiting = Collections.synchronizedList(new ArrayList<>());
    workOff(
        new JobHandler() {
          @Override
          public void run(Job running, Progress progress) {
            seen.add(running.request());
            waiting.add(queue.findUnfinished(next).isPresent());
          }

          @Override
          public void completed(Job done) {
            if (done.id().equals(job.id())) {
              queue.submit(next);
              if (ends.incrementAndGet() == 1) {
                throw new ChurnException(ErrorCode.UNAVAILABLE, "the database is away");
              }
            }
          }

          @Override
          public void failed(Job running, String reason) {
            // nothing fails here for good
          }
        });

    assertThat(seen).containsExactly(job.request(), job.request(), next);
    assertThat(waiting).containsExactly(false, false, true);
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(queue.findUnfinished(next)).isEmpty();
  }

  /** Notes what it is told of the ends of jobs. */
  private static class Noting implements JobHandler {
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void run(Job running, Progress progress) {
      told.add("run");
    }

    @Override
    public void completed(Job done) {
      told.add("completed");
    }

    @Override
    public void failed(Job running, String reason) {
      told.add("failed: " + reason);
    }

    @Override
    public void canceled(Job running, String reason) {
      told.add("canceled: " + reason);
    }

    @Override
    public void discard(Job canceled) {
      told.add("discard");
    }
  }

  private static final Optional<Requester> ALICE = Optional.of(new Requester("alice"));

  @Test
  void a_job_that_waits_is_canceled_at_once_and_never_runs() {
    JobRequest request = processing(acme);
    Job job = queue.submit(request);
    var handler = new Noting();

    Job canceled = queue.cancel(acme, job.id(), ALICE, handler);

    assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(canceled.message()).isEqualTo("Canceled by alice");
    assertThat(canceled.cancellation().orElseThrow().by()).isEqualTo(ALICE);
    assertThat(canceled.startedAt()).isEmpty();
    assertThat(canceled.finishedAt()).isPresent();
    assertThat(found(job)).isEqualTo(canceled);
    assertThat(queue.findUnfinished(request)).isEmpty();
    Job again = queue.submit(request);
    assertThat(again.id()).isNotEqualTo(job.id());
    assertThat(handler.told).containsExactly("canceled: Canceled by alice");

    workOff(handler);

    assertThat(handler.told).containsExactly("canceled: Canceled by alice", "run", "completed");
    assertThat(found(job)).isEqualTo(canceled);
    assertThat(found(again).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void canceling_again_changes_nothing() {
    Job job = queue.submit(processing(acme));
    var handler = new Noting();
    Job canceled = queue.cancel(acme, job.id(), Optional.empty(), handler);

    assertThat(canceled.message()).isEqualTo("Canceled");
    assertThat(queue.cancel(acme, job.id(), ALICE, handler)).isEqualTo(canceled);
    assertThat(handler.told).containsExactly("canceled: Canceled");
  }

  @Test
  void a_job_of_another_organization_is_not_found_and_goes_on() {
    Job job = queue.submit(processing(acme));
    var handler = new Noting();

    assertThatThrownBy(() -> queue.cancel(other, job.id(), ALICE, handler))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> queue.cancel(acme, new JobId(UUID.randomUUID()), ALICE, handler))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThat(handler.told).isEmpty();
    assertThat(found(job)).isEqualTo(job);
  }

  @Test
  void a_job_that_has_ended_cannot_be_canceled() {
    Job completed = queue.submit(processing(acme));
    Job failed = queue.submit(processing(acme));
    workOff(
        doing(
            (job, progress) -> {
              if (job.id().equals(failed.id())) {
                throw new ChurnException(ErrorCode.UNPROCESSABLE, "only one class");
              }
            }));
    var handler = new Noting();

    assertThatThrownBy(() -> queue.cancel(acme, completed.id(), ALICE, handler))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT))
        .hasMessageContaining("has completed already");
    assertThatThrownBy(() -> queue.cancel(acme, failed.id(), ALICE, handler))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT))
        .hasMessageContaining("has failed already");
    assertThat(handler.told).isEmpty();
    assertThat(found(completed).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(found(failed).status()).isEqualTo(JobStatus.FAILED);
  }

  /** Cancels its job and works on until it is interrupted. */
  private class CanceledAtWork extends Noting {
    final List<Job> answers = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void run(Job running, Progress progress) {
      super.run(running, progress);
      answers.add(queue.cancel(acme, running.id(), ALICE, this));
      progress.report(0.5, "still at work");
      answers.add(queue.cancel(acme, running.id(), Optional.empty(), this));
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ChurnException(ErrorCode.UNAVAILABLE, "interrupted", e);
      }
    }
  }

  @Test
  void a_running_job_is_interrupted_and_not_tried_again() {
    Job job = queue.submit(processing(acme));
    var handler = new CanceledAtWork();

    workOff(handler);

    assertThat(handler.told).containsExactly("run", "canceled: Canceled by alice", "discard");
    assertThat(handler.answers)
        .hasSize(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(JobStatus.RUNNING);
              assertThat(answer.isCanceling()).isTrue();
              assertThat(answer.message()).isEqualTo("Canceling");
              assertThat(answer.cancellation().orElseThrow().by()).isEqualTo(ALICE);
            });
    assertThat(found(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(found(job).startedAt()).isPresent();
    assertThat(found(job).errorMessage()).isEmpty();
  }

  @Test
  void work_that_returns_all_the_same_completes() {
    Job job = queue.submit(processing(acme));
    var handler =
        new Noting() {
          @Override
          public void run(Job running, Progress progress) {
            super.run(running, progress);
            queue.cancel(acme, running.id(), ALICE, this);
          }
        };

    workOff(handler);

    assertThat(handler.told).containsExactly("run", "completed");
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(found(job).cancellation()).isEmpty();
  }

  @Test
  void work_that_was_done_before_the_interrupt_completes() {
    Job job = queue.submit(processing(acme));
    var handler =
        new CanceledAtWork() {
          @Override
          public boolean isDone(Job running) {
            return true;
          }
        };

    workOff(handler);

    assertThat(handler.told).containsExactly("run", "completed");
    assertThat(found(job).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void the_interrupt_of_a_canceled_job_does_not_reach_the_next() {
    Job first = queue.submit(processing(acme));
    Job second = queue.submit(processing(acme));
    List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
    workOff(
        new CanceledAtWork() {
          @Override
          public void run(Job running, Progress progress) {
            interrupted.add(Thread.currentThread().isInterrupted());
            if (running.id().equals(first.id())) {
              super.run(running, progress);
            }
          }

          @Override
          public void canceled(Job running, String reason) {
            interrupted.add(Thread.currentThread().isInterrupted());
          }
        });

    assertThat(interrupted).containsOnly(false).hasSize(3);
    assertThat(found(first).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(found(second).status()).isEqualTo(JobStatus.COMPLETED);
  }

  private static JobRequest training(OrganizationId organization) {
    return new JobRequest(JobKind.TRAIN_MODEL, organization, UUID.randomUUID());
  }

  @Test
  void jobs_of_one_key_run_in_the_order_of_submission() {
    List<JobRequest> submitted = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      submitted.add(queue.submit(training(acme)).request());
    }
    List<JobRequest> seen = Collections.synchronizedList(new ArrayList<>());
    workOff(doing((job, progress) -> seen.add(job.request())));

    assertThat(seen).containsExactlyElementsOf(submitted);
  }

  @Test
  void an_organization_with_many_jobs_lets_another_in_between() {
    for (int i = 0; i < 6; i++) {
      queue.submit(processing(acme));
    }
    queue.submit(processing(other));
    List<OrganizationId> seen = Collections.synchronizedList(new ArrayList<>());
    workOff(doing((job, progress) -> seen.add(job.request().organizationId())));

    assertThat(seen).hasSize(7);
    assertThat(seen.indexOf(other)).as("of %s", seen).isLessThanOrEqualTo(2);
  }

  @Test
  void a_job_starts_once_the_job_before_it_has_ended_in_whatever_way() {
    Job first = queue.submit(processing(acme), Workload.of(true));
    Job after = queue.submit(training(acme), Workload.usual().after(first.id()));
    Job failing = queue.submit(processing(other), Workload.of(true));
    Job afterFailing = queue.submit(training(other), Workload.usual().after(failing.id()));
    assertThat(after.message()).isEqualTo("Waiting: 1 job before it");
    List<JobId> ended = Collections.synchronizedList(new ArrayList<>());
    List<String> early = Collections.synchronizedList(new ArrayList<>());
    workOff(
        doing(
            (job, progress) -> {
              if ((job.id().equals(after.id()) && !ended.contains(first.id()))
                  || (job.id().equals(afterFailing.id()) && !ended.contains(failing.id()))) {
                early.add(job.request().kind() + " started first");
              }
              if (job.request().kind() == JobKind.PROCESS_FEATURES) {
                pause();
              }
              ended.add(job.id());
              if (job.id().equals(failing.id())) {
                throw new ChurnException(ErrorCode.UNPROCESSABLE, "unreadable");
              }
            }));

    assertThat(early).isEmpty();
    assertThat(List.of(found(first), found(after), found(failing), found(afterFailing)))
        .extracting(Job::status)
        .containsExactly(
            JobStatus.COMPLETED, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.COMPLETED);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_last_unfinished_job_of_a_kind_is_found() {
    queue.submit(processing(acme));
    Job last = queue.submit(processing(acme));
    queue.submit(processing(other));
    queue.submit(training(acme));

    assertThat(queue.findUnfinished(acme, JobKind.PROCESS_FEATURES)).contains(last);
    workOff(doing((job, progress) -> {}));
    assertThat(queue.findUnfinished(acme, JobKind.PROCESS_FEATURES)).isEmpty();
  }

  @Test
  void a_waiting_job_says_how_many_come_before_it() {
    Job first = queue.submit(training(acme));
    Job second = queue.submit(training(acme));
    Job third = queue.submit(processing(acme));
    Job small = queue.submit(processing(acme), Workload.of(true));
    Job elsewhere = queue.submit(training(other));

    assertThat(List.of(first, second, third, small, elsewhere))
        .extracting(Job::message)
        .containsExactly(
            "Waiting",
            "Waiting: 1 job before it",
            "Waiting: 2 jobs before it",
            "Waiting",
            "Waiting");
    assertThat(found(third)).isEqualTo(third);
    assertThat(queue.findUnfinished(third.request())).contains(third);
    queue.cancel(acme, first.id(), Optional.empty(), new Noting());
    assertThat(found(third).message()).isEqualTo("Waiting: 1 job before it");
  }

  @Test
  void a_job_whose_inputs_changed_while_it_runs_runs_once_more() {
    JobRequest request = processing(acme);
    Job first = queue.submit(request, new Workload(false, "30 days"));
    assertThat(queue.submit(request, new Workload(false, "45 days")).id())
        .as("it reads its inputs when it starts")
        .isEqualTo(first.id());
    List<Job> again = Collections.synchronizedList(new ArrayList<>());
    List<JobId> runs = Collections.synchronizedList(new ArrayList<>());
    workOff(
        doing(
            (job, progress) -> {
              runs.add(job.id());
              if (runs.size() == 1) {
                again.add(queue.submit(request, new Workload(false, "45 days")));
                again.add(queue.submit(request, new Workload(false, "60 days")));
                again.add(queue.submit(request, new Workload(false, "60 days")));
                again.add(queue.findUnfinished(request).orElseThrow());
              }
            }));

    assertThat(again.get(0).id()).isEqualTo(first.id());
    Job second = again.get(1);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.message()).isEqualTo("Waiting: 1 job before it");
    assertThat(again.subList(2, 4)).containsOnly(second);
    assertThat(runs).containsExactly(first.id(), second.id());
    assertThat(found(second).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(queue.findUnfinished(request)).isEmpty();
  }

  private static JobHandler doing(BiConsumer<Job, Progress> work) {
    return new JobHandler() {
      @Override
      public void run(Job job, Progress progress) {
        work.accept(job, progress);
      }

      @Override
      public void failed(Job job, String reason) {
        // these tests look at the job itself
      }
    };
  }
}
