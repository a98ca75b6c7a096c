package dev.churn.domain.deployment;

/** As what a model predicts. */
public enum ModelRole {
  /** It answers for every customer whom no challenger has. */
  CHAMPION,
  /** It answers for a share of the customers. */
  CHALLENGER,
  /** It predicts for every customer and never answers. */
  SHADOW
}
