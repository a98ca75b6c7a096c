package dev.churn.training.data;

import dev.churn.training.math.SplitMix;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A sample of the rows of a {@link TrainingMatrix}, for learning or prediction. Subsamples share
 * the data and, for trees, the bins of the sample that {@link TrainingMatrix#sample} returned.
 */
public final class TrainingSample {
  private final TrainingMatrix matrix;
  private final int[] rows;
  private final Bins bins;

  public TrainingSample(TrainingMatrix matrix, int[] rows) {
    this(matrix, rows, new Bins(matrix, rows));
  }

  private TrainingSample(TrainingMatrix matrix, int[] rows, Bins bins) {
    this.matrix = matrix;
    this.rows = rows;
    this.bins = bins;
  }

  /** {@return the matrix whose rows these are} */
  public TrainingMatrix matrix() {
    return matrix;
  }

  /**
   * {@return the bins of the inputs, made from the rows of the sample that {@link
   * TrainingMatrix#sample} returned; subsamples share them}
   */
  public Bins bins() {
    return bins;
  }

  public int size() {
    return rows.length;
  }

  /**
   * {@return the indexes of the rows in the matrix, ascending; callers must not change the array}
   */
  public int[] rows() {
    return rows;
  }

  public boolean churned(int i) {
    return matrix.churned(rows[i]);
  }

  /** {@return the weight of the row in learning, above 0 and finite} */
  public double weight(int i) {
    return matrix.weight(rows[i]);
  }

  public long customer(int i) {
    return matrix.customer(rows[i]);
  }

  /** {@return whether the customer of the row was active at the row's as-of day} */
  public boolean active(int i) {
    return matrix.active(rows[i]);
  }

  /** {@return the index of the row's as-of day among those of all snapshots, from 0, ascending} */
  public int snapshot(int i) {
    return matrix.snapshot(rows[i]);
  }

  /** {@return the rows whose indexes in this sample {@code chosen} accepts; shares the bins} */
  public TrainingSample where(IntPredicate chosen) {
    int[] part = IntStream.range(0, rows.length).filter(chosen).map(i -> rows[i]).toArray();
    return new TrainingSample(matrix, part, bins);
  }

  /**
   * {@return the same rows with the inputs of some watched event types only}
   *
   * @param kept the places of these types, ascending
   */
  public TrainingSample withTypes(int[] kept) {
    return kept.length == matrix.types() ? this : new TrainingSample(matrix.withTypes(kept), rows);
  }

  /** {@return the label of every row} */
  public boolean[] labels() {
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = churned(i);
    }
    return labels;
  }

  /** {@return the number of rows that churned} */
  int churnedCount() {
    int count = 0;
    for (int row : rows) {
      count += matrix.churned(row) ? 1 : 0;
    }
    return count;
  }

  public double totalWeight() {
    double total = 0;
    for (int row : rows) {
      total += matrix.weight(row);
    }
    return total;
  }

  /** {@return the weighted churn rate of the rows} */
  public double churnRate() {
    double churned = 0;
    for (int row : rows) {
      churned += matrix.churned(row) ? matrix.weight(row) : 0;
    }
    return churned / totalWeight();
  }

  /** {@return the minimum leaf size: {@code wanted} rows, but at most a fortieth of the sample} */
  public int leafSize(int wanted) {
    return Math.min(wanted, Math.max(2, size() / 40));
  }

  /** {@return the index of the newest snapshot that has rows in this sample} */
  public int newestSnapshot() {
    int newest = 0;
    for (int i = 0; i < size(); i++) {
      newest = Math.max(newest, snapshot(i));
    }
    return newest;
  }

  /** {@return the indexes of the inputs that logistic regression takes to learn from these rows} */
  public int[] linearInputs() {
    return matrix.isDerived()
        ? DerivedInputs.forLinear(longestHistory(), matrix.types())
        : allInputs();
  }

  /** {@return the indexes of the inputs that trees take to learn from these rows} */
  public int[] treeInputs() {
    return matrix.isDerived()
        ? DerivedInputs.forTrees(longestHistory(), matrix.types())
        : allInputs();
  }

  /**
   * {@return the longest time in days that a customer was known at the newest snapshot of these
   * rows} Rows that are not learned from, such as those of later days, have no say.
   */
  private double longestHistory() {
    double[] tenures = matrix.column(DerivedInputs.TENURE.ordinal());
    int newest = newestSnapshot();
    double longest = 0;
    for (int row : rows) {
      longest = matrix.snapshot(row) == newest ? Math.max(longest, tenures[row] + 1) : longest;
    }
    return longest;
  }

  private int[] allInputs() {
    return IntStream.range(0, matrix.width()).toArray();
  }

  /** {@return the number of rows of the rarer class} */
  public int rarerCount() {
    int churned = churnedCount();
    return Math.min(churned, size() - churned);
  }

  /**
   * {@return a subsample by customer, drawn by a number that depends only on customer and seed;
   * about {@code limit} rows, or all rows if there are no more}
   */
  public TrainingSample ofSomeCustomers(int limit, long seed) {
    if (size() <= limit) {
      return this;
    }
    double share = (double) limit / size();
    return where(i -> SplitMix.of(seed, customer(i)).fraction() < share);
  }

  /** {@return the function's value for the inputs of every row, computed by several threads} */
  public double[] map(ToDoubleFunction<double[]> function) {
    double[] values = new double[rows.length];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          rows.length,
          (chunk, from, to) -> {
            double[] inputs = new double[matrix.width()];
            for (int i = from; i < to; i++) {
              matrix.copyRow(rows[i], inputs);
              values[i] = function.applyAsDouble(inputs);
            }
          });
    }
    return values;
  }
}
