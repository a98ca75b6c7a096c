package dev.churn.training.data;

import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The derived inputs of rows, computed once and stored by input, with the labels, customers and
 * weights that learning needs. All inputs are finite. Immutable; callers must not change the arrays
 * it returns.
 */
public final class TrainingMatrix {
  private final Optional<TrainingRows> source;
  private final double[][] columns;
  private final boolean[] churned;
  private final double[] weights;
  private final long[] customers;
  private final int[] snapshots;
  private final boolean[] active;
  private final int types; // the number of watched event types

  private TrainingMatrix(
      Optional<TrainingRows> source,
      double[][] columns,
      boolean[] churned,
      double[] weights,
      long[] customers,
      int[] snapshots,
      boolean[] active,
      int types) {
    this.source = source;
    this.columns = columns;
    this.churned = churned;
    this.weights = weights;
    this.customers = customers;
    this.snapshots = snapshots;
    this.active = active;
    this.types = types;
  }

  /** {@return the rows in their order, each with weight 1 and of an active customer} */
  public static TrainingMatrix of(TrainingRows rows) {
    return of(rows, ActiveWindow.everyone());
  }

  /** {@return the rows in their order, each with weight 1} */
  public static TrainingMatrix of(TrainingRows rows, ActiveWindow window) {
    int size = rows.size();
    double[][] columns = new double[DerivedInputs.count(rows.types())][size];
    long[] customers = new long[size];
    int[] snapshots = new int[size];
    boolean[] active = new boolean[size];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          size,
          (chunk, from, to) -> {
            for (int row = from; row < to; row++) {
              FeatureVector features = rows.features(row);
              active[row] = window.includes(features);
              double[] inputs = DerivedInputs.of(features);
              for (int input = 0; input < columns.length; input++) {
                columns[input][row] = inputs[input];
              }
              customers[row] = rows.customer(row);
              snapshots[row] = rows.snapshot(row);
            }
          });
    }
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    return new TrainingMatrix(
        Optional.of(rows),
        columns,
        rows.labels(),
        weights,
        customers,
        snapshots,
        active,
        rows.types());
  }

  /**
   * {@return the same rows with other weights}
   *
   * @param weightOf weight of each row, positive and finite
   */
  public TrainingMatrix weighted(IntToDoubleFunction weightOf) {
    double[] changed = new double[size()];
    for (int row = 0; row < changed.length; row++) {
      changed[row] = weightOf.applyAsDouble(row);
      if (!(changed[row] > 0 && changed[row] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("expected positive weights, found " + changed[row]);
      }
    }
    return new TrainingMatrix(
        source, columns, churned, changed, customers, snapshots, active, types);
  }

  /**
   * {@return the same rows with other labels}
   *
   * @param labels label of each row; not copied
   */
  public TrainingMatrix labeled(boolean[] labels) {
    if (labels.length != size()) {
      throw new IllegalArgumentException(
          "expected %d labels, found %d".formatted(size(), labels.length));
    }
    return new TrainingMatrix(
        source, columns, labels, weights, customers, snapshots, active, types);
  }

  /**
   * {@return a matrix of arbitrary inputs, with a distinct customer for each row and a single
   * snapshot}
   *
   * @param columns values by input, then by row; finite
   * @param weights weight of each row, positive and finite
   */
  public static TrainingMatrix of(double[][] columns, boolean[] churned, double[] weights) {
    long[] customers = LongStream.range(0, churned.length).toArray();
    boolean[] active = new boolean[churned.length];
    Arrays.fill(active, true);
    return new TrainingMatrix(
        Optional.empty(), columns, churned, weights, customers, new int[churned.length], active, 0);
  }

  /** {@return the number of rows} */
  public int size() {
    return churned.length;
  }

  /** {@return the values of one input, by row} */
  public double[] column(int input) {
    return columns[input];
  }

  /** {@return the values by input, then by row} */
  public double[][] columns() {
    return columns;
  }

  public boolean churned(int row) {
    return churned[row];
  }

  /** {@return the weight of the row in learning, above 0 and finite} */
  public double weight(int row) {
    return weights[row];
  }

  /** {@return a number that identifies the customer} */
  long customer(int row) {
    return customers[row];
  }

  /** {@return the index of the row's as-of day among those of all snapshots, from 0, ascending} */
  public int snapshot(int row) {
    return snapshots[row];
  }

  /** {@return whether the customer of the row was active at the row's as-of day} */
  public boolean active(int row) {
    return active[row];
  }

  /** Copies all inputs of a row to {@code inputs}. */
  public void copyRow(int row, double[] inputs) {
    for (int input = 0; input < columns.length; input++) {
      inputs[input] = columns[input][row];
    }
  }

  /** {@return all rows} */
  public TrainingSample all() {
    return sample(IntStream.range(0, size()).toArray());
  }

  /**
   * {@return a sample of the rows, with its own bins}
   *
   * @param rows indexes of the rows, ascending
   */
  public TrainingSample sample(int[] rows) {
    return new TrainingSample(this, rows);
  }

  /** {@return the number of inputs of a row} */
  public int width() {
    return columns.length;
  }

  /**
   * {@return the same rows with the inputs of some watched event types only}
   *
   * @param kept the places of these types, ascending
   */
  public TrainingMatrix withTypes(int[] kept) {
    double[][] some = Arrays.copyOf(columns, DerivedInputs.count(kept.length));
    for (int type = 0; type < kept.length; type++) {
      System.arraycopy(
          columns,
          DerivedInputs.count(kept[type]),
          some,
          DerivedInputs.count(type),
          DerivedInputs.OF_EACH_TYPE);
    }
    return new TrainingMatrix(
        source, some, churned, weights, customers, snapshots, active, kept.length);
  }

  /** {@return the number of watched event types whose inputs it has} */
  public int types() {
    return types;
  }

  /** {@return whether the inputs are derived from features, and not arbitrary} */
  boolean isDerived() {
    return source.isPresent();
  }

  /**
   * Copies the eight features of a row to {@code features}, in the order of {@link
   * dev.churn.domain.feature.Feature}.
   *
   * @throws java.util.NoSuchElementException if the matrix was not computed from features
   */
  void copyTheEight(int row, double[] features) {
    source.orElseThrow().copyTheEight(row, features);
  }
}
