package dev.churn.domain.deployment;

/** The role of a model in a deployment. */
public enum ModelRole {
  /** Answers for every customer not assigned to a challenger. */
  CHAMPION,
  /** Answers for a share of the customers. */
  CHALLENGER,
  /** Predicts for every customer but never answers. */
  SHADOW
}
