package dev.churn.domain.pipeline;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.OrganizationId;
import java.util.List;

/**
 * The automatic pipeline of an uploaded file.
 *
 * @param dataset the raw dataset
 * @param steps one step of each kind, in order
 */
public record Pipeline(OrganizationId organizationId, DatasetId dataset, List<PipelineStep> steps) {
  public Pipeline {
    requireNonNull(organizationId, "organizationId");
    requireNonNull(dataset, "dataset");
    steps = List.copyOf(steps);
    if (!steps.stream()
        .map(PipelineStep::kind)
        .toList()
        .equals(List.of(PipelineStep.Kind.values()))) {
      throw new IllegalArgumentException("expected one step of each kind, found " + steps);
    }
  }

  public PipelineStep step(PipelineStep.Kind kind) {
    return steps.get(kind.ordinal());
  }

  /** {@return a copy of this pipeline in which the given step replaces that of the same kind} */
  public Pipeline with(PipelineStep changed) {
    return new Pipeline(
        organizationId,
        dataset,
        steps.stream().map(step -> step.kind() == changed.kind() ? changed : step).toList());
  }
}
