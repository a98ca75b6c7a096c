package dev.churn.http.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.churn.domain.deployment.ModelStandings;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.usecase.serving.ServedModels;
import java.time.Instant;
import java.util.Optional;

/** A model of the registry, as lists show it. */
public record ModelView(
    String modelId,
    String modelType,
    String requestedModelType,
    String status,
    boolean active,
    boolean serving,
    Optional<String> fileError,
    Optional<ActivationView> activation,
    Optional<StandingView> standing,
    String datasetId,
    Instant requestedAt,
    @JsonUnwrapped TrainingResultView result) {
  /** Which models should serve and did, and which serve on this server. */
  public record Serving(ModelStandings standings, ServedModels.State state) {
    boolean isActive(TrainingRun model) {
      return standings.deployment().champion().equals(Optional.of(model.id()));
    }

    boolean isServing(TrainingRun model) {
      return state.champion().equals(Optional.of(model.id()));
    }
  }

  public static ModelView of(TrainingRun model, Serving serving) {
    return new ModelView(
        model.id().toString(),
        model.knownType().id(),
        model.type().id(),
        statusOf(model),
        serving.isActive(model),
        serving.isServing(model),
        Optional.ofNullable(serving.state().refusals().get(model.id())),
        model.findVersion().map(ModelVersion::activation).map(ActivationView::of),
        model.findVersion().map(version -> StandingView.of(serving.standings().of(model.id()))),
        model.features().toString(),
        model.requestedAt(),
        TrainingResultView.of(Optional.of(model)));
  }

  static String statusOf(TrainingRun model) {
    if (model.outcome() instanceof ModelVersion) {
      return "completed";
    }
    return model.outcome() instanceof TrainingRun.Failed ? "failed" : "training";
  }
}
