package dev.churn.domain.storage;

/** The two buckets of object storage. */
public enum Bucket {
  /** Uploaded files, byte for byte. */
  DATASETS("datasets"),
  /** Files that the system created: features, predictions, models. */
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
