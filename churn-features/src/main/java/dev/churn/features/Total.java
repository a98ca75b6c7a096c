package dev.churn.features;

/** What segments of a state add up to. For one thread. */
final class Total {
  private final boolean manyTypes;
  private long high;
  private long low;
  private long count;
  private long types;

  /**
   * @param manyTypes whether sets of types are those of {@link TypeSet}, or else bits
   */
  Total(boolean manyTypes) {
    this.manyTypes = manyTypes;
  }

  void clear() {
    high = 0;
    low = 0;
    count = 0;
    types = 0;
  }

  void add(long sumHigh, long sumLow, long amounts, long typeSet) {
    long sum = low + sumLow;
    high += sumHigh + (Long.compareUnsigned(sum, sumLow) < 0 ? 1 : 0);
    low = sum;
    count += amounts;
    types = manyTypes ? TypeSet.union(types, typeSet) : types | typeSet;
  }

  void add(Total other) {
    add(other.high, other.low, other.count, other.types);
  }

  /** {@return the sum of the amounts} */
  double sum() {
    return FixedSum.toDouble(high, low);
  }

  /** {@return how many amounts there are} */
  long count() {
    return count;
  }

  /** {@return how many types of activity there are, at most {@link TypeSet#MAX_SIZE}} */
  int types() {
    return manyTypes ? TypeSet.size(types) : Math.min(Long.bitCount(types), TypeSet.MAX_SIZE);
  }
}
