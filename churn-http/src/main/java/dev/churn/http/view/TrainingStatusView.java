package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.job.Job;
import dev.churn.domain.model.TrainingRun;
import java.util.Optional;

/** How the last training of an organization stands, as answers show it. */
public record TrainingStatusView(
    String status,
    Optional<String> modelType,
    Optional<String> requestedModelType,
    @JsonUnwrapped TrainingResultView result,
    Optional<String> modelId,
    Optional<String> datasetId,
    Optional<String> jobId,
    Optional<Double> progress) {
  /**
   * {@return the status}
   *
   * @param model the last one that was asked for; empty if none was
   * @param job the job that trains it; empty unless it is being trained
   */
  public static TrainingStatusView of(Optional<TrainingRun> model, Optional<Job> job) {
    return new TrainingStatusView(
        model.map(ModelView::statusOf).orElse("not_started"),
        model.map(m -> m.knownType().id()),
        model.map(m -> m.type().id()),
        TrainingResultView.of(model),
        model.map(m -> m.id().toString()),
        model.map(m -> m.features().toString()),
        job.map(j -> j.id().toString()),
        job.map(Job::progress));
  }
}
