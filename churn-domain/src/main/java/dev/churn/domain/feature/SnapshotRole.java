package dev.churn.domain.feature;

/** The role of a snapshot. */
public enum SnapshotRole {
  /** Labeled by the following horizon; used for training. */
  TRAIN,
  /** Labeled by the following horizon; the latest labeled snapshot, used for evaluation. */
  TEST,
  /** Labeled by the file itself; split by customer into training and evaluation rows. */
  LABELLED,
  /** Every customer on the last known day, without label; used for scoring. */
  SCORE
}
