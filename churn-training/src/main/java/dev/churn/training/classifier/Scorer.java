package dev.churn.training.classifier;

import dev.churn.training.data.InputSet;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;

/** What a classifier learned, in plain arrays; immutable, safe for use by several threads. */
public interface Scorer {
  /**
   * {@return how likely the customer churns, 0 to 1, before calibration}
   *
   * @param inputs those of {@link #inputSet()}
   */
  double probability(double[] inputs);

  /** {@return what it takes of a customer} */
  default InputSet inputSet() {
    return InputSet.DERIVED;
  }

  /**
   * Turns the inputs of the first rows of a block into results, which are those of {@link
   * #probability}, bit for bit. Allocates nothing.
   */
  default void score(ScoringBlock block, int rows) {
    for (int row = 0; row < rows; row++) {
      block.results()[row] = probability(block.inputs()[row]);
    }
  }

  /** {@return {@link #probability} of every row of the sample; several threads work} */
  default double[] probabilities(TrainingSample sample) {
    double[] values = new double[sample.size()];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          values.length,
          (chunk, from, to) -> {
            var block = new ScoringBlock();
            for (int start = from; start < to; start += ScoringBlock.SIZE) {
              int count = Math.min(ScoringBlock.SIZE, to - start);
              for (int i = 0; i < count; i++) {
                inputSet().copyRow(sample.matrix(), sample.rows()[start + i], block.inputs()[i]);
              }
              score(block, count);
              System.arraycopy(block.results(), 0, values, start, count);
            }
          });
    }
    return values;
  }
}
