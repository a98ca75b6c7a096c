package dev.churn.http.audit;

import java.util.Optional;

/**
 * The operations that the audit log tells apart. Every route that changes something has one of its
 * own; the codes are stored and must not change.
 */
public enum Action {
  /** A call that only reads; recorded only if it is refused. */
  READ("read", "", "", false),
  /** A single prediction; recorded only if it is refused. */
  PREDICT("prediction.make", "", "", false),

  DATASET_UPLOAD("dataset.upload", "dataset", ""),
  DATASET_PROCESS("dataset.process", "dataset", "dataset_id"),
  DATASET_FORCE("dataset.force_pipeline", "dataset", "dataset_id"),
  DATASET_DELETE("dataset.delete", "dataset", "dataset_id"),
  DATASET_EXPORT("dataset.export", "dataset", "dataset_id"),
  FILE_DOWNLOAD("file.download", "file", "path"),

  MODEL_TRAIN("model.train", "model", ""),
  MODEL_ACTIVATE("model.activate", "model", "model_id"),
  MODEL_DELETE("model.delete", "model", "model_id"),
  MODEL_EXPORT("model.export", "model", "model_id"),
  DEPLOYMENT_CHANGE("deployment.change", "", ""),

  BATCH_SCORE("batch.score", "batch", ""),
  BATCH_UPLOAD("batch.upload", "batch", ""),
  BATCH_DELETE("batch.delete", "batch", "batch_id"),
  JOB_CANCEL("job.cancel", "job", "job_id"),
  CUSTOMER_ERASE("customer.erase", "customer", ""),

  ORGANIZATION_CREATE("organization.create", "organization", ""),
  ORGANIZATION_CHANGE("organization.change", "organization", "org_id"),
  ORGANIZATION_DELETE("organization.delete", "organization", "org_id"),

  TARGET_CREATE("target.create", "target", ""),
  TARGET_CHANGE("target.change", "target", "target_name"),
  TARGET_DELETE("target.delete", "target", "target_name"),

  API_KEY_CREATE("api_key.create", "api_key", ""),
  API_KEY_REVOKE("api_key.revoke", "api_key", "key_id");

  private final String code;
  private final String subject;
  private final String parameter;
  private final boolean isRecorded;

  Action(String code, String subject, String parameter) {
    this(code, subject, parameter, true);
  }

  Action(String code, String subject, String parameter, boolean isRecorded) {
    this.code = code;
    this.subject = subject;
    this.parameter = parameter;
    this.isRecorded = isRecorded;
  }

  /** {@return the stored name} */
  public String code() {
    return code;
  }

  /** {@return whether every call is recorded and not only those that are refused} */
  public boolean isRecorded() {
    return isRecorded;
  }

  /** {@return whether its requests bring a file} */
  public boolean bringsFile() {
    return this == DATASET_UPLOAD || this == BATCH_UPLOAD;
  }

  /** {@return the kind of thing that is changed, if there is one} */
  Optional<String> subject() {
    return subject.isEmpty() ? Optional.empty() : Optional.of(subject);
  }

  /** {@return the parameter of the path that names the thing; empty if only the call knows it} */
  Optional<String> parameter() {
    return parameter.isEmpty() ? Optional.empty() : Optional.of(parameter);
  }
}
