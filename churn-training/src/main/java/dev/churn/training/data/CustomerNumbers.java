package dev.churn.training.data;

import dev.churn.domain.model.LabeledRows;
import dev.churn.training.math.SplitMix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers that identify the customers of several snapshots and come from their features and labels,
 * not from their ids. Folds, samples and the order of rows follow them, so that a model does not
 * depend on how customers are called. Customers with the same features and labels throughout get
 * different numbers, in the order of their ids; to exchange them changes nothing.
 */
final class CustomerNumbers {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private CustomerNumbers() {}

  /** {@return the number of the customer of each row, by table} */
  static long[][] of(LabeledRows[] tables) {
    long[] ids = ids(tables);
    long[] numbers = distinct(contents(tables, ids));
    long[][] byRow = new long[tables.length][];
    for (int t = 0; t < tables.length; t++) {
      byRow[t] = new long[tables[t].size()];
      for (int row = 0; row < byRow[t].length; row++) {
        byRow[t][row] = numbers[Arrays.binarySearch(ids, tables[t].customer(row))];
      }
    }
    return byRow;
  }

  private static long[] ids(LabeledRows[] tables) {
    long[] ids = new long[Arrays.stream(tables).mapToInt(LabeledRows::size).sum()];
    int size = 0;
    for (LabeledRows table : tables) {
      for (int row = 0; row < table.size(); row++) {
        ids[size++] = table.customer(row);
      }
    }
    Arrays.sort(ids);
    return Arrays.stream(ids).distinct().toArray();
  }

  private static long[] contents(LabeledRows[] tables, long[] ids) {
    long[] contents = new long[ids.length];
    long place = 0; // among the tables with rows, since empty ones must not matter
    for (LabeledRows table : tables) {
      place += table.size() > 0 ? 1 : 0;
      for (int row = 0; row < table.size(); row++) {
        int customer = Arrays.binarySearch(ids, table.customer(row));
        // a sum, so that the order of a customer's rows does not matter
        contents[customer] += SplitMix.mix(table.contentHash(row) ^ SplitMix.mix(place));
      }
    }
    return contents;
  }

  /**
   * {@return distinct numbers: contents that occur once, and others with their place among equals}
   */
  private static long[] distinct(long[] contents) {
    long[] sorted = contents.clone();
    Arrays.sort(sorted);
    Map<Long, Long> equals = new HashMap<>();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        equals.put(sorted[i], 0L);
      }
    }
    long[] numbers = new long[contents.length];
    for (int i = 0; i < numbers.length; i++) {
      Long place = equals.computeIfPresent(contents[i], (content, count) -> count + 1);
      numbers[i] = SplitMix.mix(contents[i] + (place == null ? 0 : place * STEP));
    }
    return numbers;
  }
}
