package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.job.Job;
import dev.churn.domain.model.ModelVersion;
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
    Optional<Double> progress,
    boolean active,
    boolean serving,
    Optional<Integer> activeVersion,
    Optional<String> activeModelId,
    Optional<ActivationView> activation,
    Optional<StandingView> standing) {
  /**
   * {@return the status}
   *
   * @param model the last one that was asked for; empty if none was
   * @param job the job that trains it; empty unless it is being trained
   * @param champion the model that should serve, whether it is this one or another
   */
  public static TrainingStatusView of(
      Optional<TrainingRun> model,
      Optional<Job> job,
      ModelView.Serving serving,
      Optional<TrainingRun> champion) {
    return new TrainingStatusView(
        model.map(ModelView::statusOf).orElse("not_started"),
        model.map(m -> m.knownType().id()),
        model.map(m -> m.type().id()),
        TrainingResultView.of(model),
        model.map(m -> m.id().toString()),
        model.map(m -> m.features().toString()),
        job.map(j -> j.id().toString()),
        job.map(Job::progress),
        model.filter(serving::isActive).isPresent(),
        model.filter(serving::isServing).isPresent(),
        champion.map(m -> m.version().version()),
        champion.map(m -> m.id().toString()),
        model
            .flatMap(TrainingRun::findVersion)
            .map(ModelVersion::activation)
            .map(ActivationView::of),
        model
            .filter(m -> m.findVersion().isPresent())
            .map(m -> StandingView.of(serving.standings().of(m.id()))));
  }
}
