package dev.churn.training;

import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Some rows of a {@link LearningMatrix}, to be learned from or predicted. Its parts share the data
 * and, for trees, the bins, which are made of the rows that {@link LearningMatrix#sample} was
 * given.
 */
final class Sample {
  private final LearningMatrix matrix;
  private final int[] rows;
  private final Bins bins;

  Sample(LearningMatrix matrix, int[] rows) {
    this(matrix, rows, new Bins(matrix, rows));
  }

  private Sample(LearningMatrix matrix, int[] rows, Bins bins) {
    this.matrix = matrix;
    this.rows = rows;
    this.bins = bins;
  }

  LearningMatrix matrix() {
    return matrix;
  }

  Bins bins() {
    return bins;
  }

  int size() {
    return rows.length;
  }

  /** {@return the places of the rows in the matrix, ascending; must not be changed} */
  int[] rows() {
    return rows;
  }

  boolean churned(int i) {
    return matrix.churned(rows[i]);
  }

  double weight(int i) {
    return matrix.weight(rows[i]);
  }

  long customer(int i) {
    return matrix.customer(rows[i]);
  }

  int snapshot(int i) {
    return matrix.snapshot(rows[i]);
  }

  /** {@return the rows whose places in this sample {@code chosen} accepts; shares the bins} */
  Sample where(IntPredicate chosen) {
    int[] part = IntStream.range(0, rows.length).filter(chosen).map(i -> rows[i]).toArray();
    return new Sample(matrix, part, bins);
  }

  /** {@return the label of every row} */
  boolean[] labels() {
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = churned(i);
    }
    return labels;
  }

  /** {@return how many rows churned} */
  int churnedCount() {
    int count = 0;
    for (int row : rows) {
      count += matrix.churned(row) ? 1 : 0;
    }
    return count;
  }

  double totalWeight() {
    double total = 0;
    for (int row : rows) {
      total += matrix.weight(row);
    }
    return total;
  }

  /** {@return the weighted share of rows that churned} */
  double churnRate() {
    double churned = 0;
    for (int row : rows) {
      churned += matrix.churned(row) ? matrix.weight(row) : 0;
    }
    return churned / totalWeight();
  }

  /** {@return {@code wanted} rows for a leaf, or fewer where they would be more than a fortieth} */
  int leafSize(int wanted) {
    return Math.min(wanted, Math.max(2, size() / 40));
  }

  /** {@return what the scorer says of every row, before calibration} */
  double[] probabilities(Scorer scorer) {
    double[] values = new double[rows.length];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          rows.length,
          (chunk, from, to) -> {
            var block = new ScoringBlock();
            for (int start = from; start < to; start += ScoringBlock.SIZE) {
              int count = Math.min(ScoringBlock.SIZE, to - start);
              for (int i = 0; i < count; i++) {
                matrix.copyRow(rows[start + i], block.inputs()[i]);
              }
              scorer.score(block, count);
              System.arraycopy(block.results(), 0, values, start, count);
            }
          });
    }
    return values;
  }

  /** {@return what becomes of the inputs of every row; done by several threads} */
  double[] map(ToDoubleFunction<double[]> function) {
    double[] values = new double[rows.length];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          rows.length,
          (chunk, from, to) -> {
            double[] inputs = new double[DerivedInputs.COUNT];
            for (int i = from; i < to; i++) {
              matrix.copyRow(rows[i], inputs);
              values[i] = function.applyAsDouble(inputs);
            }
          });
    }
    return values;
  }
}
