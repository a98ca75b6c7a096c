package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import java.util.UUID;

/**
 * Work that is wanted.
 *
 * @param subject what it is about: the raw dataset to process, the model to train, the batch to
 *     make
 */
public record JobRequest(JobKind kind, OrganizationId organizationId, UUID subject) {
  public JobRequest {
    requireNonNull(kind, "kind");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(subject, "subject");
  }

  /**
   * {@return what may not be worked on twice at once: a dataset when its features are computed, an
   * organization when one of its models is trained, or one of its batches made, or its predictions
   * judged}
   */
  public String exclusiveKey() {
    return switch (kind) {
      case PROCESS_FEATURES -> "dataset/" + subject;
      case TRAIN_MODEL -> "organization/" + organizationId;
      case SCORE_CUSTOMERS -> "predictions/" + organizationId;
      case JUDGE_PREDICTIONS -> "monitoring/" + organizationId;
    };
  }
}
