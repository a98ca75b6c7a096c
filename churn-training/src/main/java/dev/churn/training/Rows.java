package dev.churn.training;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ChurnModel.BulkPredictor;
import dev.churn.domain.model.LabelledRows;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Labelled rows of one or more snapshots, in an order of their own that does not depend on the one
 * in which they came. Holds places, not copies, of the rows.
 */
final class Rows {
  private final LabelledRows[] tables;
  private final int[] tableOf;
  private final int[] rowOf;

  private Rows(LabelledRows[] tables, int[] tableOf, int[] rowOf) {
    this.tables = tables;
    this.tableOf = tableOf;
    this.rowOf = rowOf;
  }

  static Rows of(List<LabelledSnapshot> snapshots) {
    LabelledRows[] tables =
        snapshots.stream()
            .sorted(Comparator.comparing(LabelledSnapshot::asOf))
            .map(LabelledSnapshot::rows)
            .toArray(LabelledRows[]::new);
    int total = Arrays.stream(tables).mapToInt(LabelledRows::size).reduce(0, Math::addExact);
    int[] tableOf = new int[total];
    int[] rowOf = new int[total];
    int size = 0;
    for (int t = 0; t < tables.length; t++) {
      for (int row : ordered(tables[t])) {
        tableOf[size] = t;
        rowOf[size] = row;
        size++;
      }
    }
    return new Rows(tables, tableOf, rowOf);
  }

  private static int[] ordered(LabelledRows table) {
    Integer[] order = new Integer[table.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(table, a, b));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private static int compare(LabelledRows table, int a, int b) {
    int order = Long.compare(table.customer(a), table.customer(b));
    for (Feature feature : FEATURES) {
      if (order != 0) {
        return order;
      }
      order = Double.compare(table.feature(a, feature), table.feature(b, feature));
    }
    return order != 0 ? order : Boolean.compare(table.churned(a), table.churned(b));
  }

  private static final Feature[] FEATURES = Feature.values();

  int size() {
    return rowOf.length;
  }

  long customer(int i) {
    return tables[tableOf[i]].customer(rowOf[i]);
  }

  boolean churned(int i) {
    return tables[tableOf[i]].churned(rowOf[i]);
  }

  /** {@return the place of the row's as-of day among those of all snapshots, from 0, ascending} */
  int snapshot(int i) {
    return tableOf[i];
  }

  FeatureVector features(int i) {
    return tables[tableOf[i]].features(rowOf[i]);
  }

  /** {@return the rows at the places that {@code chosen} accepts} */
  Rows where(IntPredicate chosen) {
    return at(IntStream.range(0, size()).filter(chosen).toArray());
  }

  /** {@return the rows at these places} */
  Rows at(int[] places) {
    return new Rows(
        tables,
        Arrays.stream(places).map(i -> tableOf[i]).toArray(),
        Arrays.stream(places).map(i -> rowOf[i]).toArray());
  }

  /** {@return how many rows churned} */
  int churnedCount() {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (churned(i)) {
        count++;
      }
    }
    return count;
  }

  /** {@return what is taken of a row's features, for every row; done by several threads} */
  double[] map(ToDoubleFunction<FeatureVector> function) {
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

  /** {@return what the model says of every row; done by several threads} */
  double[] probabilities(ScoredModel model) {
    double[] values = new double[size()];
    try (Workers workers = Workers.perProcessor()) {
      Chunks.forEach(
          workers,
          values.length,
          (chunk, from, to) -> {
            BulkPredictor bulk = model.bulk();
            double[] features = new double[ScoringBlock.SIZE * Feature.COUNT];
            double[] given = new double[ScoringBlock.SIZE];
            for (int start = from; start < to; start += ScoringBlock.SIZE) {
              int count = Math.min(ScoringBlock.SIZE, to - start);
              for (int i = 0; i < count; i++) {
                LabelledRows table = tables[tableOf[start + i]];
                for (Feature feature : FEATURES) {
                  features[i * Feature.COUNT + feature.ordinal()] =
                      table.feature(rowOf[start + i], feature);
                }
              }
              bulk.predict(features, count, given);
              System.arraycopy(given, 0, values, start, count);
            }
          });
    }
    return values;
  }

  /** {@return {@link #customer} of every row} */
  long[] customers() {
    long[] customers = new long[size()];
    for (int i = 0; i < customers.length; i++) {
      customers[i] = customer(i);
    }
    return customers;
  }

  /** {@return the label of every row} */
  boolean[] labels() {
    boolean[] labels = new boolean[size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = churned(i);
    }
    return labels;
  }
}
