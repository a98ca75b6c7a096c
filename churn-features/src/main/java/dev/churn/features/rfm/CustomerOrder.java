package dev.churn.features.rfm;

import dev.churn.features.util.Bytes;
import dev.churn.features.util.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The customers of a file in the order of their ids as UTF-8 bytes. An LSD radix sort orders the
 * ids by the eight bytes after their common prefix; ids that share these eight bytes are sorted by
 * the next eight. The rows of each table are then moved into this order, so that a scan in order
 * reads memory sequentially.
 */
public final class CustomerOrder {
  private static final int ROW_BITS = 32 - Customers.PARTITION_BITS;
  private static final int ROW_MASK = (1 << ROW_BITS) - 1;
  private static final int FEW = 32; // for so few ids, insertion sort is faster

  private final CustomerTable[] tables;
  private final int[] order; // table in the upper bits, row in the lower bits

  /**
   * Sorts all customers and finishes their tables.
   *
   * @param threads at least 1
   */
  public CustomerOrder(Customers customers, int threads) {
    this.tables = customers.tables();
    this.order = new int[customers.size()];
    int size = 0;
    for (int t = 0; t < tables.length; t++) {
      if (tables[t].size() > ROW_MASK) {
        throw new IllegalStateException("too many customers: " + tables[t].size());
      }
      for (int row = 0; row < tables[t].size(); row++) {
        order[size++] = t << ROW_BITS | row;
      }
    }
    new Sort().sort(0, size, 0);
    arrange(threads);
  }

  private void arrange(int threads) {
    int[][] oldRows = new int[tables.length][];
    Arrays.setAll(oldRows, t -> new int[tables[t].size()]);
    int[] sizes = new int[tables.length];
    for (int place = 0; place < order.length; place++) {
      int t = order[place] >>> ROW_BITS;
      oldRows[t][sizes[t]] = row(place);
      order[place] = t << ROW_BITS | sizes[t]++;
    }
    List<Runnable> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = tables.length * i / threads;
      int next = tables.length * (i + 1) / threads;
      parts.add(
          () -> {
            for (int t = first; t < next; t++) {
              tables[t].finish(oldRows[t]);
            }
          });
    }
    Parallel.run(parts);
  }

  /** {@return the tables, in no particular order} */
  CustomerTable[] tables() {
    return tables.clone();
  }

  /** {@return the number of customers} */
  public int size() {
    return order.length;
  }

  /** {@return the table that holds the customer at a position in the order} */
  public CustomerTable table(int place) {
    return tables[order[place] >>> ROW_BITS];
  }

  /** {@return the row, in its table, of the customer at a position in the order} */
  public int row(int place) {
    return order[place] & ROW_MASK;
  }

  /**
   * Reads the states and ids at a range of positions, which are contiguous in each table; like
   * {@link StateLayout#touch(long[], int, int)}.
   */
  public long touch(int from, int to) {
    int[] counts = new int[tables.length];
    int[] last = new int[tables.length];
    for (int place = from; place < to; place++) {
      int t = order[place] >>> ROW_BITS;
      counts[t]++;
      last[t] = row(place);
    }
    long touched = 0;
    for (int t = 0; t < tables.length; t++) {
      touched ^= tables[t].touchAll(last[t] + 1 - counts[t], last[t] + 1);
    }
    return touched;
  }

  private int compare(int a, int b, int depth) {
    CustomerTable tableA = tables[a >>> ROW_BITS];
    CustomerTable tableB = tables[b >>> ROW_BITS];
    int fromA = tableA.idStart(a & ROW_MASK);
    int fromB = tableB.idStart(b & ROW_MASK);
    return Arrays.compareUnsigned(
        tableA.idPage(a & ROW_MASK),
        fromA + depth,
        fromA + tableA.idLength(a & ROW_MASK),
        tableB.idPage(b & ROW_MASK),
        fromB + depth,
        fromB + tableB.idLength(b & ROW_MASK));
  }

  /** Working memory that only the sort needs. */
  private final class Sort {
    private final long[] keys = new long[order.length];
    private final long[] sortedKeys = new long[order.length];
    private final int[] sorted = new int[order.length];

    /**
     * Sorts the positions {@code from} to {@code to}.
     *
     * @param depth number of leading bytes that all these ids have in common
     */
    void sort(int from, int to, int depth) {
      if (to - from <= FEW) {
        sortFew(from, to, depth);
        return;
      }
      int common = commonPrefix(from, to, depth);
      for (int i = from; i < to; i++) {
        keys[i] = key(order[i], common);
      }
      sortByKeys(from, to);
      for (int first = from; first < to; ) {
        int next = first + 1;
        while (next < to && keys[next] == keys[first]) {
          next++;
        }
        // the ids are fully compared: padded keys differ only by the length of the id
        if (next > first + 1) {
          sort(first, next, common + Long.BYTES);
        }
        first = next;
      }
    }

    private void sortFew(int from, int to, int depth) {
      for (int i = from + 1; i < to; i++) {
        int customer = order[i];
        int at = i;
        while (at > from && compare(order[at - 1], customer, depth) > 0) {
          order[at] = order[at - 1];
          at--;
        }
        order[at] = customer;
      }
    }

    private int commonPrefix(int from, int to, int depth) {
      CustomerTable table = table(from);
      int row = row(from);
      byte[] first = table.idPage(row);
      int start = table.idStart(row);
      int common = table.idLength(row);
      for (int i = from + 1; i < to && common > depth; i++) {
        CustomerTable other = table(i);
        int otherRow = row(i);
        int at = other.idStart(otherRow);
        int length = other.idLength(otherRow);
        int differs =
            Arrays.mismatch(
                first,
                start + depth,
                start + common,
                other.idPage(otherRow),
                at + depth,
                at + Math.min(length, common));
        common = differs < 0 ? common : depth + differs;
      }
      return common;
    }

    /**
     * {@return eight bytes of an id after the skipped ones, the first as the highest byte, padded
     * with 0}
     */
    private long key(int customer, int skipped) {
      CustomerTable table = tables[customer >>> ROW_BITS];
      int row = customer & ROW_MASK;
      int from = table.idStart(row) + skipped;
      int to = table.idStart(row) + table.idLength(row);
      return Bytes.bigEndian(table.idPage(row), from, to);
    }

    private void sortByKeys(int from, int to) {
      long differing = 0;
      for (int i = from; i < to; i++) {
        differing |= keys[i] ^ keys[from];
      }
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        if ((differing >>> shift & 0xFF) != 0) {
          sortByByte(from, to, shift);
          System.arraycopy(sortedKeys, from, keys, from, to - from);
          System.arraycopy(sorted, from, order, from, to - from);
        }
      }
    }

    private void sortByByte(int from, int to, int shift) {
      int[] starts = new int[257];
      for (int i = from; i < to; i++) {
        starts[(int) (keys[i] >>> shift & 0xFF) + 1]++;
      }
      starts[0] = from;
      for (int b = 0; b < 256; b++) {
        starts[b + 1] += starts[b];
      }
      for (int i = from; i < to; i++) {
        int place = starts[(int) (keys[i] >>> shift & 0xFF)]++;
        sortedKeys[place] = keys[i];
        sorted[place] = order[i];
      }
    }
  }
}
