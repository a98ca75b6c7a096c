package dev.churn.features;

import java.util.Arrays;

/** The customers of a file in the order of their ids as UTF-8 bytes. */
final class CustomerOrder {
  private final CustomerTable[] tables;
  private final int[] starts; // number of the first row of each table
  private final int[] order;
  private final long[] keys;

  CustomerOrder(Customers customers) {
    this.tables = customers.tables();
    this.starts = new int[tables.length + 1];
    for (int i = 0; i < tables.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], tables[i].size());
    }
    int size = starts[tables.length];
    this.keys = keys(size);
    int[] rows = new int[size];
    Arrays.setAll(rows, i -> i);
    this.order = sorted(rows);
  }

  /** {@return how many customers there are} */
  int size() {
    return order.length;
  }

  /** {@return the table that holds the customer at a place in the order} */
  CustomerTable table(int place) {
    return tables[tableOf(order[place])];
  }

  /** {@return the row of that customer in its table} */
  int row(int place) {
    return order[place] - starts[tableOf(order[place])];
  }

  private int tableOf(int number) {
    int low = 0;
    int high = tables.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= number) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * {@return eight bytes of each id behind what all ids begin with, so that they tell most apart}
   */
  private long[] keys(int size) {
    int common = commonPrefix();
    long[] result = new long[size];
    for (int t = 0; t < tables.length; t++) {
      CustomerTable table = tables[t];
      for (int row = 0; row < table.size(); row++) {
        byte[] page = table.idPage(row);
        int from = table.idStart(row) + common;
        int to = table.idStart(row) + table.idLength(row);
        long key = 0;
        for (int i = 0; i < 8; i++) {
          key = key << 8 | (from + i < to ? page[from + i] & 0xFF : 0);
        }
        result[starts[t] + row] = key;
      }
    }
    return result;
  }

  private int commonPrefix() {
    byte[] first = null;
    int common = 0;
    for (CustomerTable table : tables) {
      for (int row = 0; row < table.size(); row++) {
        int from = table.idStart(row);
        int to = from + table.idLength(row);
        if (first == null) {
          first = Arrays.copyOfRange(table.idPage(row), from, to);
          common = first.length;
        } else {
          int differs = Arrays.mismatch(first, 0, common, table.idPage(row), from, to);
          common = differs < 0 ? common : differs;
        }
      }
    }
    return common;
  }

  /** Merge sort from the bottom up. */
  private int[] sorted(int[] rows) {
    int[] from = rows;
    int[] to = new int[rows.length];
    for (long width = 1; width < rows.length; width *= 2) {
      for (long left = 0; left < rows.length; left += 2 * width) {
        int middle = (int) Math.min(left + width, rows.length);
        int end = (int) Math.min(left + 2 * width, rows.length);
        merge(from, to, (int) left, middle, end);
      }
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int left, int middle, int end) {
    int a = left;
    int b = middle;
    for (int i = left; i < end; i++) {
      if (a < middle && (b >= end || compare(from[a], from[b]) <= 0)) {
        to[i] = from[a++];
      } else {
        to[i] = from[b++];
      }
    }
  }

  private int compare(int a, int b) {
    int byKey = Long.compareUnsigned(keys[a], keys[b]);
    if (byKey != 0) {
      return byKey;
    }
    CustomerTable tableA = tables[tableOf(a)];
    CustomerTable tableB = tables[tableOf(b)];
    int rowA = a - starts[tableOf(a)];
    int rowB = b - starts[tableOf(b)];
    int fromA = tableA.idStart(rowA);
    int fromB = tableB.idStart(rowB);
    return Arrays.compareUnsigned(
        tableA.idPage(rowA),
        fromA,
        fromA + tableA.idLength(rowA),
        tableB.idPage(rowB),
        fromB,
        fromB + tableB.idLength(rowB));
  }
}
