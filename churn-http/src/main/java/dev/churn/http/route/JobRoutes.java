package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Shows the state and progress of background jobs. */
public final class JobRoutes {
  private final Services services;

  public JobRoutes(Services services) {
    this.services = services;
  }

  public void register(Routes routes) {
    routes.get(Routes.ORGANIZATION + "/jobs/{job_id}", this::show);
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
    services.organizations().load(organization);
    Job job =
        services
            .jobs()
            .find(organization, id)
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.NOT_FOUND,
                        "Organization %s has no job %s".formatted(organization, id)));
    Requests.json(ctx, View.of(job));
  }
}
