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

  /**
   * Turns the inputs of the first rows of a block into results, which are those of {@link
   * #probability}, bit for bit. Allocates nothing.
   */
  default void score(ScoringBlock block, int rows) {
    for (int row = 0; row < rows; row++) {
      block.results()[row] = probability(block.inputs()[row]);
    }
  }
}
