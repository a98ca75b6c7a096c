package dev.churn.domain.usecase.erasure;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.model.Requester;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.PredictionBatches;
import java.util.Optional;

/**
 * Cancels jobs that would score nobody but the customer who is being erased. Such a job starts
 * after the erasure, since both have the same {@link JobRequest#exclusiveKey()}. If the erasure
 * waited for it, neither would ever end.
 */
final class PendingScoring {
  private static final Requester ERASURE = new Requester("the erasure of its only customer");

  private final PredictionBatches batches;
  private final JobQueue jobs;
  private final JobHandler handler;

  /**
   * Creates it over its ports.
   *
   * @param handler is told of canceled jobs
   */
  PendingScoring(PredictionBatches batches, JobQueue jobs, JobHandler handler) {
    this.batches = batches;
    this.jobs = jobs;
    this.handler = handler;
  }

  /** Cancels what waits to score a feature table; the batches then have failed. */
  void cancelScoringOf(FeatureDataset table) {
    batches.findUnfinished(table.organizationId(), table.id()).forEach(this::cancel);
  }

  /**
   * Cancels the job of a batch. A queued job has ended when this method returns, and so has its
   * batch; a running one ends soon after. Has no effect if the job has ended before.
   */
  void cancel(PredictionBatch batch) {
    var request =
        new JobRequest(JobKind.SCORE_CUSTOMERS, batch.organizationId(), batch.id().value());
    jobs.findUnfinished(request)
        .ifPresent(
            job -> {
              try {
                jobs.cancel(batch.organizationId(), job.id(), Optional.of(ERASURE), handler);
              } catch (ChurnException e) {
                if (e.code() != ErrorCode.CONFLICT) {
                  throw e;
                } // otherwise it has just ended
              }
            });
  }
}
