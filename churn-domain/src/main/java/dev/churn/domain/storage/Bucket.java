package dev.churn.domain.storage;

/** The two buckets of object storage. */
public enum Bucket {
  /** What users sent, byte for byte. */
  DATASETS("datasets"),
  /** What the system made of it: features, predictions, models. */
  UTILS("utils");

  private final String id;

  Bucket(String id) {
    this.id = id;
  }

  /** {@return the bucket's name in storage} */
  public String id() {
    return id;
  }
}
