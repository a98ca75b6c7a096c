package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.organization.OrganizationId;
import java.util.UUID;

/**
 * A request for a job.
 *
 * @param subject the id of the object to work on: the raw dataset to process, the model to train,
 *     the batch to score
 */
public record JobRequest(JobKind kind, OrganizationId organizationId, UUID subject) {
  public JobRequest {
    requireNonNull(kind, "kind");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(subject, "subject");
  }

  /**
   * {@return a key; jobs with the same key never run at the same time} It names the dataset for
   * feature computation, and otherwise the organization together with the kind of work: training,
   * scoring or evaluating predictions. No customer is erased while customers are scored.
   */
  public String exclusiveKey() {
    return switch (kind) {
      case PROCESS_FEATURES -> "dataset/" + subject;
      case TRAIN_MODEL -> "organization/" + organizationId;
      case SCORE_CUSTOMERS, ERASE_CUSTOMER -> "predictions/" + organizationId;
      case JUDGE_PREDICTIONS -> "monitoring/" + organizationId;
    };
  }
}
