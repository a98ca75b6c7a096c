package dev.churn.domain.feature;

/** What a snapshot is for. */
public enum SnapshotRole {
  /** Labeled by the horizon that follows; models learn from it. */
  TRAIN,
  /** Labeled by the horizon that follows; the latest such, on which models are judged. */
  TEST,
  /** Labeled by the file itself; split by customer into learning and judging. */
  LABELLED,
  /** Every customer at the last known day, without label; who is to be scored. */
  SCORE
}
