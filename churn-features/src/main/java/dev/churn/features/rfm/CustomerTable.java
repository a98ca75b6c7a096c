package dev.churn.features.rfm;

import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The states of many customers: an open-addressing hash index over rows, with ids and states in
 * pages of primitives, so that neither a customer nor a state is an object. Rows are numbered from
 * 0 in order of arrival. Used by one thread at a time.
 */
public final class CustomerTable {
  private static final int ID_PAGE_BITS = 16;
  private static final int ID_PAGE = 1 << ID_PAGE_BITS;
  private static final int PAGE_WORDS = 1 << 14;

  private final StateLayout layout;
  private final OverflowDays oldDays = new OverflowDays();
  private final SegmentSums sums;
  private final int rowBits;
  private final int rowMask;
  private final int[] starts = new int[Customers.ROWS_AT_ONCE];
  // hash in the upper half, row + 1 in the lower half; 0 for a free slot
  private long[] index = new long[64];
  private int[] hashes = new int[32];
  private int[] idAt = new int[32]; // position of two bytes of length, then the id
  private long[][] statePages = new long[4][];
  private byte[][] idPages = new byte[4][];
  private int idEnd;
  private int size;
  private boolean plainIds = true;

  public CustomerTable(StateLayout layout) {
    this(layout, SegmentSums.none());
  }

  /**
   * @param sums receives the amounts, beside the states
   */
  CustomerTable(StateLayout layout, SegmentSums sums) {
    this.layout = layout;
    this.sums = sums;
    this.rowBits = Math.max(0, 31 - Integer.numberOfLeadingZeros(PAGE_WORDS / layout.words()));
    this.rowMask = (1 << rowBits) - 1;
  }

  /**
   * Finds the rows of several customers, as {@link #row} does. Each step is a separate loop, so
   * that the memory accesses of many customers overlap.
   *
   * @param ids the ids, concatenated
   * @param ends end position of each id
   * @param hashes hash of each id
   * @param count number of ids
   * @param rows receives the rows
   * @return a meaningless value that the caller must use; see {@link #touch}
   */
  long rows(byte[] ids, int[] ends, int[] hashes, int count, int[] rows) {
    long touched = 0;
    for (int i = 0; i < count; i++) {
      touched ^= index[hashes[i] & (index.length - 1)];
    }
    for (int i = 0; i < count; i++) {
      rows[i] = rowWithHash(hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      starts[i] = idAt[Math.max(0, rows[i])];
    }
    if (size > 0) {
      for (int i = 0; i < count; i++) {
        touched ^= idPages[starts[i] >>> ID_PAGE_BITS][starts[i] & (ID_PAGE - 1)];
      }
    }
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (rows[i] < 0 || !isId(starts[i], ids, from, ends[i])) {
        rows[i] = row(ids, from, ends[i], hashes[i]);
      }
      from = ends[i];
    }
    return touched;
  }

  /**
   * {@return the first row with a hash, which almost always belongs to the right customer; −1 if
   * there is none}
   */
  private int rowWithHash(int hash) {
    int slot = hash & (index.length - 1);
    while (index[slot] != 0 && (int) (index[slot] >>> 32) != hash) {
      slot = (slot + 1) & (index.length - 1);
    }
    return (int) index[slot] - 1;
  }

  /** {@return the row of a customer, which is added if it is missing} */
  int row(byte[] id, int from, int to, int hash) {
    int slot = hash & (index.length - 1);
    while (index[slot] != 0) {
      if ((int) (index[slot] >>> 32) == hash) {
        int row = (int) index[slot] - 1;
        if (isId(idAt[row], id, from, to)) {
          return row;
        }
      }
      slot = (slot + 1) & (index.length - 1);
    }
    return insert(slot, id, from, to, hash);
  }

