package dev.churn.http.route;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.Cancellation;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Shows the state and progress of background jobs, and cancels them. */
public final class JobRoutes {
  private final Churn churn;

  public JobRoutes(Churn churn) {
    this.churn = churn;
  }

  public void register(Routes all) {
    Routes routes = all.ofTargets();
    routes.get(Routes.ORGANIZATION + "/jobs/{job_id}", Access.READ, this::show);
    routes.delete(
        Routes.ORGANIZATION + "/jobs/{job_id}", Access.WRITE, Action.JOB_CANCEL, this::cancel);
  }

  private record View(
      String jobId,
      String kind,
      String status,
      double progress,
      String message,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<String> errorMessage,
      Optional<Instant> cancelRequestedAt,
      Optional<String> canceledBy,
      Optional<String> datasetId,
      Optional<String> modelId,
      Optional<String> batchId) {
    static View of(Job job) {
      return new View(
          job.id().toString(),
          job.request().kind().name().toLowerCase(Locale.ROOT),
          job.status().name().toLowerCase(Locale.ROOT),
          job.progress(),
          job.message(),
          job.createdAt(),
          job.startedAt(),
          job.finishedAt(),
          job.errorMessage(),
          job.cancellation().map(Cancellation::requestedAt),
          job.cancellation().flatMap(Cancellation::by).map(Requester::name),
          subject(job, JobKind.PROCESS_FEATURES).or(() -> subject(job, JobKind.JUDGE_PREDICTIONS)),
          subject(job, JobKind.TRAIN_MODEL),
          subject(job, JobKind.SCORE_CUSTOMERS));
    }

    private static Optional<String> subject(Job job, JobKind kind) {
      return Optional.of(job.request())
          .filter(request -> request.kind() == kind)
          .map(request -> request.subject().toString());
    }
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    JobId id = Requests.path(ctx, "job_id", JobId::parse);
    Requests.json(ctx, View.of(churn.jobs().load(organization, id)));
  }

  private void cancel(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    JobId id = Requests.path(ctx, "job_id", JobId::parse);
    Job job = churn.canceledJobs().cancel(organization, id, Requests.requester(ctx));
    ctx.status(job.status() == JobStatus.CANCELED ? 200 : 202);
    Requests.json(ctx, View.of(job));
  }
}
