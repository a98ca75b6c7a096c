package dev.churn.training.classifier;

import dev.churn.training.data.InputSet;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;

/** A fitted classifier, in plain arrays; immutable and safe for use by several threads. */
public interface Scorer {
  /**
   * {@return the uncalibrated churn probability, 0 to 1}
   *
   * @param inputs inputs of {@link #inputSet()}, in its order
   */
  double probability(double[] inputs);

  /** {@return the inputs that it takes} */
  default InputSet inputSet() {
    return InputSet.DERIVED;
  }

  /**
   * Scores the first rows of a block. The results equal those of {@link #probability}, bit for bit.
   * Does not allocate.
   */
  default void score(ScoringBlock block, int rows) {
    for (int row = 0; row < rows; row++) {
      block.results()[row] = probability(block.inputs()[row]);
    }
  }

  /** {@return {@link #probability} of every row of the sample, computed by several threads} */
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
