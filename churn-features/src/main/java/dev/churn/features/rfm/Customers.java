package dev.churn.features.rfm;

import dev.churn.features.event.RowSink;
import dev.churn.features.util.Bytes;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * All customers of a file, partitioned by the hash of their ids. Threads collect rows for each
 * partition and add a few hundred at a time under the partition's lock, so that there is one copy
 * of every state and nothing to merge at the end.
 */
public final class Customers {
  /** Number of rows that are added to a table under one lock. */
  static final int ROWS_AT_ONCE = 256;

  static final int PARTITION_BITS = 6;
  private static final int PARTITIONS = 1 << PARTITION_BITS;

  private final StateLayout layout;
  private final CustomerTable[] tables = new CustomerTable[PARTITIONS];

  public Customers(StateLayout layout) {
    this(layout, SegmentSums::none);
  }

  /**
   * @param sums makes the sums of amounts of a partition, which are kept beside the states
   */
  Customers(StateLayout layout, Supplier<SegmentSums> sums) {
    this.layout = layout;
    for (int i = 0; i < PARTITIONS; i++) {
      tables[i] = new CustomerTable(layout, sums.get());
    }
  }

  /** {@return a sink for one thread} */
  public RowSink sink(EventTypes types) {
    return new Sink(types.lookup());
  }

  /** {@return the tables, once all rows are added} */
  CustomerTable[] tables() {
    return tables.clone();
  }

  /** {@return the number of customers, once all rows are added} */
  public int size() {
    return Arrays.stream(tables).mapToInt(CustomerTable::size).reduce(0, Math::addExact);
  }

  /** {@return the number of customers with events that have different labels} */
  public long labelConflicts() {
    long conflicts = 0;
    for (CustomerTable table : tables) {
      for (int row = 0; row < table.size(); row++) {
        conflicts += StateLayout.labelsConflict(table.state(row), table.at(row)) ? 1 : 0;
      }
    }
    return conflicts;
  }

  private final class Sink implements RowSink {
    private final EventTypes.Lookup types;
    private final Batch[] batches = new Batch[PARTITIONS];

    Sink(EventTypes.Lookup types) {
      this.types = types;
      for (int i = 0; i < PARTITIONS; i++) {
        batches[i] = new Batch(tables[i]);
      }
    }

    @Override
    public void row(byte[] text, int from, int to, int day, double amount, String type, int label) {
      if (day > layout.end()) {
        return; // valid, but after the last day of the layout: no feature and no label may use it
      }
      long hash = Bytes.hash(text, from, to);
      Batch batch = batches[(int) (hash >>> (64 - PARTITION_BITS))];
      batch.add(text, from, to, (int) hash, day, amount, types.code(type), label);
    }

    @Override
    public void end() {
      for (Batch batch : batches) {
        batch.flush();
      }
    }
  }

  /** Rows of one partition, collected by one thread. */
  private static final class Batch {
    private final CustomerTable table;
    private final int[] hashes = new int[ROWS_AT_ONCE];
    private final int[] idEnds = new int[ROWS_AT_ONCE];
    private final int[] places = new int[ROWS_AT_ONCE];
    private final int[] days = new int[ROWS_AT_ONCE];
    private final double[] amounts = new double[ROWS_AT_ONCE];
    private final short[] types = new short[ROWS_AT_ONCE];
    private final byte[] labels = new byte[ROWS_AT_ONCE];
    private byte[] ids = new byte[16 * ROWS_AT_ONCE];
    private int rows;

    // without a use of the result, the reads would be optimized away
    @SuppressWarnings("UnusedVariable")
    private long touched;

    Batch(CustomerTable table) {
      this.table = table;
    }

    void add(byte[] text, int from, int to, int hash, int day, double amount, int type, int label) {
      int at = rows == 0 ? 0 : idEnds[rows - 1];
      int end = at + to - from;
      if (end > ids.length) {
        ids = Arrays.copyOf(ids, 2 * end);
      }
      System.arraycopy(text, from, ids, at, to - from);
      hashes[rows] = hash;
      idEnds[rows] = end;
      days[rows] = day;
      amounts[rows] = amount;
      types[rows] = (short) type;
      labels[rows] = (byte) label;
      rows++;
      if (rows == ROWS_AT_ONCE) {
        flush();
      }
    }

    void flush() {
      synchronized (table) {
        touched ^= table.rows(ids, idEnds, hashes, rows, places);
        for (int i = 0; i < rows; i++) {
          touched ^= table.touch(places[i], days[i]);
        }
        for (int i = 0; i < rows; i++) {
          table.add(places[i], days[i], amounts[i], types[i], labels[i]);
        }
      }
      rows = 0;
    }
  }
}