  private int insert(int slot, byte[] id, int from, int to, int hash) {
    int row = size;
    if (row == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.multiplyExact(row, 2));
      idAt = Arrays.copyOf(idAt, Math.multiplyExact(row, 2));
    }
    hashes[row] = hash;
    idAt[row] = store(id, from, to);
    plainIds &= Bytes.isPlainField(id, from, to);
    int page = row >>> rowBits;
    if (page == statePages.length) {
      statePages = Arrays.copyOf(statePages, 2 * page);
    }
    if (statePages[page] == null) {
      statePages[page] = new long[layout.words() << rowBits];
    }
    index[slot] = entry(row);
    size++;
    if (2L * size > index.length) {
      rehash();
    }
    return row;
  }

  private int store(byte[] id, int from, int to) {
    int length = to - from;
    if ((idEnd & (ID_PAGE - 1)) + length + 2 > ID_PAGE) { // an id never spans pages
      idEnd = Math.addExact(idEnd | (ID_PAGE - 1), 1);
    }
    int page = idEnd >>> ID_PAGE_BITS;
    if (page == idPages.length) {
      idPages = Arrays.copyOf(idPages, 2 * page);
    }
    if (idPages[page] == null) {
      idPages[page] = new byte[ID_PAGE + Long.BYTES]; // room for reading eight bytes at a time
    }
    int at = idEnd & (ID_PAGE - 1);
    idPages[page][at] = (byte) (length >> 8);
    idPages[page][at + 1] = (byte) length;
    System.arraycopy(id, from, idPages[page], at + 2, length);
    int start = idEnd;
    idEnd += length + 2;
    return start;
  }

  private void rehash() {
    index = new long[2 * index.length];
    for (int row = 0; row < size; row++) {
      int slot = hashes[row] & (index.length - 1);
      while (index[slot] != 0) {
        slot = (slot + 1) & (index.length - 1);
      }
      index[slot] = entry(row);
    }
  }

  private long entry(int row) {
    return (long) hashes[row] << 32 | (row + 1);
  }

  private boolean isId(int start, byte[] id, int from, int to) {
    byte[] page = idPages[start >>> ID_PAGE_BITS];
    int at = start & (ID_PAGE - 1);
    int length = to - from;
    return page[at] == (byte) (length >> 8)
        && page[at + 1] == (byte) length
        && Bytes.equal(page, at + 2, id, from, length);
  }

  /** Adds an event to a row; see {@link StateLayout#add}. */
  void add(int row, int day, double amount, int type, int label) {
    layout.add(state(row), at(row), row, oldDays, day, amount, type, label);
    if (!Double.isNaN(amount) && type != StateLayout.CHURN) {
      sums.add(row, day, amount);
    }
  }

  /** {@return {@link StateLayout#touch(long[], int, int)} for a row} */
  long touch(int row, int day) {
    return layout.touch(state(row), at(row), day);
  }

  /** {@return a meaningless value; reads the states of rows, as {@link #touch(int, int)} does} */
  long touchAll(int from, int to) {
    long touched = 0;
    for (int row = from; row < to; row++) {
      touched ^= layout.touch(state(row), at(row)) ^ idPage(row)[idStart(row)];
    }
    return touched;
  }

  /** Adds all customers of another table with the same layout. */
  void addAll(CustomerTable other) {
    int[] rows = new int[other.size];
    for (int row = 0; row < other.size; row++) {
      int from = other.idStart(row);
      rows[row] = row(other.idPage(row), from, from + other.idLength(row), other.hashes[row]);
      layout.merge(state(rows[row]), at(rows[row]), other.state(row), other.at(row));
    }
    other.oldDays.forEach(
        (row, day, isBasket) ->
            layout.mergeOldDay(state(rows[row]), at(rows[row]), rows[row], oldDays, day, isBasket));
  }

  /**
   * Accumulates the sums of all states, renumbers the rows, and moves ids and states into the new
   * order; nothing can be added afterwards. States are permuted in place, so that memory never
   * holds a copy of all states.
   *
   * @param oldRows the old number of each row, by its new number; overwritten
   */
  void finish(int[] oldRows) {
    index = new long[0];
    hashes = new int[0];
    sums.finish(oldRows);
    arrangeIds(oldRows);
    arrangeStates(oldRows);
    for (int row = 0; row < size; row++) {
      layout.accumulate(state(row), at(row));
    }
  }

  private void arrangeIds(int[] oldRows) {
    byte[][] oldPages = idPages;
    int[] oldAt = idAt;
    idPages = new byte[oldPages.length][];
    idAt = new int[size];
    idEnd = 0;
    for (int row = 0; row < size; row++) {
      byte[] page = oldPages[oldAt[oldRows[row]] >>> ID_PAGE_BITS];
      int at = oldAt[oldRows[row]] & (ID_PAGE - 1);
      idAt[row] = store(page, at + 2, at + 2 + length(page, at));
    }
  }

  private void arrangeStates(int[] oldRows) {
    long[] first = new long[layout.words()];
    for (int start = 0; start < size; start++) {
      if (oldRows[start] != start) {
        System.arraycopy(state(start), at(start), first, 0, first.length);
        int to = start;
        for (int from = oldRows[to]; from != start; from = oldRows[to]) {
          System.arraycopy(state(from), at(from), state(to), at(to), first.length);
          oldRows[to] = to;
          to = from;
        }
        System.arraycopy(first, 0, state(to), at(to), first.length);
        oldRows[to] = to;
      }
    }
  }

  /** {@return the sums of amounts beside the states} */
  SegmentSums sums() {
    return sums;
  }

  /** {@return whether no id needs quotes in a table} */
  public boolean hasPlainIds() {
    return plainIds;
  }

  int size() {
    return size;
  }

  /** {@return the array that holds the state of a row} */
  public long[] state(int row) {
    return statePages[row >>> rowBits];
  }

  /** {@return the position in its array at which the state of a row begins} */
  public int at(int row) {
    return (row & rowMask) * layout.words();
  }

  /** {@return the id of a row} */
  String id(int row) {
    return new String(idPage(row), idStart(row), idLength(row), StandardCharsets.UTF_8);
  }

  /** {@return the array that holds the id of a row, in UTF-8} */
  public byte[] idPage(int row) {
    return idPages[idAt[row] >>> ID_PAGE_BITS];
  }

  /** {@return the position in its array at which the id of a row begins} */
  public int idStart(int row) {
    return (idAt[row] & (ID_PAGE - 1)) + 2;
  }

  /** {@return the length in bytes of the id of a row} */
  public int idLength(int row) {
    return length(idPage(row), idAt[row] & (ID_PAGE - 1));
  }

  private static int length(byte[] page, int at) {
    return (page[at] & 0xFF) << 8 | (page[at + 1] & 0xFF);
  }
}
