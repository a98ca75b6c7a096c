package dev.churn.training.data;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Labeled rows of one or more snapshots, in a canonical order that does not depend on the order of
 * the input, nor on how customers are called. It refers to the rows and does not copy them.
 */
public final class TrainingRows {
  private static final Feature[] FEATURES = Feature.values();

  private final LabeledRows[] tables;
  private final long[][] numbers;
  private final int[] tableOf;
  private final int[] rowOf;
  private final List<String> watched; // the event types of the tables
  private final TypeColumns columns; // of those whose features the rows have

  private TrainingRows(
      LabeledRows[] tables,
      long[][] numbers,
      int[] tableOf,
      int[] rowOf,
      List<String> watched,
      TypeColumns columns) {
    this.tables = tables;
    this.numbers = numbers;
    this.tableOf = tableOf;
    this.rowOf = rowOf;
    this.watched = watched;
    this.columns = columns;
  }

  /** {@return rows without features of watched event types} */
  public static TrainingRows of(List<LabeledSnapshot> snapshots) {
    return of(snapshots, List.of());
  }

  /**
   * {@return the rows of snapshots}
   *
   * @param watched the event types whose features the rows of all snapshots have
   */
  public static TrainingRows of(List<LabeledSnapshot> snapshots, List<String> watched) {
    LabeledRows[] tables =
        snapshots.stream()
            .sorted(Comparator.comparing(LabeledSnapshot::asOf))
            .map(LabeledSnapshot::rows)
            .toArray(LabeledRows[]::new);
    int total = Arrays.stream(tables).mapToInt(LabeledRows::size).reduce(0, Math::addExact);
    int[] tableOf = new int[total];
    int[] rowOf = new int[total];
    long[][] numbers = CustomerNumbers.of(tables);
    int size = 0;
    for (int t = 0; t < tables.length; t++) {
      for (int row : ordered(tables[t], numbers[t])) {
        tableOf[size] = t;
        rowOf[size] = row;
        size++;
      }
    }
    for (LabeledRows table : tables) {
      if (table.types() != watched.size()) {
        throw new IllegalArgumentException(
            "expected rows with the event types %s, found %d types"
                .formatted(watched, table.types()));
      }
    }
    return new TrainingRows(
        tables, numbers, tableOf, rowOf, watched, TypeColumns.of(watched, watched));
  }

  private static int[] ordered(LabeledRows table, long[] numbers) {
    Integer[] order = new Integer[table.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(table, numbers, a, b));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private static int compare(LabeledRows table, long[] numbers, int a, int b) {
    int order = Long.compare(numbers[a], numbers[b]);
    if (order == 0) {
      order = table.compareFeatures(a, b);
    }
    return order != 0 ? order : Boolean.compare(table.churned(a), table.churned(b));
  }

  public int size() {
    return rowOf.length;
  }

  /**
   * {@return the same rows with the features of these event types}
   *
   * @throws IllegalArgumentException if the tables do not have all of them
   */
  public TrainingRows watching(List<String> types) {
    return new TrainingRows(
        tables, numbers, tableOf, rowOf, watched, TypeColumns.of(types, watched));
  }

  /** {@return the number of watched event types whose features the rows have} */
  int types() {
    return columns.types();
  }

  /**
   * {@return a number that identifies the customer within these rows and comes from their content}
   */
  public long customer(int i) {
    return numbers[tableOf[i]][rowOf[i]];
  }

  /** {@return the label of the row: whether the customer churned} */
  public boolean churned(int i) {
    return tables[tableOf[i]].churned(rowOf[i]);
  }

  /**
   * {@return the days from the row's as-of day to the customer's next active day, as a table has}
   */
  public int nextActivityDays(int i) {
    return tables[tableOf[i]].nextActivityDays(rowOf[i]);
  }

  /** {@return the index of the row's as-of day among those of all snapshots, from 0, ascending} */
  public int snapshot(int i) {
    return tableOf[i];
  }

  /** {@return the features of the row; of event types, those that these rows watch} */
  public FeatureVector features(int i) {
    return columns.of(tables[tableOf[i]].features(rowOf[i]));
  }

  /** {@return the rows whose indexes {@code chosen} accepts} */
  public TrainingRows where(IntPredicate chosen) {
    return at(IntStream.range(0, size()).filter(chosen).toArray());
  }

  /** {@return the rows at these indexes} */
  public TrainingRows at(int[] places) {
    return new TrainingRows(
        tables,
        numbers,
        Arrays.stream(places).map(i -> tableOf[i]).toArray(),
        Arrays.stream(places).map(i -> rowOf[i]).toArray(),
        watched,
        columns);
  }

  /** {@return the number of rows that churned} */
  public int churnedCount() {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (churned(i)) {
        count++;
      }
    }
    return count;
  }

  /** {@return the function's value for the features of every row, computed by several threads} */
  public double[] map(ToDoubleFunction<FeatureVector> function) {
    double[] values = new double[size()];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          values.length,
          (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
              values[i] = function.applyAsDouble(features(i));
            }
          });
    }
    return values;
  }

  /**
   * Copies all features of row {@code i} to {@code target}, from index {@code at} on; {@link
   * FeatureVector#WIDTH} values, of which those of types that the rows do not have become 0.
   */
  public void copyFeatures(int i, double[] target, int at) {
    Arrays.fill(target, at + FeatureVector.COMMON_WIDTH, at + FeatureVector.WIDTH, 0);
    tables[tableOf[i]].copyFeatures(rowOf[i], target, at);
    columns.arrange(target, at);
  }

  /**
   * Copies the eight features of row {@code i} to {@code target}, in the order of {@link Feature}.
   */
  void copyTheEight(int i, double[] target) {
    for (Feature feature : FEATURES) {
      target[feature.ordinal()] = tables[tableOf[i]].feature(rowOf[i], feature);
    }
  }

  /** {@return {@link #customer} of every row} */
  public long[] customers() {
    long[] customers = new long[size()];
    for (int i = 0; i < customers.length; i++) {
      customers[i] = customer(i);
    }
    return customers;
  }

  /** {@return the label of every row} */
  public boolean[] labels() {
    boolean[] labels = new boolean[size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = churned(i);
    }
    return labels;
  }
}
