package dev.churn.features.rfm;

/**
 * Active days that are too early for the day bits of the states: a set of (row, day) in one
 * open-addressing hash table. Needed rarely, for histories of many years or single rows far in the
 * past.
 */
public final class OverflowDays {
  private static final int DAY_BIAS = 1 << 26; // so that no key is 0

  private long[] keys = new long[16];
  private int size;

  /** Receives the entries one by one. */
  @FunctionalInterface
  interface Visitor {
    void accept(int row, int day);
  }

  /** {@return whether the day is new for the row} */
  boolean add(int row, int day) {
    if (2 * (size + 1) > keys.length) {
      long[] old = keys;
      keys = new long[2 * old.length];
      for (long key : old) {
        if (key != 0) {
          keys[slot(key)] = key;
        }
      }
    }
    long key = (long) row << 32 | (day + DAY_BIAS);
    int slot = slot(key);
    if (keys[slot] == key) {
      return false;
    }
    keys[slot] = key;
    size++;
    return true;
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  void forEach(Visitor visitor) {
    for (long key : keys) {
      if (key != 0) {
        visitor.accept((int) (key >>> 32), (int) key - DAY_BIAS);
      }
    }
  }
}
