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
   * Puts the {@link #probability} of each row, bit for bit, into {@code probabilities}. Allocates
   * nothing.
   *
   * @param inputs all {@link DerivedInputs} of each row
   * @param rows how many there are; neither array is shorter
   */
  default void probabilities(double[][] inputs, int rows, double[] probabilities) {
    for (int row = 0; row < rows; row++) {
      probabilities[row] = probability(inputs[row]);
    }
  }
}
