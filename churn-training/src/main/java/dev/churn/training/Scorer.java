package dev.churn.training;

/** What a classifier learned, in plain arrays; immutable, safe for use by several threads. */
sealed interface Scorer
    permits LinearScorer, ForestScorer, BoostedScorer, Foundation, OnFoundation {
  /**
   * {@return how likely the customer churns, 0 to 1, before calibration}
   *
   * @param inputs all {@link DerivedInputs}
   */
  double probability(double[] inputs);
}
