package dev.churn.features.rfm;

/**
 * Active days, and days with an amount, that are too early for the day bits of the states: a set of
 * (row, day, kind) in one open-addressing hash table. Needed rarely, for histories of many years or
 * single rows far in the past.
 */
public final class OverflowDays {
  private static final int DAY_BIAS = 1 << 26; // so that no key is 0
  private static final int BASKET = 1 << 30; // a bit above all biased days

  private long[] keys = new long[16];
  private int size;

  /** Receives the entries one by one. */
  @FunctionalInterface
  interface Visitor {
    void accept(int row, int day, boolean isBasket);
  }

  /**
   * {@return whether the day is new for the row}
   *
   * @param isBasket true for a day with an amount, false for an active day
   */
  boolean add(int row, int day, boolean isBasket) {
    if (2 * (size + 1) > keys.length) {
      long[] old = keys;
      keys = new long[2 * old.length];
      for (long key : old) {
        if (key != 0) {
          keys[slot(key)] = key;
        }
      }
    }
    long key = (long) row << 32 | (day + DAY_BIAS) | (isBasket ? BASKET : 0);
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
        boolean isBasket = ((int) key & BASKET) != 0;
        visitor.accept((int) (key >>> 32), ((int) key & ~BASKET) - DAY_BIAS, isBasket);
      }
    }
  }
}
