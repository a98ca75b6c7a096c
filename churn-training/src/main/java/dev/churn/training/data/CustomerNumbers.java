package dev.churn.training.data;

import dev.churn.domain.model.LabeledRows;
import dev.churn.training.math.SplitMix;
import java.util.Arrays;

/**
 * Numbers that identify the customers of several snapshots and come from their features and labels,
 * not from their ids. Folds, samples and the order of rows follow them, so that a model does not
 * depend on how customers are called. Customers with the same features and labels throughout get
 * different numbers, in the order of when they were active again, then of their ids; to exchange
 * those who are alike in that too changes nothing.
 */
final class CustomerNumbers {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private CustomerNumbers() {}

  /** {@return the number of the customer of each row, by table} */
  static long[][] of(LabeledRows[] tables) {
    long[] ids = ids(tables);
    long[] numbers =
        distinct(
            contents(tables, ids, LabeledRows::contentHash),
            contents(tables, ids, LabeledRows::nextActivityDays));
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

  /** What counts as the content of a row. */
  @FunctionalInterface
  private interface Content {
    long of(LabeledRows table, int row);
  }

  private static long[] contents(LabeledRows[] tables, long[] ids, Content content) {
    long[] contents = new long[ids.length];
    long place = 0; // among the tables with rows, since empty ones must not matter
    for (LabeledRows table : tables) {
      place += table.size() > 0 ? 1 : 0;
      for (int row = 0; row < table.size(); row++) {
        int customer = Arrays.binarySearch(ids, table.customer(row));
        // a sum, so that the order of a customer's rows does not matter
        contents[customer] += SplitMix.mix(content.of(table, row) ^ SplitMix.mix(place));
      }
    }
    return contents;
  }

  /**
   * {@return distinct numbers: contents that occur once, and others with their place among equals}
   *
   * @param further by which equals are put in order; the order of the ids is the last resort
   */
  private static long[] distinct(long[] contents, long[] further) {
    Integer[] order = new Integer[contents.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> {
          int byContent = Long.compare(contents[a], contents[b]);
          return byContent != 0 ? byContent : Long.compare(further[a], further[b]);
        });
    long[] numbers = new long[contents.length];
    long place = 0; // among equals, from 1; 0 for a content that occurs once
    for (int i = 0; i < order.length; i++) {
      long content = contents[order[i]];
      boolean hasEquals =
          (i > 0 && contents[order[i - 1]] == content)
              || (i + 1 < order.length && contents[order[i + 1]] == content);
      boolean isFirst = i == 0 || contents[order[i - 1]] != content;
      place = !hasEquals ? 0 : isFirst ? 1 : place + 1;
      numbers[order[i]] = SplitMix.mix(content + place * STEP);
    }
    return numbers;
  }
}
