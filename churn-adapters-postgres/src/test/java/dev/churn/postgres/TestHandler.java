package dev.churn.postgres;

import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Does what a test wants, and keeps what it is told of failures and cancellations. */
class TestHandler implements JobHandler {
  final List<String> failures = new CopyOnWriteArrayList<>();
  private final Work work;

  /** Work that may also wait. */
  interface Work {
    void run(Job job, Progress progress) throws InterruptedException;
  }

  TestHandler(Work work) {
    this.work = work;
  }

  @Override
  public void run(Job job, Progress progress) {
    try {
      work.run(job, progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at work", e);
    }
  }

  @Override
  public void failed(Job job, String reason) {
    failures.add(reason);
  }
}
