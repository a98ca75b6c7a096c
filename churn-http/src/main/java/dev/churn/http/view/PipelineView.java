package dev.churn.http.view;

import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.pipeline.PipelineStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A step of a pipeline as answers show it. */
public record PipelineView(
    String step,
    String status,
    Optional<String> jobId,
    Optional<String> modelId,
    Optional<String> batchId,
    String message,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {
  public static List<PipelineView> of(Pipeline pipeline) {
    return pipeline.steps().stream().map(PipelineView::of).toList();
  }

  private static PipelineView of(PipelineStep step) {
    Optional<String> result = step.result().map(Object::toString);
    return new PipelineView(
        Texts.of(step.kind()),
        Texts.of(step.status()),
        step.job().map(Object::toString),
        result.filter(id -> step.kind() == PipelineStep.Kind.TRAIN),
        result.filter(id -> step.kind() == PipelineStep.Kind.SCORE),
        step.message(),
        step.startedAt(),
        step.finishedAt());
  }
}
